namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Whether this node is ending while others go on: because it was told to, or was put out of the cluster. It goes one way only. Any thread
/// may ask.
/// </summary>
internal sealed class Drain
{
    private int _hasBegun;
    private int _isClosed;

    /// <summary>From now on it is not ready, and nobody new should be sent here.</summary>
    public bool HasBegun => Volatile.Read(ref _hasBegun) == 1;

    /// <summary>From now on nobody new is let in either.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) == 1;

    /// <summary>False when it had begun before.</summary>
    public bool Begin() => Interlocked.Exchange(ref _hasBegun, 1) == 0;

    /// <summary>Whoever counts those inside after this misses nobody who was let in before.</summary>
    public void Close() => Interlocked.Exchange(ref _isClosed, 1);
}
