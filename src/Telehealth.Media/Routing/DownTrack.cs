using System.Text;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>
/// One receiving m-section of a peer: a slot that carries one other peer's track at a time, each under a fresh synchronisation
/// source of the relay's. As long as the track lives, through its publisher's reconnections too, sequence numbers and timestamps
/// are one unbroken line, so that the receiver's decoder, replay window and rollover counter never see a jump; what is lost on the
/// way to the relay stays a gap.
/// </summary>
/// <remarks>
/// Absent on purpose: rewriting of VP8 picture ids. Without layers a source begins with a key frame, after which a decoder takes
/// any picture id. The source is fresh for each track: when one that Chromium 156 knew before on the same m-section came back after
/// the section had been inactive, frames were decoded and the picture stayed empty; with a fresh source it is shown.
/// </remarks>
internal sealed class DownTrack
{
    private const int NotAccepted = -1;
    private static readonly TimeSpan ResendInterval = TimeSpan.FromMilliseconds(20);

    private readonly Peer _peer;
    private readonly Random _random;
    private readonly int[] _payloadTypes = [NotAccepted, NotAccepted, NotAccepted];
    private readonly byte[] _header = new byte[RtpHeaderWriter.MaxLength];
    private readonly SentRecords _sent;
    private OfferedSection _section;
    private byte[] _midBytes;
    private bool _isTwoByte;

    private bool _hasStarted;
    private uint _run;
    private uint _sourceRun;
    private long _firstOfRun;
    private long _sequenceOffset;
    private uint _timestampOffset;
    private long _highestOut;
    private uint _highestTimestamp;
    private TimeSpan _highestAt;
    private bool _hasSent;
    private bool _isKnownToPeer;
    private ResendBudget _budget;
    private SenderReportLog _reports;

    public DownTrack(Peer peer, OfferedSection section, bool allowsMixed, Random random)
    {
        _peer = peer;
        _section = section;
        _midBytes = Encoding.ASCII.GetBytes(section.Mid);
        Kind = section.Kind!.Value;
        _random = random;
        _sent = new(Kind == MediaKind.Video ? peer.Options.VideoCachePackets : peer.Options.AudioCachePackets);
        Renegotiate(section, allowsMixed);
    }

    public MediaKind Kind { get; }

    /// <summary>What the relay sends under now; 0 before the first track.</summary>
    public uint Ssrc { get; private set; }

    public string Mid => _section.Mid;
    public UpTrack? Source { get; private set; }

    /// <summary>A source that has left, of which the peer is still to be told.</summary>
    public uint? OwedBye { get; set; }

    public long Packets { get; private set; }
    public long Bytes { get; private set; }
    public long Resent { get; private set; }
    public byte FractionLost { get; private set; }

    public void Renegotiate(OfferedSection section, bool allowsMixed)
    {
        _section = section;
        _midBytes = Encoding.ASCII.GetBytes(section.Mid);
        _isTwoByte = allowsMixed && (section.Extensions.Mid > 14 || section.Extensions.AudioLevel > 14);
        _payloadTypes.AsSpan().Fill(NotAccepted);
        foreach (var codec in section.Codecs) _payloadTypes[(int)codec.Codec] = codec.PayloadType;
    }

    public void Assign(UpTrack source)
    {
        Source = source;
        Ssrc = (uint)_random.NextInt64(1, 1L << 32);
        // RFC 3550 section 5.1 wants random starts; RFC 3711 section 3.3.1 is safest in the lower half of the sequence's range.
        _highestOut = _random.Next(1000, 0x8000);
        _highestTimestamp = (uint)_random.NextInt64(0, 1L << 32);
        _hasStarted = _hasSent = _isKnownToPeer = false;
        _reports = default;
        (Packets, Bytes, Resent, FractionLost) = (0, 0, 0, 0);
        source.Attach(this);
    }

