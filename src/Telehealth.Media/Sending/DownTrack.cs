using System.Text;
using Telehealth.Media.Peers;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Sending;

/// <summary>
/// One receiving m-section of a peer: a slot that carries one other peer's track at a time, each under a fresh synchronisation
/// source of the relay's. As long as the track lives, through its publisher's reconnections and every change of layer, its numbers
/// are one unbroken sequence (<see cref="OutgoingSequence"/>), so that the receiver's decoder, replay window and rollover counter never see
/// a jump.
/// </summary>
/// <remarks>
/// The source is fresh for each track: when one that Chromium 156 knew before on the same m-section came back after the section had
/// been inactive, frames were decoded and the video stayed empty; with a fresh source it is shown.
/// </remarks>
internal sealed class DownTrack : ITrackReceiver
{
    private const int NotAccepted = -1;
    private const int CodecCount = 5;
    private static readonly TimeSpan ResendInterval = TimeSpan.FromMilliseconds(20);

    private readonly Random _random;
    private readonly int[] _payloadTypes = new int[CodecCount];
    private readonly int[] _rtxPayloadTypes = new int[CodecCount];
    private readonly SentRecords _sent;
    private readonly byte[] _redundant = new byte[PacketCache.MaxPayload];
    private OfferedSection _section;
    private byte[] _midBytes;
    private bool _isTwoByte, _isTimed;
    private OutgoingSequence _outgoing;
    private int _temporalLimit = LayerChoice.EveryTemporalLayer;
    private LayerChoice _choice = LayerChoice.Highest;
    private bool _isKnownToPeer;
    private ushort _rtxSequence;
    private (long Bytes, TimeSpan At) _rateFrom;
    private long _bitsPerSecond;
    private SenderReportLog _reports;
    private uint _highestReported;

    public DownTrack(Peer peer, OfferedSection section, bool allowsMixed, Random random)
    {
        Peer = peer;
        _section = section;
        _midBytes = Encoding.ASCII.GetBytes(section.Mid);
        Kind = section.Kind!.Value;
        _random = random;
        _sent = new(Kind == MediaKind.Video ? peer.Options.VideoCachePackets : peer.Options.AudioCachePackets);
        Renegotiate(section, allowsMixed);
    }

    public Peer Peer { get; }
    public MediaKind Kind { get; }

    /// <summary>What the relay sends under now; 0 before the first track.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>What it repeats packets under; 0 when the peer takes no retransmissions of this kind (RFC 4588).</summary>
    public uint RtxSsrc { get; private set; }

    public string Mid => _section.Mid;
    public UpTrack? Source { get; private set; }

    /// <summary>A source that has left, of which the peer is still to be told.</summary>
    public uint? OwedBye { get; set; }

    /// <summary>Whether the peer tells when each packet of this slot comes (transport-wide feedback).</summary>
    public bool IsTransportWide { get; private set; }

    public byte FractionLost { get; private set; }
    public long Packets { get; private set; }
    private long Bytes { get; set; }
    private long Resent { get; set; }
    private long Requested { get; set; }
    private double JitterMs { get; set; }

    /// <summary>Which layer of the source is to be sent; a change waits for the layer's next key frame.</summary>
    public LayerChoice Choice
    {
        get => _choice;
        set
        {
            if (value == _choice) return;
            var wasHeld = _choice.IsHeld;
            _choice = value;
            if (value.IsHeld) _outgoing.EndRun();
            else if (wasHeld || Wanted != _outgoing.Layer) Wanted?.AskForKeyFrame();
        }
    }

    /// <summary>The highest layer of use to the peer, whatever its link carries; the maximum for all.</summary>
    public int HighestOfUse { get; set; } = int.MaxValue;

    /// <summary>
    /// How many layers of the source must come. One above what the link carries is among them where it is of use: only a layer that
    /// comes is measured, tried for and risen to. While no layer fits, the lowest stays alive.
    /// </summary>
    public int TargetLayers => _choice.Reason switch
    {
        HoldReason.None when _choice.Layer >= HighestOfUse => HighestOfUse == int.MaxValue ? int.MaxValue : HighestOfUse + 1,
        HoldReason.None => _choice.Layer + 2,
        HoldReason.Bandwidth => 1,
        _ => 0,
    };

