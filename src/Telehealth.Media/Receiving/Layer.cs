using Telehealth.Media.Peers;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Receiving;

/// <summary>A packet of a layer as it was published: read from the wire, from a retransmission, or from redundant audio.</summary>
internal readonly ref struct PublishedPacket
{
    public required ushort SequenceNumber { get; init; }
    public required uint Timestamp { get; init; }
    public required bool Marker { get; init; }
    public required MediaCodec Codec { get; init; }
    public required short AudioLevel { get; init; }
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Whether it came by another way than the publisher's first sending.</summary>
    public bool IsRepair { get; init; }
}

/// <summary>
/// One stream of an up track: the only one, or one of the sizes in which a camera is sent at once (simulcast, RFC 8853). It keeps
/// the recent packets for all receivers, asks the publisher for what is missing, and counts what came. Its numbers may begin anew
/// when the publisher reconnects: that is a new run.
/// </summary>
internal sealed class Layer(UpTrack track, int index, string rid)
{
    /// <summary>How many temporal layers are told apart; further ones count with the last.</summary>
    public const int TemporalLayers = 3;

    private static readonly TimeSpan LiveFor = TimeSpan.FromSeconds(1.5);

    private readonly MissingPackets _missing = new();
    private PacketCache? _cache;
    private KeyFrameRequests _keyFrames;
    private ReceptionStatistics _reception;
    private RateMeter _rate;
    private LowerRates _lowerRates;
    private bool _hasTemporalLayers;
    private (uint Timestamp, byte Layer) _told;
    private TimeSpan _lastAt = -LiveFor;
    private byte _fullIntraNumber;

    public UpTrack Track { get; } = track;

    /// <summary>0 for the lowest.</summary>
    public int Index { get; } = index;

    /// <summary>Its name in the offer; empty without simulcast.</summary>
    public string Rid { get; } = rid;

    /// <summary>The publisher's synchronisation source, once it is known from the offer or from a packet.</summary>
    public uint? Ssrc { get; private set; }

    /// <summary>The source of its retransmissions, once known.</summary>
    public uint? RtxSsrc { get; set; }

    /// <summary>Counts the source's fresh starts; a receiver that began in another run must begin anew.</summary>
    public uint Run { get; private set; }

    /// <summary>When the source was learned from a packet; null when it stood in the offer.</summary>
    public TimeSpan? BoundAt { get; set; }

    /// <summary>The video's height as its last key frame told it; 0 while unknown.</summary>
    public int Height { get; private set; }

    public long Packets { get; private set; }
    public long Bytes { get; private set; }
    public long Lost => _reception.Lost;
    public uint Jitter => _reception.Jitter;
    public long Requested { get; private set; }
    public long Repaired { get; private set; }

    /// <summary>The publisher's clocks at its last sender report, and when that came.</summary>
    public (SenderInfo Info, TimeSpan ArrivedAt)? Clock { get; private set; }

    /// <summary>When it wants to ask the publisher for something; the maximum when for nothing.</summary>
    public TimeSpan Due => _keyFrames.Due < _missing.Due ? _keyFrames.Due : _missing.Due;

    /// <summary>When its last packet came.</summary>
    public TimeSpan LastAt => _lastAt;

    /// <summary>The share that got lost lately, smoothed over some reports; 0 to 1.</summary>
    public double RecentLoss { get; private set; }

    public bool IsLive(TimeSpan now) => now - _lastAt < LiveFor;

    public long BitsPerSecond(TimeSpan now) => _rate.BitsPerSecond(now);

    /// <summary>What the temporal layers up to this one take; 0 when frames do not tell theirs.</summary>
    public long BitsPerSecondUpTo(int temporalLayer, TimeSpan now)
    {
        if (!_hasTemporalLayers) return 0;
        var sum = 0L;
        for (var i = 0; i <= temporalLayer; i++) sum += _lowerRates[i].BitsPerSecond(now);
        return sum;
    }

    public bool TryGet(uint sequence, out CachedPacket packet, out ReadOnlySpan<byte> payload)
    {
        if (_cache is not null) return _cache.TryGet(sequence, out packet, out payload);
        packet = default;
        payload = default;
        return false;
    }

    /// <summary>Names the source anew: the offer said so, or a packet did.</summary>
    public void Rebind(uint? ssrc)
    {
        Ssrc = ssrc;
        BoundAt = null;
        _reception = default;
        BeginRun();
    }

    public void AskForKeyFrame()
    {
        if (Track.Kind != MediaKind.Video) return;
        _keyFrames.Ask();
        Track.Owner.WakeAt(_keyFrames.Due);
    }

    /// <summary>The connection stands again: what was wished for meanwhile can go out.</summary>
    public void WakeForKeyFrames() => Track.Owner.WakeAt(_keyFrames.Due);

    public void ReceiveSenderReport(in SenderInfo info, TimeSpan now) => Clock = (info, now);

    /// <summary>Whether a packet with this number has come; of what is long past nobody knows, so it counts as come.</summary>
    public bool Has(ushort sequenceNumber)
    {
        var sequence = _reception.HighestExtended + (short)(sequenceNumber - (ushort)_reception.HighestExtended);
        return sequence <= _reception.HighestExtended - Capacity || TryGet((uint)sequence, out _, out _);
    }

