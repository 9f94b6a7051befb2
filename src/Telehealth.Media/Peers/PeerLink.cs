using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Peers;

/// <summary>
/// What the relay knows of the way to one peer: how much it carries, what it loses, what may be sent beside forwarded media. It also
/// tells the peer what has come from it, so that the peer can judge the other direction.
/// </summary>
internal sealed class PeerLink(Peer peer)
{
    /// <summary>
    /// How long a direction may be silent before it is dead: with media flowing, feedback comes ten times a second and reports each second.
    /// </summary>
    public static readonly TimeSpan OneWayAfter = TimeSpan.FromSeconds(3);

    /// <summary>How many times its own rate audio costs that takes the two packets before it along.</summary>
    public const int RedundantTimes = 3;

    private const long StartBitsPerSecond = 1_000_000;

    // What a link carries is counted with all headers.
    private const int UdpAndIp = 28;

    // Redundant audio begins where a listener hears gaps and ends well below.
    private const double RedundancyFrom = 0.03;
    private const double RedundancyUntil = 0.01;
    private static readonly TimeSpan ShareInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RepairInterval = TimeSpan.FromSeconds(10);

    // Packets that come in order need one; a publisher that numbers them in no order at all would have one sent for each.
    private const int MaxFeedbackAtOnce = 16;

    private readonly ArrivalLog _arrivals = new();
    private readonly QualityLadder _ladder = new();
    private SendSideEstimator? _estimator;
    private Prober _prober = new();
    private PacingBudget _budget;
    private ushort _transportSequence;
    private double _reportedLoss;
    private bool _hearsGaps;
    private bool _carriesRedundancy = true;
    private TimeSpan _shareAt;
    private TimeSpan _heardAt;
    private TimeSpan _sentSinceHeardAt = TimeSpan.MaxValue;
    private TimeSpan _repairNotBefore;

    /// <summary>Whether the peer tells how its packets arrive or what it can take, so that an estimate is more than a guess.</summary>
    public bool HasEstimate => _estimator is { IsTold: true };

    /// <summary>What the link carries; null while that would be a guess.</summary>
    public long? BitsPerSecond => HasEstimate ? _estimator!.BitsPerSecond : null;

    /// <summary>The share that gets lost on the way to the peer, 0 to 1.</summary>
    public double Loss => _estimator is { HasFeedback: true } ? _estimator.Loss : _reportedLoss;

    /// <summary>Whether audio carries older packets along: the listener hears gaps, and the line carries that much.</summary>
    public bool SendsRedundancy => _hearsGaps && _carriesRedundancy;

    public QualityRung Rung { get; private set; }

    /// <summary>What the link must carry for the next rung up; 0 on the highest.</summary>
    public long RecoveryRate => _ladder.WantedBitsPerSecond;

    /// <summary>When the peer wants to hear how its packets came.</summary>
    public TimeSpan FeedbackDue => _arrivals.Due;

    /// <summary>When something of the link is due next.</summary>
    public TimeSpan Due
    {
        get
        {
            var due = _arrivals.Due < _shareAt ? _arrivals.Due : _shareAt;
            return HasEstimate && _prober.Due < due ? _prober.Due : due;
        }
    }

    public ushort NextTransportSequence() => _transportSequence++;

    /// <summary>Notes a numbered packet from the peer, of which it wants to hear.</summary>
    public void NoteArrival(ushort transportSequence, TimeSpan now)
    {
        _arrivals.Note(transportSequence, now);
        peer.WakeAt(_arrivals.Due);
    }

    /// <summary>Notes a numbered packet to the peer.</summary>
    public void Sent(ushort transportSequence, int bytes, TimeSpan now, bool isProbe)
    {
        (_estimator ??= new(StartBitsPerSecond)).Sent(transportSequence, bytes + UdpAndIp, now, isProbe);
        if (_sentSinceHeardAt == TimeSpan.MaxValue) _sentSinceHeardAt = now;
    }

    /// <summary>Whether a repetition or padding of this size may go out now.</summary>
    public bool MaySendExtra(int bytes, TimeSpan now) => _budget.TryTake(bytes, BitsPerSecond ?? StartBitsPerSecond * 8, now);

    /// <summary>
    /// Tells what audio takes by itself. Where a full line loses packets, more of them would lose more: then audio goes out once.
    /// A line that tells nothing is given the benefit of the doubt.
    /// </summary>
    public void NoteAudio(long bitsPerSecond) =>
        _carriesRedundancy = BitsPerSecond is not { } carried || carried >= RedundantTimes * bitsPerSecond;

    public void ReceiveFeedback(in RtcpPacket packet, RelayContext context)
    {
        NoteHeard(context.Now);
        if (_estimator is null) return;
        if (_estimator.ReceiveFeedback(packet, context.Now)) context.Counters.StatusesRead += packet.StatusCount;
        else context.Counters.Drop(DropReason.FeedbackUnsent);
    }