    public void Unassign()
    {
        if (Source is not { } source) return;
        source.Detach(this);
        Source = null;
        if (_hasSent) OwedBye = Ssrc;
        _peer.WakeAt(TimeSpan.Zero);
    }

    /// <summary>
    /// The connection was away. A picture must begin anew; and sound too goes on where it stopped, because a jump of half the
    /// sequence's range would cost the peer its rollover counter (RFC 3711 section 3.3.1).
    /// </summary>
    public void Resume()
    {
        _hasStarted = false;
        Source?.AskForKeyFrame();
    }

    /// <summary>Sends a packet of the source on, or leaves it out.</summary>
    public void Forward(in CachedPacket packet, ReadOnlySpan<byte> payload, bool isStart, Turn turn)
    {
        if (!_peer.CanSend)
        {
            turn.Counters.Drop(DropReason.ReceiverNotConnected);
            return;
        }
        if (_payloadTypes[(int)packet.Codec] == NotAccepted)
        {
            turn.Counters.Drop(DropReason.NoCommonCodec);
            return;
        }
        if (!_hasStarted || _sourceRun != Source!.Run)
        {
            if (!isStart)
            {
                // The last request, or the key frame, may have been lost: the source throttles how often it is asked.
                Source!.AskForKeyFrame();
                turn.Counters.Drop(DropReason.AwaitingKeyFrame);
                return;
            }
            BeginRun(packet, turn.Now);
        }
        var sequence = packet.Sequence + _sequenceOffset;
        if (packet.Sequence < _firstOfRun || (sequence <= _highestOut && !IsStillToSend(sequence)))
        {
            turn.Counters.Drop(DropReason.BeforeStart);
            return;
        }
        if (sequence > _highestOut)
        {
            _highestOut = sequence;
            _highestTimestamp = packet.Timestamp + _timestampOffset;
            _highestAt = turn.Now;
        }
        // RFC 8843 section 9.2: the mid is only needed until the peer has shown that it knows the source.
        var record = new SentRecord((uint)packet.Sequence, 0, _run, (ushort)sequence, HasMid: !_isKnownToPeer, IsUsed: true);
        _sent.Add(record);
        Send(packet, payload, record, turn);
        turn.Counters.PacketsForwarded++;
    }

    /// <summary>Sends a packet again that the peer says it misses (RFC 4585 section 6.2.1).</summary>
    public void Resend(ushort sequence, Turn turn)
    {
        if (Source is not { } source || !_peer.CanSend || _sourceRun != source.Run) return;
        if (!_sent.TryFind(sequence, _run, out var record) || !source.Cache.TryGet(record.SourceSequence, out var packet, out var payload))
        {
            turn.Counters.Drop(DropReason.NotInCache);
            return;
        }
        var nowMs = (uint)turn.Now.TotalMilliseconds | 1;
        var isTooSoon = record.LastResentMs != 0 && nowMs - record.LastResentMs < ResendInterval.TotalMilliseconds;
        if (isTooSoon || !_budget.TryTake(turn.Now))
        {
            turn.Counters.Drop(DropReason.ResendThrottled);
            return;
        }
        _sent.Add(record with { LastResentMs = nowMs });
        Send(packet, payload, record, turn);
        Resent++;
        turn.Counters.PacketsResent++;
    }

    /// <summary>Takes the peer's report on this slot; tells the round trip when it can.</summary>
    public TimeSpan? ReceiveReport(in ReportBlock report, TimeSpan now)
    {
        _isKnownToPeer = true;
        FractionLost = report.FractionLost;
        return _reports.RoundTrip(report, now);
    }