    /// <summary>The layer that the choice stands for among those that come now.</summary>
    private Layer? Wanted => _choice.IsHeld ? null : Source?.LayerAtMost(_choice.Layer);

    public void Renegotiate(OfferedSection section, bool allowsMixed)
    {
        _section = section;
        _midBytes = Encoding.ASCII.GetBytes(section.Mid);
        var ids = section.Extensions;
        _isTwoByte = allowsMixed && (ids.Mid > 14 || ids.AudioLevel > 14 || ids.TransportSequence > 14 || ids.SendTime > 14);
        _payloadTypes.AsSpan().Fill(NotAccepted);
        _rtxPayloadTypes.AsSpan().Fill(NotAccepted);
        (IsTransportWide, _isTimed) = (false, ids.SendTime != 0);
        foreach (var codec in section.Codecs)
        {
            _payloadTypes[(int)codec.Codec] = codec.PayloadType;
            _rtxPayloadTypes[(int)codec.Codec] = codec.RtxPayloadType ?? NotAccepted;
            IsTransportWide |= ids.TransportSequence != 0 && codec.Feedback.HasFlag(MediaFeedback.TransportWide);
        }
    }

    public void Assign(UpTrack source)
    {
        Source = source;
        Ssrc = NewSsrc();
        RtxSsrc = Array.Exists(_rtxPayloadTypes, type => type != NotAccepted) ? NewSsrc() : 0;
        _outgoing = OutgoingSequence.Start((ushort)_random.Next(1000, 0x8000), (uint)_random.NextInt64(0, 1L << 32));
        _rtxSequence = (ushort)_random.Next(1000, 0x8000);
        _sent.Clear();
        _choice = LayerChoice.Highest;
        HighestOfUse = int.MaxValue;
        _isKnownToPeer = false;
        _reports = default;
        (_rateFrom, _bitsPerSecond) = (default, 0);
        (Packets, Bytes, Resent, Requested, FractionLost, JitterMs) = (0, 0, 0, 0, 0, 0);
        source.Attach(this);
        // Before the connection stands a key frame would be lost, and the next one is not to be had for a while.
        if (Peer.CanSend) AskForKeyFrame();
    }

    public void Unassign()
    {
        if (Source is not { } source) return;
        source.Detach(this);
        Source = null;
        if (_outgoing.HasSent) OwedBye = Ssrc;
        _outgoing.EndRun();
        Peer.WakeAt(TimeSpan.Zero);
    }

    /// <summary>
    /// The connection was away. Video must begin anew; and audio too goes on where it stopped, because a jump of half the
    /// sequence's range would cost the peer its rollover counter (RFC 3711 section 3.3.1).
    /// </summary>
    public void Resume()
    {
        _outgoing.EndRun();
        Wanted?.AskForKeyFrame();
    }

    /// <summary>The peer has lost its video.</summary>
    public void AskForKeyFrame() => (_outgoing.Layer ?? Wanted)?.AskForKeyFrame();

    /// <summary>Sends a packet of the source on, or leaves it out.</summary>
    public void Forward(Layer layer, in CachedPacket packet, ReadOnlySpan<byte> payload, RelayContext context)
    {
        if (!IsToForward(layer, packet, context)) return;
        if (!_outgoing.TryPlace(packet, out var placement, out var isNewest) || (!isNewest && !IsStillToSend(placement)))
        {
            context.Counters.Drop(DropReason.BeforeStart);
            return;
        }
        // RFC 8843 section 9.2: the mid is only needed until the peer has shown that it knows the source.
        var flags = SentFlags.IsUsed;
        if (!_isKnownToPeer) flags |= SentFlags.HasMid;
        flags |= IsTransportWide ? SentFlags.HasTransportSequence : _isTimed ? SentFlags.HasSendTime : SentFlags.None;
        if (placement.HasNewPictureNumbers) flags |= SentFlags.HasNewPictureNumbers;
        var older = Redundancy(layer, packet, payload);
        if (!older.IsEmpty) flags |= SentFlags.WasRedundant;
        if (isNewest) _outgoing.Advance(placement, context.Now);
        var record = new SentRecord(
            (uint)packet.Sequence, (ushort)placement.Sequence, NextNumbering(context),
            placement.PictureId, 0, placement.Tl0PictureIndex, placement.Run, flags);
        _sent.Add(record);
        Send(packet, older.IsEmpty ? payload : older, placement.Timestamp, record, context);
        context.Counters.PacketsForwarded++;
    }

