using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Congestion;

/// <summary>
/// How much may be sent to a peer: the least of what the delay allows, what the loss allows and what the
/// peer asks (REMB). The peer's transport-wide feedback tells when each packet came. A peer without it
/// judges the delay itself and asks accordingly; its receiver reports tell the loss. Everything that it
/// keeps is made with it. What a peer tells can only lower or raise its own share, within the bounds below.
/// </summary>
internal sealed class SendSideEstimator
{
    /// <summary>Less than audio needs, so that the ladder can tell that not even audio fits.</summary>
    public const long FloorBps = 20_000;

    /// <summary>More than a room of video needs.</summary>
    public const long CeilingBps = 20_000_000;

    // At 4 Mbit/s four seconds: feedback comes within one.
    private const int Window = 2048;
    private const double MaxAgeMs = 10_000;

    // Browsers ask each second. One with nothing to receive falls silent, so that a cap which paused its video must give way by
    // itself: beside feedback at once, and where it is all that is known, twice as much each time that this has passed.
    private const double RembLifeMs = 5000;

    // What is sent and never told of is on its way to nowhere: each such second costs a fifth.
    private const double MaxSilenceMs = 2000;
    private const double FadeIntervalMs = 1000;
    private const double FadeShare = 0.8;

    // A report tells a share, not a count: each is worth as much as the next.
    private const double ReportWeight = 50;

    // The queue that a probe has made is gone by then.
    private const double ProbeEchoMs = 600;

    // A probe proves nothing while so much is lost, or so soon after a fall.
    private const double MaxProbeLoss = 0.1;

    private readonly SentPacket[] _sent = new SentPacket[Window];
    private readonly SlidingRate _delivered = new();
    private readonly SlidingRate _media = new();
    private readonly DelayTrend _trend = new();
    private readonly DelayBasedRate _delayBased;
    private readonly LossBasedRate _lossBased;

    // From the ceiling on: a peer that judges the delay itself is limited by what it asks for until it tells of loss.
    private readonly LossBasedRate _reported = new(CeilingBps);
    private ushort _lastSent;
    private double _nowMs;
    private double _probedMs = double.NegativeInfinity;
    private double _silentSinceMs = double.NaN;
    private double _roundTripMs = 100;
    private long _referenceTime;
    private double _rembMs = double.NegativeInfinity;
    private long _rembBps;

    public SendSideEstimator(long startBitsPerSecond)
    {
        _delayBased = new(startBitsPerSecond);
        _lossBased = new(startBitsPerSecond);
    }

    /// <summary>How much may be sent now; the start value before anything was heard.</summary>
    public long BitsPerSecond
    {
        get
        {
            var least = !HasFeedback && HasRemb ? _reported.BitsPerSecond : Math.Min(_delayBased.BitsPerSecond, _lossBased.BitsPerSecond);
            return Math.Clamp(Math.Min(least, RembCap), FloorBps, CeilingBps);
        }
    }

    /// <summary>Whether the peer has told what it can take, by feedback or REMB; until then all is a guess.</summary>
    public bool IsTold => HasFeedback || HasRemb;

    /// <summary>Whether transport-wide feedback has come.</summary>
    public bool HasFeedback { get; private set; }

    /// <summary>The share of packets lost lately, 0 to 1.</summary>
    public double Loss => _lossBased.Loss;

    /// <summary>What is sent without the padding of probes.</summary>
    public long MediaBitsPerSecond => _media.At(_nowMs);

    /// <summary>Whether more might fit than is used, so that trying is no harm: no growing queue, no fall lately, little loss.</summary>
    public bool IsCalm => HasFeedback && !IsOverused && _delayBased.IsCalm(_nowMs) && _lossBased.ExcessLoss < MaxProbeLoss;

    /// <summary>Whether the queue grows.</summary>
    public bool IsOverused => _trend.Usage == LinkUsage.Over;

    private bool HasRemb => !double.IsNegativeInfinity(_rembMs);