    public void ReceiveRemb(long bitsPerSecond, TimeSpan now)
    {
        NoteHeard(now);
        (_estimator ??= new(StartBitsPerSecond)).ReceiveRemb(bitsPerSecond, now);
    }

    /// <param name="fractionLost">What the report says, in 256ths.</param>
    /// <param name="isHeard">Whether it tells of packets that an earlier one
    /// did not: browsers report on a source for seconds after its last.</param>
    /// <param name="now">The time.</param>
    public void ReceiveLoss(byte fractionLost, bool isHeard, TimeSpan now)
    {
        if (isHeard) NoteHeard(now);
        _reportedLoss += (fractionLost / 256.0 - _reportedLoss) / 4;
        _estimator?.ReceiveLoss(fractionLost, now);
        _hearsGaps = _reportedLoss > (_hearsGaps ? RedundancyUntil : RedundancyFrom);
    }

    /// <summary>The connection begins anew, or goes another way: what was known of the old path counts no longer.</summary>
    public void Restart(TimeSpan now)
    {
        _estimator = null;
        _prober = new();
        _reportedLoss = 0;
        (_hearsGaps, _carriesRedundancy) = (false, true);
        _sentSinceHeardAt = TimeSpan.MaxValue;
        NoteHeard(now);
    }

    /// <summary>Whether it is time to share anew what the link carries; then the estimate is brought up to now.</summary>
    public bool TryBeginShare(TimeSpan now)
    {
        if (now < _shareAt) return false;
        _estimator?.Advance(now);
        _shareAt = now + ShareInterval;
        return true;
    }

    /// <summary>Shares anew at once: what the peer wants has changed.</summary>
    public void ShareNow() => peer.WakeAt(_shareAt = TimeSpan.Zero);

    /// <summary>What the link must carry for more to be sent, so that it is tried.</summary>
    public void WantProbe(long bitsPerSecond) => _prober.Want(bitsPerSecond);

    /// <summary>How many packets of padding are to go out now, to find out whether more would fit.</summary>
    public int TakeProbe(TimeSpan now) => HasEstimate ? _prober.TakeDue(now, _estimator!) : 0;

    /// <summary>Tells the peer how what it numbered has come.</summary>
    /// <param name="mediaSsrc">Some source of the peer's, as feedback wants to name one.</param>
    /// <param name="context">The call.</param>
    public void SendFeedback(uint mediaSsrc, RelayContext context)
    {
        var more = true;
        for (var sent = 0; more && sent < MaxFeedbackAtOnce; sent++)
        {
            var writer = peer.BeginCompound(context);
            var before = writer.Length;
            more = _arrivals.TryWrite(ref writer, peer.FeedbackSsrc, mediaSsrc, context.Now);
            if (writer.Length > before) peer.SendCompound(writer.Length, context);
        }
        if (!more) return;
        _arrivals.ForgetWaiting();
        context.Counters.Drop(DropReason.ArrivalBudget);
    }

    /// <summary>Looks what the link carries; call it some times a second while the connection stands.</summary>
    /// <param name="lossFromPeer">The share that gets lost on the way from the peer, 0 to 1.</param>
    /// <param name="lowestVideoRate">What the cheapest video that the peer wants takes; 0 when it wants none.</param>
    /// <param name="now">The time.</param>
    /// <param name="cause">Why the link stands on its rung.</param>
    /// <returns>Whether <see cref="Rung"/> has changed.</returns>
    public bool WatchQuality(double lossFromPeer, long lowestVideoRate, TimeSpan now, out QualityCause cause)
    {
        var loss = Math.Max(Loss, lossFromPeer);
        var estimate = BitsPerSecond ?? long.MaxValue;
        if (!_ladder.Watch(estimate, loss, lowestVideoRate, now, out var rung, out cause)) return false;
        Rung = rung;
        return true;
    }

    /// <summary>
    /// Whether media goes one way only though checks go through: a firewall that has forgotten half of a path, or a browser that sends
    /// from a dead one. Restarting ICE finds a path that works both ways. Tells it at most once in ten seconds.
    /// </summary>
    /// <param name="isSoundMissing">Whether audio that should come has not come for as long as <see cref="OneWayAfter"/>.</param>
    /// <param name="now">The time.</param>
    public bool TryAskRepair(bool isSoundMissing, TimeSpan now)
    {
        if (now < _repairNotBefore) return false;
        var isDeafThere = _sentSinceHeardAt != TimeSpan.MaxValue && now - _sentSinceHeardAt > OneWayAfter && now - _heardAt > OneWayAfter;
        if (!isDeafThere && !isSoundMissing) return false;
        _repairNotBefore = now + RepairInterval;
        return true;
    }

    private void NoteHeard(TimeSpan now)
    {
        _heardAt = now;
        _sentSinceHeardAt = TimeSpan.MaxValue;
    }
}
