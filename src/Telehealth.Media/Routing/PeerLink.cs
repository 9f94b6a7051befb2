using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>
/// What the relay knows of the way to one peer: how much it carries, what it loses, what may be sent beside forwarded media. It also
/// tells the peer what has come from it, so that the peer can judge the other direction.
/// </summary>
internal sealed class PeerLink(Peer peer)
{
    private const long StartBitsPerSecond = 1_000_000;

    // What a link carries is counted with all headers.
    private const int UdpAndIp = 28;

    // Redundant sound begins where a listener hears gaps and ends well below.
    private const double RedundancyFrom = 0.03;
    private const double RedundancyUntil = 0.01;
    private static readonly TimeSpan ShareInterval = TimeSpan.FromMilliseconds(200);

    // With media flowing, feedback comes ten times a second and reports each second: three seconds of neither is a dead direction.
    private static readonly TimeSpan OneWayAfter = TimeSpan.FromSeconds(3);
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

    public long? BitsPerSecond => HasEstimate ? _estimator!.BitsPerSecond : null;

    /// <summary>The share that gets lost on the way to the peer, 0 to 1.</summary>
    public double Loss => _estimator is { HasFeedback: true } ? _estimator.Loss : _reportedLoss;

    /// <summary>How many times its own rate sound costs that takes the two packets before it along.</summary>
    public const int RedundantTimes = 3;

    /// <summary>Whether sound carries older packets along: the listener hears gaps, and the line carries that much.</summary>
    public bool SendsRedundancy => _hearsGaps && _carriesRedundancy;

    public QualityRung Rung { get; private set; }

    /// <summary>What the link must carry for the next rung up; 0 on the highest.</summary>
    public long RecoveryRate => _ladder.WantedBitsPerSecond;

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
    /// Tells what sound takes by itself. Where a full line loses packets, more of them would lose more: then sound goes out once.
    /// A line that tells nothing is given the benefit of the doubt.
    /// </summary>
    public void NoteSound(long bitsPerSecond) => _carriesRedundancy = BitsPerSecond is not { } carried || carried >= RedundantTimes * bitsPerSecond;

    public void ReceiveFeedback(in RtcpPacket packet, Turn turn)
    {
        NoteHeard(turn.Now);
        if (_estimator is null) return;
        if (_estimator.ReceiveFeedback(packet, turn.Now)) turn.Counters.StatusesRead += packet.StatusCount;
        else turn.Counters.Drop(DropReason.FeedbackUnsent);
    }

    public void ReceiveRemb(long bitsPerSecond, TimeSpan now)
    {
        NoteHeard(now);
        (_estimator ??= new(StartBitsPerSecond)).ReceiveRemb(bitsPerSecond, now);
    }

    /// <param name="fractionLost">What the report says, in 256ths.</param>
    /// <param name="isHeard">Whether it tells of packets that an earlier one did not: browsers report on a source for seconds after its last.</param>
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

    /// <summary>Does what is due; returns when something will be due next.</summary>
    public TimeSpan Tick(Turn turn)
    {
        if (turn.Now >= _arrivals.Due) SendFeedback(turn);
        if (turn.Now >= _shareAt)
        {
            _estimator?.Advance(turn.Now);
            _shareAt = turn.Now + ShareInterval;
            WatchQuality(turn);
            Sharing.Share(peer, turn.Now, HasEstimate ? _estimator : null, _prober);
            WatchDirection(turn);
        }
        if (HasEstimate) Probe(turn);
        var due = _arrivals.Due < _shareAt ? _arrivals.Due : _shareAt;
        return HasEstimate && _prober.Due < due ? _prober.Due : due;
    }

    /// <summary>Shares anew at once: what the peer wants has changed.</summary>
    public void ShareNow() => peer.WakeAt(_shareAt = TimeSpan.Zero);

    private void SendFeedback(Turn turn)
    {
        var mediaSsrc = peer.AnyUpSsrc;
        var more = true;
        for (var sent = 0; more && sent < MaxFeedbackAtOnce; sent++)
        {
            var writer = peer.BeginCompound(turn);
            var before = writer.Length;
            more = _arrivals.TryWrite(ref writer, peer.FeedbackSsrc, mediaSsrc, turn.Now);
            if (writer.Length > before) peer.SendCompound(writer.Length, turn);
        }
        if (!more) return;
        _arrivals.ForgetWaiting();
        turn.Counters.Drop(DropReason.ArrivalBudget);
    }

    private void Probe(Turn turn)
    {
        var count = _prober.TakeDue(turn.Now, _estimator!);
        if (count == 0) return;
        foreach (var slot in peer.Down)
        {
            var sent = 0;
            while (sent < count && slot.TryPad(Prober.PaddingBytes, turn)) sent++;
            if (sent > 0) return;
        }
    }

    private void WatchQuality(Turn turn)
    {
        if (!peer.CanSend) return;
        var loss = Math.Max(Loss, peer.LossFromPeer(turn.Now));
        var estimate = BitsPerSecond ?? long.MaxValue;
        if (!_ladder.Watch(estimate, loss, Sharing.LowestPictureRate(peer, turn.Now), turn.Now, out var rung, out var cause)) return;
        Rung = rung;
        peer.Room.Notify(new RoomNotice.QualityChanged(peer.Room.Id, peer.Id, rung, cause));
    }

    private void NoteHeard(TimeSpan now)
    {
        _heardAt = now;
        _sentSinceHeardAt = TimeSpan.MaxValue;
    }

    /// <summary>
    /// Checks go through, but media does not: a firewall that has forgotten half of a path, or a browser that sends from a dead
    /// one. Restarting ICE finds a path that works both ways.
    /// </summary>
    private void WatchDirection(Turn turn)
    {
        if (!peer.CanSend || turn.Now < _repairNotBefore) return;
        var isDeafThere = _sentSinceHeardAt != TimeSpan.MaxValue && turn.Now - _sentSinceHeardAt > OneWayAfter && turn.Now - _heardAt > OneWayAfter;
        if (!isDeafThere && !peer.IsExpectedSoundMissing(turn.Now, OneWayAfter)) return;
        _repairNotBefore = turn.Now + RepairInterval;
        turn.Counters.RepairsAsked++;
        peer.Room.Notify(new RoomNotice.RepairNeeded(peer.Room.Id, peer.Id));
    }
}