    /// <summary>Sends a packet again that the peer says it misses (RFC 4585 section 6.2.1).</summary>
    public void Resend(ushort sequence, RelayContext context)
    {
        Requested++;
        if (Source is null || !Peer.CanSend) return;
        if (!_sent.TryFind(sequence, out var record) || record.Is(SentFlags.WasRedundant)
            || !_outgoing.TryFindRun(record.Run, out var layer, out var offset)
            || !layer.TryGet(record.SourceSequence, out var packet, out var payload))
        {
            context.Counters.Drop(DropReason.NotInCache);
            return;
        }
        var nowMs = (ushort)(long)context.Now.TotalMilliseconds;
        var isTooSoon = record.Is(SentFlags.WasResent) && (ushort)(nowMs - record.ResentAtMs) < ResendInterval.TotalMilliseconds;
        if (isTooSoon || !Peer.Link.MaySendExtra(payload.Length, context.Now))
        {
            context.Counters.Drop(DropReason.ResendThrottled);
            return;
        }
        record = record with { ResentAtMs = nowMs, Flags = record.Flags | SentFlags.WasResent };
        _sent.Add(record);
        var timestamp = packet.Timestamp + offset;
        if (RtxSsrc != 0 && _rtxPayloadTypes[(int)packet.Codec] != NotAccepted) SendAsRtx(packet, payload, timestamp, record, context);
        else Send(packet, payload, timestamp, record, context);
        Resent++;
        context.Counters.PacketsResent++;
    }

    /// <summary>Sends a packet of nothing but padding, to find out whether more would fit; only to who takes retransmissions.</summary>
    public bool TryPad(int bytes, RelayContext context)
    {
        var codec = Source is null || RtxSsrc == 0 ? -1 : Array.FindIndex(_rtxPayloadTypes, type => type != NotAccepted);
        if (codec < 0 || !IsTransportWide) return false;
        Span<byte> padding = stackalloc byte[bytes];
        padding.Clear();
        padding[^1] = (byte)bytes;
        var sequence = Peer.Link.NextTransportSequence();
        var room = Peer.Transport.Rent(context);
        if (room.IsEmpty) return false;
        var writer = new RtpHeaderWriter(room, _isTwoByte, false, (byte)_rtxPayloadTypes[codec], _rtxSequence++, 0, RtxSsrc);
        writer.AddExtension(_section.Extensions.Mid, _midBytes);
        AddTransportSequence(ref writer, sequence);
        var header = writer.Finish();
        room[0] |= 0x20; // RFC 3550 section 5.1: padding
        var length = Peer.Transport.Commit(room, header, default, padding, context);
        Peer.Link.Sent(sequence, length, context.Now, isProbe: true);
        return true;
    }

    /// <summary>Measures the rate since the last call; called with each report, so that packets need not be timed.</summary>
    public void MeasureRate(TimeSpan now)
    {
        var seconds = (now - _rateFrom.At).TotalSeconds;
        if (seconds > 0) _bitsPerSecond = (long)((Bytes - _rateFrom.Bytes) * 8 / seconds);
        _rateFrom = (Bytes, now);
    }

    /// <summary>Takes the peer's report on this slot; tells the round trip when it can, and whether anything came since the last.</summary>
    public TimeSpan? ReceiveReport(in ReportBlock report, TimeSpan now, out bool hasAdvanced)
    {
        _isKnownToPeer = true;
        hasAdvanced = report.HighestSequence != _highestReported;
        _highestReported = report.HighestSequence;
        FractionLost = report.FractionLost;
        JitterMs = report.Jitter * 1000.0 / UpTrack.ClockRateOf(Kind);
        return _reports.RoundTrip(report, now);
    }

