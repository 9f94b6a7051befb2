namespace Telehealth.Media.Congestion;

/// <summary>
/// The rate that the loss allows (draft-ietf-rmcat-gcc-02 section 6): above 10 % it falls by half of the loss, below 2 % it rises by
/// 5 % each time that it is judged, between it stays. By the draft alone, a radio link that always loses its 15 % would sink to
/// nothing, for less sent is not less lost: when the loss has not followed a fall of the rate, it is the link's own, and only what
/// comes on top of it counts.
/// </summary>
internal sealed class LossBasedRate(long start)
{
    private const double LowLoss = 0.02;
    private const double HighLoss = 0.10;
    private const double Increase = 1.05;
    private const double IntervalMs = 500;

    // Fewer packets than this make no share; but after a while what is there must do.
    private const int MinPackets = 20;
    private const double MaxIntervalMs = 2000;

    // Loss by a full queue would have gone when the rate fell by this much, if it was at most so high.
    private const double ProofOfFall = 0.7;
    private const double MaxOwnLoss = 0.3;
    private const double StillThere = 0.6;
    private const double LossSmoothing = 0.3;

    private double _bitsPerSecond = start;
    private double _beganMs = double.NaN;
    private double _packets;
    private double _lost;
    private double _ownLoss;
    private double _fallFromBps;
    private double _fallLoss;

    public long BitsPerSecond => (long)_bitsPerSecond;

    /// <summary>The share lost lately, 0 to 1.</summary>
    public double Loss { get; private set; }

    /// <summary>What of it is not the link's own.</summary>
    public double ExcessLoss => Loss - _ownLoss;

    /// <summary>Counts packets that were told of. What was told lost and came late may be taken back: a negative number.</summary>
    public void Take(double packets, double lost)
    {
        _packets += packets;
        _lost += lost;
    }

    /// <summary>Judges what has gathered, at intervals.</summary>
    /// <param name="usedBps">The rate that is used now by all signs: a fall begins there.</param>
    /// <param name="riseToBps">A rise ends there: far above the rate that is used, this one would come into play too late.</param>
    /// <param name="provenBps">What has come through: without much loss, the rate is at least that, so that a probe can show more.</param>
    /// <param name="isQueueGrowing">Then the loss is ours.</param>
    /// <param name="nowMs">The time.</param>
    public void Update(long usedBps, double riseToBps, long provenBps, bool isQueueGrowing, double nowMs)
    {
        if (double.IsNaN(_beganMs)) _beganMs = nowMs;
        var elapsed = nowMs - _beganMs;
        if (elapsed < IntervalMs || (_packets < MinPackets && elapsed < MaxIntervalMs)) return;
        _beganMs = nowMs;
        if (_packets <= 0) return;
        var loss = Math.Clamp(_lost / _packets, 0, 1);
        (_packets, _lost) = (0, 0);
        Loss += LossSmoothing * (loss - Loss);
        _ownLoss = isQueueGrowing ? 0 : Math.Min(_ownLoss, Loss);
        if (loss - _ownLoss > HighLoss) Fall(loss, Math.Min(_bitsPerSecond, usedBps), isQueueGrowing);
        else Rise(loss - _ownLoss < LowLoss ? Increase : 1, riseToBps, provenBps);
        _bitsPerSecond = Math.Clamp(_bitsPerSecond, SendSideEstimator.FloorBps, SendSideEstimator.CeilingBps);
    }

    private void Rise(double increase, double riseToBps, long provenBps)
    {
        if (increase > 1) _fallFromBps = 0;
        var raised = Math.Max(increase * _bitsPerSecond, provenBps);
        _bitsPerSecond = Math.Max(_bitsPerSecond, Math.Min(raised, riseToBps));
    }

    private void Fall(double loss, double fromBps, bool isQueueGrowing)
    {
        if (_fallFromBps == 0 || isQueueGrowing) (_fallFromBps, _fallLoss) = (fromBps, loss);
        _bitsPerSecond = fromBps * (1 - 0.5 * (loss - _ownLoss));
        if (_bitsPerSecond >= ProofOfFall * _fallFromBps) return;
        if (!isQueueGrowing && _fallLoss <= MaxOwnLoss && Loss > StillThere * _fallLoss)
        {
            _ownLoss = Loss;
            _bitsPerSecond = _fallFromBps;
        }
        _fallFromBps = 0;
    }
}
