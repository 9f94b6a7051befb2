namespace Telehealth.Media.Congestion;

/// <summary>
/// The rate that the delay allows: additive and multiplicative increase, multiplicative decrease (draft-ietf-rmcat-gcc-02 section
/// 5.5). It falls to 0.85 of what gets through when the queue grows, waits while it shrinks, and rises otherwise: by 8 % a second
/// while the link's capacity is unknown, by about half a packet a response time near the rate at which it last had to fall.
/// </summary>
internal sealed class DelayBasedRate(long start)
{
    private const double Decrease = 0.85;
    private const double IncreasePerSecond = 0.08;

    // Ours, beside the draft: when little is sent, little gets through, and one spike of jitter would throw away all that is known.
    // So one decrease takes at most this; a queue that goes on growing brings the next.
    private const double MaxFall = 0.7;
    private const double MinFallIntervalMs = 200;

    // Section 5.5: what is not tried is not known.
    private const double MaxAboveDelivered = 1.5;
    private const long AboveDeliveredBps = 10_000;

    // What has just come through without a growing queue is known to fit, however it came to be sent: a probe, a key frame.
    private const double ProvenShare = 0.95;
    private const double CalmMs = 1000;

    private const double PacketBits = 1200 * 8;
    private const double ResponseMs = 100;
    private const double MinIncreaseBps = 4_000;

    private double _bitsPerSecond = start;
    private double _changedMs;
    private double _fellMs = double.NegativeInfinity;
    private bool _mayRise = true;
    private LinkCapacity _capacity;

    public long BitsPerSecond => (long)_bitsPerSecond;

    /// <summary>Whether the rate has not had to fall for a while.</summary>
    public bool IsCalm(double nowMs) => nowMs - _fellMs > CalmMs;

    /// <summary>Follows the state of the queue. Call for each feedback.</summary>
    /// <param name="usage">What the queue does.</param>
    /// <param name="delivered">What gets through.</param>
    /// <param name="keepBps">What a fall leaves: while a probe fills the
    /// link, what is sent beside it, for the probe ends by itself.</param>
    /// <param name="roundTripMs">To the receiver and back.</param>
    /// <param name="nowMs">The time.</param>
    public void Update(LinkUsage usage, SlidingRate delivered, long keepBps, double roundTripMs, double nowMs)
    {
        var elapsed = Math.Clamp(nowMs - _changedMs, 0, 1000);
        _changedMs = nowMs;
        switch (usage)
        {
            case LinkUsage.Over:
                if (delivered.Newest > 0) Fall(delivered.Peak, keepBps, roundTripMs, nowMs);
                _mayRise = false;
                break;
            case LinkUsage.Under:
                _mayRise = false;
                break;
            // One feedback of rest between a fall and a rise (the draft's state of holding).
            case LinkUsage.Normal when !_mayRise:
                _mayRise = true;
                break;
            default:
                Rise(delivered.Newest, roundTripMs, elapsed, nowMs);
                break;
        }
        _bitsPerSecond = Math.Clamp(_bitsPerSecond, SendSideEstimator.FloorBps, SendSideEstimator.CeilingBps);
    }

    /// <summary>Nothing is heard any more.</summary>
    public void Fade(double share) => _bitsPerSecond = Math.Max(SendSideEstimator.FloorBps, _bitsPerSecond * share);

    private void Fall(long deliveredBps, long keepBps, double roundTripMs, double nowMs)
    {
        // What was sent before the last fall is still on its way.
        if (nowMs - _fellMs < Math.Max(MinFallIntervalMs, roundTripMs)) return;
        _capacity.Note(deliveredBps);
        var fallen = Math.Max(Math.Max(Decrease * deliveredBps, MaxFall * _bitsPerSecond), keepBps);
        _bitsPerSecond = Math.Min(_bitsPerSecond, fallen);
        _fellMs = nowMs;
    }

    private void Rise(long deliveredBps, double roundTripMs, double elapsedMs, double nowMs)
    {
        if (_capacity.IsExceededBy(deliveredBps)) _capacity = default;
        var raised = _capacity.IsKnown
            ? _bitsPerSecond + NearIncreaseBps(roundTripMs) * elapsedMs / 1000
            : _bitsPerSecond * Math.Pow(1 + IncreasePerSecond, elapsedMs / 1000);
        if (deliveredBps > 0)
        {
            var tried = MaxAboveDelivered * deliveredBps + AboveDeliveredBps;
            if (raised > tried) raised = Math.Max(_bitsPerSecond, tried);
            if (IsCalm(nowMs)) raised = Math.Max(raised, ProvenShare * deliveredBps);
        }
        _bitsPerSecond = raised;
    }

    // A frame's packets are as equal as they can be, so a slow stream has smaller ones, and its step is smaller too.
    private double NearIncreaseBps(double roundTripMs)
    {
        var frameBits = _bitsPerSecond / 30;
        var packetBits = frameBits / Math.Ceiling(frameBits / PacketBits);
        return Math.Max(MinIncreaseBps, 0.5 * packetBits / ((ResponseMs + roundTripMs) / 1000));
    }

    /// <summary>At which rates the link last was full: their mean and how much they vary (section 5.5, "close to convergence").</summary>
    private struct LinkCapacity
    {
        private const double Share = 0.05;
        private const double MinVariance = 0.4;
        private const double MaxVariance = 2.5;

        private double _meanKbps;
        private double _variance;

        public readonly bool IsKnown => _meanKbps > 0;

        private readonly double SpreadKbps => 3 * Math.Sqrt(_variance * _meanKbps);

        public readonly bool IsExceededBy(long bitsPerSecond) => IsKnown && bitsPerSecond / 1000.0 > _meanKbps + SpreadKbps;

        public void Note(long bitsPerSecond)
        {
            var kbps = bitsPerSecond / 1000.0;
            // Far from what it was: the link has changed.
            if (!IsKnown || Math.Abs(kbps - _meanKbps) > SpreadKbps)
            {
                (_meanKbps, _variance) = (kbps, MinVariance);
                return;
            }
            var error = kbps - _meanKbps;
            _meanKbps += Share * error;
            // Over the mean, so that it does not depend on the rate.
            _variance = Math.Clamp(_variance + Share * (error * error / Math.Max(_meanKbps, 1) - _variance), MinVariance, MaxVariance);
        }
    }
}
