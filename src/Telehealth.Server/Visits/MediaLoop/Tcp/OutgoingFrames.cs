namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>
/// Frames that wait for a connection to take them, 256 KiB at most: one half is filled by the media thread while the other is
/// written. Late media is worthless, so what finds no room is lost. Memory is taken by the first frame: a stranger to whom the relay
/// has nothing to say costs none.
/// </summary>
internal sealed class OutgoingFrames
{
    public const int HalfBytes = 128 * 1024;

    private readonly Lock _lock = new();
    private byte[]? _filling;
    private byte[]? _leaving;
    private int _filled;

    /// <summary>Adds a frame, or says that there is no room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            if (_filled + StreamFrames.PrefixBytes + frame.Length > HalfBytes) return false;
            _filling ??= new byte[HalfBytes];
            _filled += StreamFrames.Write(frame, _filling.AsSpan(_filled));
            return true;
        }
    }

    /// <summary>Takes all that waits, valid until the next call. One caller.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        lock (_lock)
        {
            var taken = _filled;
            (_filling, _leaving, _filled) = (_leaving, _filling, 0);
            return _leaving.AsMemory(0, taken);
        }
    }
}