    /// <summary>
    /// The publisher's clocks translated to this slot's timestamps, moved on to now. The publisher's wall clock is kept, so its audio
    /// and video stay in step at the receiver whatever path each took.
    /// </summary>
    public bool TryReport(TimeSpan now, out SenderInfo info)
    {
        info = default;
        if (_outgoing.Layer is not { Clock: { } clock } layer || !_outgoing.IsOf(layer)) return false;
        var elapsed = now - clock.ArrivedAt;
        var ticks = (uint)(long)(elapsed.TotalSeconds * layer.Track.ClockRate);
        info = new(
            clock.Info.Ntp + NtpTime.Span(elapsed), _outgoing.TimestampOf(clock.Info.Timestamp) + ticks, (uint)Packets, (uint)Bytes);
        _reports.Add(NtpTime.Middle(info.Ntp), now);
        return true;
    }

    public DownTrackStatistics Statistics() =>
        new(Mid, Source?.Owner.Id, Packets, Bytes, Resent, FractionLost / 256.0)
        {
            Source = Source?.Source,
            BitsPerSecond = _bitsPerSecond,
            JitterMs = JitterMs,
            Requested = Requested,
            Layer = _outgoing.Layer?.Index,
            IsPaused = _choice.Reason == HoldReason.Bandwidth,
        };

    private bool IsToForward(Layer layer, in CachedPacket packet, RelayContext context)
    {
        if (!Peer.CanSend)
        {
            context.Counters.Drop(DropReason.ReceiverNotConnected);
            return false;
        }
        if (_payloadTypes[(int)packet.Codec] == NotAccepted)
        {
            context.Counters.Drop(DropReason.NoCommonCodec);
            return false;
        }
        if (layer != Wanted || _outgoing.IsOf(layer)) return _outgoing.IsOf(layer) && PassesTemporalLimit(packet);
        if (packet.Info.StartsKeyFrame)
        {
            _outgoing.BeginRun(layer, packet, context.Now);
            _temporalLimit = LayerChoice.EveryTemporalLayer;
            return true;
        }
        // The last request, or the key frame, may have been lost: the layer throttles how often it is asked.
        layer.AskForKeyFrame();
        if (_outgoing.Layer is null) context.Counters.Drop(DropReason.AwaitingKeyFrame);
        return false;
    }

    // Fewer frames a second: the upper temporal layers are left out, and come back where the codec says that they may.
    private bool PassesTemporalLimit(in CachedPacket packet)
    {
        var info = packet.Info;
        if (_temporalLimit > _choice.TemporalLayers && info.StartsFrame) _temporalLimit = _choice.TemporalLayers;
        else if (_temporalLimit < _choice.TemporalLayers && info.IsSwitchPoint && info.StartsFrame)
            _temporalLimit = Math.Min(_choice.TemporalLayers, Math.Max((int)info.TemporalLayer, _temporalLimit));
        return info.TemporalLayer <= _temporalLimit || !_outgoing.TrySkip(packet);
    }

    // A late packet fills its own gap once: never twice, and never so late that nobody remembers whether it was sent.
    private bool IsStillToSend(in Placement placement) =>
        _outgoing.Behind(placement) < _sent.Capacity && !_sent.TryFind((ushort)placement.Sequence, out _);

    /// <summary>RFC 2198: where the peer's link says so, an audio packet takes along those of the two before it that fit.</summary>
    private ReadOnlySpan<byte> Redundancy(Layer layer, in CachedPacket packet, ReadOnlySpan<byte> payload)
    {
        if (_section.RedPayloadType is null || !Peer.Link.SendsRedundancy || packet.Codec != MediaCodec.Opus) return default;
        var hasOlder = layer.TryGet((uint)packet.Sequence - 1, out var older, out var olderPayload);
        if (!hasOlder || payload.Length >= _redundant.Length) return default;
        layer.TryGet((uint)packet.Sequence - 2, out var oldest, out var oldestPayload);
        var length = RedundantAudio.Write(
            payload, (byte)_payloadTypes[(int)packet.Codec], packet.Timestamp, olderPayload, older.Timestamp,
            oldestPayload, oldest.Timestamp, _redundant);
        return RedundantAudio.TryReadBlock(_redundant.AsSpan(0, length), 0, out _) ? _redundant.AsSpan(0, length) : default;
    }