    private long RembCap
    {
        get
        {
            var overdueMs = _nowMs - _rembMs - RembLifeMs;
            if (overdueMs < 0) return _rembBps;
            if (HasFeedback || !HasRemb) return CeilingBps;
            return (long)Math.Min(CeilingBps, Math.Max(_rembBps, FloorBps) * Math.Pow(2, overdueMs / RembLifeMs));
        }
    }

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan now) => _nowMs = now.TotalMilliseconds;

    /// <summary>A packet goes out.</summary>
    /// <param name="transportSequence">Its transport-wide number: one more than the last one's.</param>
    /// <param name="bytes">As on the wire, headers of the network included.</param>
    /// <param name="now">The time.</param>
    /// <param name="isProbe">Whether it is padding.</param>
    public void Sent(ushort transportSequence, int bytes, TimeSpan now, bool isProbe)
    {
        _nowMs = now.TotalMilliseconds;
        _lastSent = transportSequence;
        _sent[transportSequence % Window] = new() { Sequence = transportSequence, Bytes = bytes, SentMs = _nowMs, IsUsed = true };
        if (isProbe) _probedMs = _nowMs;
        else _media.Add(_nowMs, bytes);
        if (!HasFeedback) return;
        if (double.IsNaN(_silentSinceMs)) _silentSinceMs = _nowMs;
        if (_nowMs - _silentSinceMs < MaxSilenceMs) return;
        _silentSinceMs += FadeIntervalMs;
        _delayBased.Fade(FadeShare);
    }

    /// <summary>
    /// Takes transport-wide feedback. What was told before, and numbers from before this estimate began, are passed over.
    /// </summary>
    /// <returns>False for feedback that is broken, tells of more than a window, or of what is not sent yet: nothing of it counts.</returns>
    public bool ReceiveFeedback(in RtcpPacket packet, TimeSpan now)
    {
        if (packet.StatusCount > Window || !packet.TryReadTransportWide(out var feedback)) return false;
        var lastTold = (ushort)(feedback.BaseSequence + feedback.StatusCount - 1);
        if ((short)(lastTold - _lastSent) > 0) return false;
        _nowMs = now.TotalMilliseconds;
        // The nearest time with these 24 bits.
        _referenceTime = HasFeedback
            ? _referenceTime + (((feedback.ReferenceTime - (int)_referenceTime) << 8) >> 8)
            : feedback.ReferenceTime;
        var arrivalQuarterMs = _referenceTime * TransportWideFeedback.QuartersPerReference;
        HasFeedback = true;
        _silentSinceMs = double.NaN;

        foreach (var status in feedback)
        {
            arrivalQuarterMs += status.DeltaQuarterMs;
            Take(status, arrivalQuarterMs / 4.0);
        }
        var keepBps = _nowMs - _probedMs < ProbeEchoMs ? MediaBitsPerSecond : 0;
        _delayBased.Update(_trend.Usage, _delivered, keepBps, _roundTripMs, _nowMs);
        _lossBased.Update(_delayBased.BitsPerSecond, 1.5 * _delayBased.BitsPerSecond, _delivered.Newest, IsOverused, _nowMs);
        return true;
    }

    /// <summary>Takes a receiver report's loss. It counts beside REMB only: transport-wide feedback tells more.</summary>
    public void ReceiveLoss(byte fractionLost, TimeSpan now)
    {
        _nowMs = now.TotalMilliseconds;
        if (HasFeedback || !HasRemb) return;
        _reported.Take(ReportWeight, ReportWeight * fractionLost / 256.0);
        _reported.Update(BitsPerSecond, CeilingBps, 0, false, _nowMs);
    }

    /// <summary>Takes the most that the peer asks for.</summary>
    public void ReceiveRemb(long bitsPerSecond, TimeSpan now)
    {
        _nowMs = now.TotalMilliseconds;
        _rembMs = _nowMs;
        _rembBps = bitsPerSecond;
    }

    private void Take(PacketStatus status, double arrivalMs)
    {
        ref var sent = ref _sent[status.Sequence % Window];
        if (!sent.IsUsed || sent.Sequence != status.Sequence || sent.IsReceived || _nowMs - sent.SentMs > MaxAgeMs) return;
        if (!status.IsReceived)
        {
            if (sent.IsLost) return;
            sent.IsLost = true;
            _lossBased.Take(1, 1);
            return;
        }
        _lossBased.Take(sent.IsLost ? 0 : 1, sent.IsLost ? -1 : 0);
        sent.IsReceived = true;
        _delivered.Add(arrivalMs, sent.Bytes);
        _trend.Take(sent.SentMs, arrivalMs);
        _roundTripMs += 0.1 * (_nowMs - sent.SentMs - _roundTripMs);
    }

    private struct SentPacket
    {
        public double SentMs;
        public int Bytes;
        public ushort Sequence;
        public bool IsUsed;
        public bool IsReceived;
        public bool IsLost;
    }
}
