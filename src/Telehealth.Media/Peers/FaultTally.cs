namespace Telehealth.Media.Peers;

/// <summary>Counts a peer's faults of the last seconds.</summary>
internal struct FaultTally
{
    // One is an accident. A fault costs some tens of microseconds, so that eight in ten seconds harm nobody.
    private const int Most = 8;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private TimeSpan _since;
    private int _count;

    /// <summary>Counts one more; true when it is one too many.</summary>
    public bool Add(TimeSpan now)
    {
        if (_count == 0 || now - _since >= Within) (_since, _count) = (now, 0);
        return ++_count >= Most;
    }
}
