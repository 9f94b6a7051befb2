namespace Telehealth.Media.Congestion;

/// <summary>
/// A bounded leaky bucket for what a peer gets beside its forwarded media: retransmissions and padding. Forwarded media keeps the
/// pacing of its publisher. A mutable value: keep it in a field.
/// </summary>
internal struct PacingBudget
{
    // What 100 ms may hold goes out at once: a lost burst is repaired in one go, and a queue grows by no more than that.
    private const double BurstSeconds = 0.1;

    // Two full packets, or a slow link could never repair one.
    private const double MinBurstBytes = 3000;

    private double _bytes;
    private TimeSpan _filled;
    private bool _hasStarted;

    /// <summary>Takes bytes out of the budget; false, and nothing is taken, when there are not so many left.</summary>
    public bool TryTake(int bytes, long bitsPerSecond, TimeSpan now)
    {
        var burst = Math.Max(MinBurstBytes, BurstSeconds * bitsPerSecond / 8);
        var elapsed = Math.Max(0, (now - _filled).TotalSeconds);
        _bytes = _hasStarted ? Math.Min(burst, _bytes + elapsed * bitsPerSecond / 8) : burst;
        (_filled, _hasStarted) = (now, true);
        if (bytes > _bytes) return false;
        _bytes -= bytes;
        return true;
    }
}
