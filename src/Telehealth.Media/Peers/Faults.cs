namespace Telehealth.Media.Peers;

/// <summary>
/// Exceptions that the work for one peer or one pair of them met. They stay with that work: everybody else's goes on. Whoever is part of
/// them again and again loses its connection, and may make a new one, which begins with nothing of what went wrong.
/// </summary>
internal sealed class Faults(MediaCounters counters)
{
    private readonly List<Peer> _repeated = [];
    private Exception? _newest;

    /// <summary>Whether somebody is part of too many.</summary>
    public bool HasRepeated => _repeated.Count > 0;

    /// <summary>Whether work may be given up for this: for all but a process that has no memory left.</summary>
    public static bool IsOfWork(Exception fault) => fault is not OutOfMemoryException;

    /// <param name="fault">What was thrown.</param>
    /// <param name="one">Whose datagram or packet was worked on; null when nobody's.</param>
    /// <param name="other">For whom; null when for nobody in particular.</param>
    /// <param name="now">The time.</param>
    public void Note(Exception fault, Peer? one, Peer? other, TimeSpan now)
    {
        counters.Faults++;
        _newest = fault;
        Blame(one, now);
        if (other != one) Blame(other, now);
    }

    public bool TryTakeRepeated([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Peer? peer)
    {
        peer = _repeated.Count > 0 ? _repeated[^1] : null;
        if (peer is null) return false;
        _repeated.RemoveAt(_repeated.Count - 1);
        return true;
    }

    public Exception? TakeNewest()
    {
        var newest = _newest;
        _newest = null;
        return newest;
    }

    private void Blame(Peer? peer, TimeSpan now)
    {
        if (peer is not null && peer.IsPartOfTooManyFaults(now) && !_repeated.Contains(peer)) _repeated.Add(peer);
    }
}
