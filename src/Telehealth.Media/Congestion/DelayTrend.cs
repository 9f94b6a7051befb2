namespace Telehealth.Media.Congestion;

/// <summary>What the queue before the narrowest link does.</summary>
internal enum LinkUsage
{
    /// <summary>It neither grows nor shrinks.</summary>
    Normal,

    /// <summary>It grows: more is sent than goes through.</summary>
    Over,

    /// <summary>It shrinks.</summary>
    Under,
}

/// <summary>
/// Finds a growing queue by the arrival times alone (draft-ietf-rmcat-gcc-02 sections 5.1 to 5.4). Packets are gathered to groups as
/// they were sent; how much later a group comes than the one before it, beyond what it was sent later, is added up; and a line is
/// laid through the last twenty sums. Its slope takes the place of the draft's Kalman filter (the trendline of the browsers' later
/// senders): it needs no model of the noise. The slope is held against a threshold that follows it, slowly up and quickly down, so
/// that a steady competitor on the link does not starve us (section 5.4).
/// </summary>
internal sealed class DelayTrend
{
    // Section 5.2: what leaves within 5 ms is one burst; and so is what a link held back and let go at once.
    private const double BurstMs = 5;
    private const double MaxBurstMs = 100;

    private const int WindowGroups = 20;
    private const double Smoothing = 0.9;

    // The slope is a small number (ms per ms); the gain and the count of groups, up to a bound, bring it to the threshold's scale.
    private const double Gain = 4;
    private const int MaxCountedGroups = 60;

    // Section 5.4's values: it starts at 12.5 ms, and moves by these shares of the distance a millisecond.
    private const double StartThresholdMs = 12.5;
    private const double MinThresholdMs = 6;
    private const double MaxThresholdMs = 600;
    private const double UpShare = 0.0087;
    private const double DownShare = 0.039;

    // Section 5.4: a spike far beyond the threshold is a route change, not a competitor.
    private const double MaxAdaptMs = 15;

    // Section 5.4: overuse lasts at least this long before it is told.
    private const double OveruseMs = 10;

    // After such a pause the old groups say nothing about the new ones.
    private const double StaleMs = 2000;

    private readonly double[] _times = new double[WindowGroups];
    private readonly double[] _delays = new double[WindowGroups];
    private Group _group;
    private Group _before;
    private int _groups;
    private double _firstArrivalMs;
    private double _sum;
    private double _smoothed;
    private double _thresholdMs = StartThresholdMs;
    private double _trendBefore;
    private double _overMs;
    private int _overCount;

    public LinkUsage Usage { get; private set; }

    /// <summary>Takes a packet that arrived, in the order of sending.</summary>
    /// <param name="sentMs">On our clock.</param>
    /// <param name="arrivalMs">On the receiver's.</param>
    public void Take(double sentMs, double arrivalMs)
    {
        if (_group.IsEmpty || sentMs - _group.LastSentMs > StaleMs || Math.Abs(arrivalMs - _group.LastArrivalMs) > 2 * StaleMs)
        {
            Restart(sentMs, arrivalMs);
            return;
        }
        // Told late: its group has been counted without it.
        if (sentMs < _group.FirstSentMs) return;
        if (_group.TakesIn(sentMs, arrivalMs))
        {
            _group.LastSentMs = Math.Max(_group.LastSentMs, sentMs);
            _group.LastArrivalMs = Math.Max(_group.LastArrivalMs, arrivalMs);
            return;
        }
        if (!_before.IsEmpty) Compare();
        _before = _group;
        _group = Group.Of(sentMs, arrivalMs);
    }

    private void Restart(double sentMs, double arrivalMs)
    {
        _before = default;
        _group = Group.Of(sentMs, arrivalMs);
        _firstArrivalMs = arrivalMs;
        (_groups, _sum, _smoothed, _trendBefore, _overMs, _overCount) = (0, 0, 0, 0, 0, 0);
        Usage = LinkUsage.Normal;
    }

    private void Compare()
    {
        var sentMs = _group.LastSentMs - _before.LastSentMs;
        var arrivedMs = _group.LastArrivalMs - _before.LastArrivalMs;
        _sum += arrivedMs - sentMs;
        _smoothed = Smoothing * _smoothed + (1 - Smoothing) * _sum;
        var place = _groups++ % WindowGroups;
        _times[place] = _group.LastArrivalMs - _firstArrivalMs;
        _delays[place] = _smoothed;
        if (_groups < WindowGroups) return;
        Judge(Math.Min(_groups, MaxCountedGroups) * Gain * Slope(), sentMs);
    }

    // Least squares.
    private double Slope()
    {
        double meanTime = 0, meanDelay = 0;
        for (var i = 0; i < WindowGroups; i++)
        {
            meanTime += _times[i] / WindowGroups;
            meanDelay += _delays[i] / WindowGroups;
        }
        double above = 0, below = 0;
        for (var i = 0; i < WindowGroups; i++)
        {
            var time = _times[i] - meanTime;
            above += time * (_delays[i] - meanDelay);
            below += time * time;
        }
        return below > 0 ? above / below : 0;
    }

    private void Judge(double trend, double elapsedMs)
    {
        if (trend > _thresholdMs)
        {
            _overMs += elapsedMs;
            _overCount++;
            // One group is no trend, and a queue that already shrinks needs no more braking.
            if (_overMs > OveruseMs && _overCount > 1 && trend >= _trendBefore) Usage = LinkUsage.Over;
        }
        else
        {
            (_overMs, _overCount) = (0, 0);
            Usage = trend < -_thresholdMs ? LinkUsage.Under : LinkUsage.Normal;
        }
        _trendBefore = trend;

        var size = Math.Abs(trend);
        if (size > _thresholdMs + MaxAdaptMs) return;
        var share = size < _thresholdMs ? DownShare : UpShare;
        _thresholdMs += share * (size - _thresholdMs) * Math.Clamp(elapsedMs, 0, 100);
        _thresholdMs = Math.Clamp(_thresholdMs, MinThresholdMs, MaxThresholdMs);
    }

    private struct Group
    {
        public double FirstSentMs;
        public double FirstArrivalMs;
        public double LastSentMs;
        public double LastArrivalMs;
        private bool _isUsed;

        public readonly bool IsEmpty => !_isUsed;

        public static Group Of(double sentMs, double arrivalMs) => new()
        {
            FirstSentMs = sentMs,
            FirstArrivalMs = arrivalMs,
            LastSentMs = sentMs,
            LastArrivalMs = arrivalMs,
            _isUsed = true,
        };

        public readonly bool TakesIn(double sentMs, double arrivalMs)
        {
            if (sentMs - FirstSentMs <= BurstMs) return true;
            var arrivedMs = arrivalMs - LastArrivalMs;
            return arrivedMs - (sentMs - LastSentMs) < 0 && arrivedMs <= BurstMs && arrivalMs - FirstArrivalMs < MaxBurstMs;
        }
    }
}