    private void Send(in CachedPacket packet, ReadOnlySpan<byte> payload, uint timestamp, in SentRecord record, RelayContext context)
    {
        var room = Peer.Transport.Rent(context);
        if (room.IsEmpty) return;
        var payloadType = record.Is(SentFlags.WasRedundant) ? _section.RedPayloadType!.Value : _payloadTypes[(int)packet.Codec];
        var writer = new RtpHeaderWriter(room, _isTwoByte, packet.Marker, (byte)payloadType, record.OutSequence, timestamp, Ssrc);
        if (record.Is(SentFlags.HasMid)) writer.AddExtension(_section.Extensions.Mid, _midBytes);
        if (packet.AudioLevel >= 0) writer.AddExtension(_section.Extensions.AudioLevel, [(byte)packet.AudioLevel]);
        if (record.Is(SentFlags.HasTransportSequence)) AddTransportSequence(ref writer, record.Numbering);
        if (record.Is(SentFlags.HasSendTime)) AddSendTime(ref writer, record.Numbering);
        var header = writer.Finish();
        Span<byte> descriptor = stackalloc byte[Vp8Descriptor.MaxLength];
        var rewritten = record.Is(SentFlags.HasNewPictureNumbers)
            ? Vp8Descriptor.Rewrite(payload, packet.Info, record.PictureId, record.Tl0PictureIndex, descriptor)
            : 0;
        var length = Peer.Transport.Commit(room, header, descriptor[..rewritten], payload[rewritten..], context);
        if (record.Is(SentFlags.HasTransportSequence)) Peer.Link.Sent(record.Numbering, length, context.Now, isProbe: false);
        (Packets, Bytes) = (Packets + 1, Bytes + payload.Length);
    }

    // RFC 4588 section 4: the number it first went out under, and then what it carried. It always names its section: once Firefox has
    // read a mid there, it drops what comes from sources that never named it, and reports on this one never tell that it knows it.
    private void SendAsRtx(in CachedPacket packet, ReadOnlySpan<byte> payload, uint timestamp, in SentRecord record, RelayContext context)
    {
        var room = Peer.Transport.Rent(context);
        if (room.IsEmpty) return;
        var writer = new RtpHeaderWriter(
            room, _isTwoByte, packet.Marker, (byte)_rtxPayloadTypes[(int)packet.Codec], _rtxSequence++, timestamp, RtxSsrc);
        writer.AddExtension(_section.Extensions.Mid, _midBytes);
        var numbering = NextNumbering(context);
        if (IsTransportWide) AddTransportSequence(ref writer, numbering);
        if (_isTimed) AddSendTime(ref writer, numbering);
        var header = writer.Finish();
        Span<byte> prefix = stackalloc byte[2 + Vp8Descriptor.MaxLength];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(prefix, record.OutSequence);
        var rewritten = record.Is(SentFlags.HasNewPictureNumbers)
            ? Vp8Descriptor.Rewrite(payload, packet.Info, record.PictureId, record.Tl0PictureIndex, prefix[2..])
            : 0;
        var length = Peer.Transport.Commit(room, header, prefix[..(2 + rewritten)], payload[rewritten..], context);
        if (IsTransportWide) Peer.Link.Sent(numbering, length, context.Now, isProbe: false);
        (Packets, Bytes) = (Packets + 1, Bytes + payload.Length);
    }

    /// <summary>What the peer judges the way by: the transport-wide number, or the time in 1,024ths of a second, modulo 64 s.</summary>
    private ushort NextNumbering(RelayContext context) =>
        IsTransportWide ? Peer.Link.NextTransportSequence()
        : _isTimed ? (ushort)(context.Now.Ticks * 1024 / TimeSpan.TicksPerSecond) : (ushort)0;

    private void AddTransportSequence(ref RtpHeaderWriter writer, ushort sequence) =>
        writer.AddExtension(_section.Extensions.TransportSequence, [(byte)(sequence >> 8), (byte)sequence]);

    // 24 bits with 18 behind the point (webrtc.org, abs-send-time), of which the last eight are left away: a record has room for 16.
    private void AddSendTime(ref RtpHeaderWriter writer, ushort time) =>
        writer.AddExtension(_section.Extensions.SendTime, [(byte)(time >> 8), (byte)time, 0]);

    private uint NewSsrc() => (uint)_random.NextInt64(1, 1L << 32);
}