    /// <summary>Takes a packet: notes it, and keeps it. Tells the number under which it is kept.</summary>
    public bool TryTake(in PublishedPacket published, out uint sequence, RelayContext context)
    {
        sequence = 0;
        if (published.Payload.Length > PacketCache.MaxPayload)
        {
            context.Counters.Drop(DropReason.TooLarge);
            return false;
        }
        // A repetition says nothing of how the source's own numbers go on: it only fills a hole.
        if (published.IsRepair && Has(published.SequenceNumber))
        {
            context.Counters.Drop(DropReason.Duplicate);
            return false;
        }
        if (!TryNote(published, out var extended, context)) return false;

        context.Counters.PacketsReceived++;
        Packets++;
        Bytes += published.Payload.Length;
        if (published.IsRepair) Repaired++;
        _lastAt = context.Now;
        _rate.Add(published.Payload.Length, context.Now);
        var info = TemporalLayerOf(published.Timestamp, PayloadInfo.Read(published.Codec, published.Payload));
        if (info.TemporalLayer > 0) _hasTemporalLayers = true;
        if (info.TemporalLayer < TemporalLayers - 1) _lowerRates[info.TemporalLayer].Add(published.Payload.Length, context.Now);
        if (info.StartsKeyFrame)
        {
            _keyFrames.Arrived();
            if (published.Codec == MediaCodec.Vp8) Height = Vp8Descriptor.HeightOf(published.Payload, info);
        }
        _cache ??= new(Capacity);
        sequence = (uint)extended;
        var isKept = _cache.Keep(
            new CachedPacket
            {
                Sequence = extended,
                Timestamp = published.Timestamp,
                Length = (ushort)published.Payload.Length,
                Marker = published.Marker,
                Codec = published.Codec,
                AudioLevel = published.AudioLevel,
                Info = info,
            },
            published.Payload);
        if (!isKept) context.Counters.Drop(DropReason.Duplicate);
        return isKept;
    }

    /// <summary>The report that the publisher gets on this source (RFC 3550 section 6.4.1).</summary>
    public ReportBlock Report(TimeSpan now)
    {
        uint lastReport = 0, delay = 0;
        if (Clock is { } clock)
        {
            lastReport = NtpTime.Middle(clock.Info.Ntp);
            delay = (uint)Math.Min(uint.MaxValue, (now - clock.ArrivedAt).TotalSeconds * 65536);
        }
        var lost = (int)Math.Min(0x7FFFFF, _reception.Lost);
        var fraction = _reception.TakeFractionLost();
        RecentLoss += (fraction / 256.0 - RecentLoss) / 4;
        return new(Ssrc ?? 0, fraction, lost, _reception.Highest, _reception.Jitter, lastReport, delay);
    }

    /// <summary>Asks the publisher for what is due: a key frame, lost packets.</summary>
    public void Tick(RelayContext context)
    {
        if (Ssrc is not { } ssrc) return;
        if (_keyFrames.TakeDue(context.Now, context.Options.KeyFrameInterval)) SendKeyFrameRequest(ssrc, context);
        Span<ushort> numbers = stackalloc ushort[MissingPackets.Capacity];
        var count = _missing.TakeDue(context.Now, Track.Owner.RoundTrip ?? TimeSpan.FromMilliseconds(100), numbers);
        if (count == 0) return;
        var owner = Track.Owner;
        var writer = owner.BeginCompound(context);
        writer.TryWriteNack(owner.FeedbackSsrc, ssrc, numbers[..count]);
        owner.SendCompound(writer.Length, context);
        context.Counters.PacketsRequested += count;
        Requested += count;
    }

    // An AV1 frame says its layer in its first packet only.
    private PayloadInfo TemporalLayerOf(uint timestamp, in PayloadInfo info)
    {
        if (info.TellsTemporalLayer)
            _told = (timestamp, info.TemporalLayer);
        return !info.TellsTemporalLayer && _told.Timestamp == timestamp
            ? info with
            {
                TemporalLayer = _told.Layer,
                IsSwitchPoint = false,
            }
            : info;
    }

    private int Capacity => Track.Kind == MediaKind.Video ? Track.Owner.Options.VideoCachePackets : Track.Owner.Options.AudioCachePackets;

    private void SendKeyFrameRequest(uint ssrc, RelayContext context)
    {
        var owner = Track.Owner;
        var writer = owner.BeginCompound(context);
        if (Track.Offers(MediaFeedback.PictureLoss)) writer.TryWritePictureLoss(owner.FeedbackSsrc, ssrc);
        else if (Track.Offers(MediaFeedback.FullIntra)) writer.TryWriteFullIntra(owner.FeedbackSsrc, ssrc, ++_fullIntraNumber);
        else return;
        owner.SendCompound(writer.Length, context);
        context.Counters.KeyFramesRequested++;
    }

    private bool TryNote(in PublishedPacket published, out long sequence, RelayContext context)
    {
        var before = _reception.HighestExtended;
        switch (_reception.Take(published.SequenceNumber, out sequence))
        {
            case SequenceVerdict.Suspect:
                context.Counters.Drop(DropReason.SuspectSequence);
                return false;
            case SequenceVerdict.Restarted:
                BeginRun();
                break;
            case SequenceVerdict.Late:
                _missing.Arrived(sequence);
                return true;
            case SequenceVerdict.Newest when before > 0 && sequence > before + 1 && Track.Offers(MediaFeedback.Nack):
                _missing.Add(before + 1, sequence, context.Now);
                Track.Owner.WakeAt(_missing.Due);
                break;
        }
        _reception.TakeTiming(published.Timestamp, context.Now, Track.ClockRate);
        return true;
    }

    private void BeginRun()
    {
        Run++;
        Clock = null;
        _cache?.Clear();
        _missing.Clear();
        _keyFrames.Restart();
        _hasTemporalLayers = false;
        if (Track.HasReceivers) AskForKeyFrame();
    }

    [System.Runtime.CompilerServices.InlineArray(TemporalLayers - 1)]
    private struct LowerRates
    {
        private RateMeter _first;
    }
}