    /// <summary>
    /// The publisher's clocks translated to this slot's timestamps, moved on to now. The publisher's wall clock is kept, so its sound
    /// and picture stay in step at the receiver whatever path each took.
    /// </summary>
    public bool TryReport(TimeSpan now, out SenderInfo info)
    {
        info = default;
        if (!_hasStarted || Source is not { Clock: { } clock } source || _sourceRun != source.Run) return false;
        var elapsed = now - clock.ArrivedAt;
        var ticks = (uint)(long)(elapsed.TotalSeconds * source.ClockRate);
        info = new(
            clock.Info.Ntp + NtpTime.Span(elapsed), clock.Info.Timestamp + _timestampOffset + ticks, (uint)Packets, (uint)Bytes);
        _reports.Add(NtpTime.Middle(info.Ntp), now);
        return true;
    }

    public DownTrackStatistics Statistics() => new(Mid, Source?.Owner.Id, Packets, Bytes, Resent, FractionLost / 256.0);

    private void BeginRun(in CachedPacket packet, TimeSpan now)
    {
        var pause = _hasSent ? now - _highestAt : TimeSpan.Zero;
        var step = Math.Max(1, (long)(pause.TotalSeconds * Source!.ClockRate));
        _timestampOffset = _highestTimestamp + (uint)step - packet.Timestamp;
        _sequenceOffset = _highestOut + 1 - packet.Sequence;
        _firstOfRun = packet.Sequence;
        _sourceRun = Source.Run;
        _run++;
        _hasStarted = true;
    }

    // A late packet fills its own gap once: never twice, and never so late that nobody remembers whether it was sent.
    private bool IsStillToSend(long sequence) =>
        _highestOut - sequence < _sent.Capacity && !_sent.TryFind((ushort)sequence, _run, out _);

    private void Send(in CachedPacket packet, ReadOnlySpan<byte> payload, in SentRecord record, Turn turn)
    {
        var payloadType = (byte)_payloadTypes[(int)packet.Codec];
        var writer = new RtpHeaderWriter(
            _header, _isTwoByte, packet.Marker, payloadType, record.OutSequence, packet.Timestamp + _timestampOffset, Ssrc);
        if (record.HasMid) writer.AddExtension(_section.Extensions.Mid, _midBytes);
        if (packet.AudioLevel >= 0) writer.AddExtension(_section.Extensions.AudioLevel, [(byte)packet.AudioLevel]);
        _peer.SendRtp(_header.AsSpan(0, writer.Finish()), payload, turn);
        Packets++;
        Bytes += payload.Length;
        _hasSent = true;
    }
}

/// <summary>
/// Bounds what one receiver's NACKs can make the relay send: bursts of 256 packets, 1,000 a second, so that a receiver on a link
/// that is too small does not fill it with repetitions.
/// </summary>
internal struct ResendBudget
{
    private const double Burst = 256;
    private const double PerSecond = 1000;
    private double _spent;
    private TimeSpan _at;

    public bool TryTake(TimeSpan now)
    {
        _spent = Math.Max(0, _spent - (now - _at).TotalSeconds * PerSecond);
        _at = now;
        if (_spent >= Burst) return false;
        _spent++;
        return true;
    }
}

/// <summary>Remembers the last sender reports, to find the round trip when a receiver report answers one (RFC 3550 section 6.4.1).</summary>
internal struct SenderReportLog
{
    private const int Length = 4;
    private Entries _entries;
    private int _next;

    public void Add(uint middleNtp, TimeSpan sentAt)
    {
        _entries[_next] = (middleNtp, sentAt);
        _next = (_next + 1) % Length;
    }

    public readonly TimeSpan? RoundTrip(in ReportBlock report, TimeSpan now)
    {
        if (report.LastReport == 0) return null;
        for (var i = 0; i < Length; i++)
        {
            var (middleNtp, sentAt) = _entries[i];
            if (middleNtp != report.LastReport) continue;
            var roundTrip = now - sentAt - TimeSpan.FromSeconds(report.DelaySinceLastReport / 65536.0);
            // The peer's own arithmetic may be off by its clock's grain.
            return roundTrip > TimeSpan.Zero ? roundTrip : TimeSpan.Zero;
        }
        return null;
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct Entries
    {
        private (uint, TimeSpan) _first;
    }
}
