using System.Buffers.Binary;
using System.Text;
using Telehealth.Media.Peers;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Receiving;

/// <summary>
/// What one peer publishes from one source, in one layer or several. It survives the peer's reconnection: the layers' numbers may
/// begin anew, and the receivers' go on.
/// </summary>
internal sealed class UpTrack
{
    /// <summary>What is gathered of one received burst before it goes out: less than the smallest cache holds.</summary>
    private const int MaxPending = 64;

    private const int RepairHeader = 2;
    private static readonly TimeSpan MinRebind = TimeSpan.FromSeconds(1);

    private readonly UpTracks _all;
    private readonly List<ITrackReceiver> _receivers = [];
    private readonly MediaCodec?[] _codecs = new MediaCodec?[128];
    private readonly MediaCodec?[] _rtxCodecs = new MediaCodec?[128];
    private readonly (Layer Layer, uint Sequence)[] _pending = new (Layer, uint)[MaxPending];
    private int _pendingCount;
    private Layer[] _layers;
    private HeaderExtensionIds _extensions;
    private MediaFeedback _feedback;
    private byte[] _midBytes = [];
    private int _redPayloadType = -1;

    public UpTrack(UpTracks all, TrackSource source, OfferedSection section)
    {
        _all = all;
        Owner = all.Owner;
        Source = source;
        TrackId = $"{Owner.Id}-{SourceWord(source)}";
        Kind = KindOf(source);
        _layers = MakeLayers(section);
        ToldLayers = _layers.Length;
        Learn(section);
        if (section.Ssrc is { } ssrc && !IsSimulcast) BindOffered(ssrc, section.RtxSsrc);
    }

    public Peer Owner { get; }
    public TrackSource Source { get; }
    public string TrackId { get; }
    public MediaKind Kind { get; }
    public ReadOnlySpan<Layer> Layers => _layers;
    public int ClockRate => ClockRateOf(Kind);
    public bool HasReceivers => _receivers.Count > 0;
    public List<ITrackReceiver> Receivers => _receivers;
    public bool HasPending => _pendingCount > 0;

    /// <summary>What of the received burst is to go out, in the order in which it came.</summary>
    public ReadOnlySpan<(Layer Layer, uint Sequence)> Pending => _pending.AsSpan(0, _pendingCount);

    /// <summary>The id of the extension that numbers all packets of the connection; 0 when it was not agreed.</summary>
    public byte TransportSequenceId => Offers(MediaFeedback.TransportWide) ? _extensions.TransportSequence : (byte)0;

    /// <summary>How many layers anybody wants, as the publisher knows: all until it is told otherwise.</summary>
    public int ToldLayers { get; set; }

    /// <summary>Since when fewer are wanted.</summary>
    public TimeSpan WantedSince { get; set; }

    public bool IsMuted => _all.IsMuted(Source);

    private bool IsSimulcast => _layers.Length > 1;

    public static MediaKind KindOf(TrackSource source) =>
        source is TrackSource.Microphone or TrackSource.ScreenAudio ? MediaKind.Audio : MediaKind.Video;

    public static int ClockRateOf(MediaKind kind) => kind == MediaKind.Audio ? 48_000 : 90_000;

    public bool Offers(MediaFeedback feedback) => (_feedback & feedback) != 0;

    /// <summary>Follows a later offer of the same connection.</summary>
    public void Renegotiate(OfferedSection section)
    {
        if (!section.SimulcastRids.SequenceEqual(_layers.Where(layer => layer.Rid.Length > 0).Select(layer => layer.Rid)))
        {
            _layers = MakeLayers(section);
            ToldLayers = _layers.Length;
            foreach (var receiver in _receivers) receiver.Resume();
        }
        Learn(section);
        if (section.Ssrc is { } ssrc && !IsSimulcast && ssrc != _layers[0].Ssrc) BindOffered(ssrc, section.RtxSsrc);
    }

    /// <summary>Follows the first offer of a new connection in the same seat.</summary>
    public void Reconnect(OfferedSection section)
    {
        Renegotiate(section);
        ToldLayers = _layers.Length;
        foreach (var layer in _layers)
        {
            layer.Rebind(IsSimulcast ? null : section.Ssrc);
            layer.RtxSsrc = IsSimulcast ? null : section.RtxSsrc;
        }
    }

    public void Attach(ITrackReceiver receiver) => _receivers.Add(receiver);

    public void Detach(ITrackReceiver receiver) => _receivers.Remove(receiver);

    public void DetachAll()
    {
        while (_receivers.Count > 0) _receivers[^1].Unassign();
    }

    /// <summary>The highest layer that comes now and is not above the given one; the lowest that comes when all are above it.</summary>
    public Layer LayerAtMost(int index)
    {
        if (_layers.Length == 1) return _layers[0];
        Layer? lowestLive = null;
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            if (!_layers[i].IsLive(Owner.Now)) continue;
            lowestLive = _layers[i];
            if (i <= index) return lowestLive;
        }
        return lowestLive ?? _layers[0];
    }

    /// <summary>Whose packet it is: null when of none of this track's layers.</summary>
    public Layer? Find(uint ssrc)
    {
        foreach (var layer in _layers)
            if (layer.Ssrc == ssrc || layer.RtxSsrc == ssrc)
                return layer;
        return null;
    }

    /// <summary>
    /// Whether a packet of a source that nobody knows belongs to this track: by its mid (RFC 8843 section 9.2), and in simulcast by
    /// its layer's name (RFC 8852).
    /// </summary>
    public Layer? TryBind(in RtpHeader header, TimeSpan now)
    {
        if (!header.TryGetExtension(_extensions.Mid, out var mid) || !mid.SequenceEqual(_midBytes)) return null;
        var isRtx = _rtxCodecs[header.PayloadType] is not null;
        if (!isRtx && _codecs[header.PayloadType] is null && header.PayloadType != _redPayloadType) return null;
        if (LayerNamedBy(header, isRtx ? _extensions.RepairedRid : _extensions.Rid) is not { } layer) return null;
        if (isRtx)
        {
            layer.RtxSsrc = header.Ssrc;
            return layer;
        }
        // Two sources that say the same name must not take the layer from each other with every packet.
        if (layer.BoundAt is { } boundAt && now - boundAt < MinRebind) return null;
        layer.Rebind(header.Ssrc);
        layer.BoundAt = now;
        return layer;
    }

    /// <summary>Takes a packet of one of this track's sources and keeps it for the receivers until the burst is over.</summary>
    public void Receive(Layer layer, in RtpHeader header, RelayContext context)
    {
        var level = header.TryGetExtension(_extensions.AudioLevel, out var element) && element.Length > 0 ? element[0] : (short)-1;
        if (_codecs[header.PayloadType] is { } codec && header.Ssrc == layer.Ssrc)
            Take(layer, header, codec, header.SequenceNumber, header.Payload, level, context);
        else if (header.PayloadType == _redPayloadType && header.Ssrc == layer.Ssrc)
            ReceiveRedundant(layer, header, level, context);
        else if (_rtxCodecs[header.PayloadType] is { } repeated && header.Ssrc == layer.RtxSsrc)
            ReceiveRepair(layer, header, repeated, level, context);
        else
            context.Counters.Drop(DropReason.UnknownPayloadType);
        if (Source == TrackSource.Microphone && level >= 0 && !IsMuted)
            _all.NoteVoice(level, context.Now);
    }

    public void ForgetPending() => _pendingCount = 0;

    public UpTrackStatistics Statistics(TimeSpan now)
    {
        long packets = 0, bytes = 0, lost = 0, requested = 0, repaired = 0, rate = 0;
        var live = 0;
        foreach (var layer in _layers)
        {
            (packets, bytes, lost) = (packets + layer.Packets, bytes + layer.Bytes, lost + layer.Lost);
            (requested, repaired, rate) = (requested + layer.Requested, repaired + layer.Repaired, rate + layer.BitsPerSecond(now));
            if (layer.IsLive(now)) live++;
        }
        var jitter = _layers.Max(layer => layer.Jitter) * 1000.0 / ClockRate;
        return new(Source, packets, bytes, lost, jitter)
        {
            Requested = requested,
            Repaired = repaired,
            BitsPerSecond = rate,
            Layers = live,
            IsMuted = IsMuted,
        };
    }

    /// <summary>Asks the publisher for what is due in each layer; returns when something will be due next.</summary>
    public TimeSpan Tick(RelayContext context)
    {
        if (!Owner.CanSend) return TimeSpan.MaxValue;
        var due = TimeSpan.MaxValue;
        foreach (var layer in _layers)
        {
            layer.Tick(context);
            if (layer.Ssrc is not null && layer.Due < due) due = layer.Due;
        }
        return due;
    }

    private static Layer[] MakeLayersOf(UpTrack track, IReadOnlyList<string> rids)
    {
        if (rids.Count == 0) return [new(track, 0, "")];
        return [.. rids.Select((rid, index) => new Layer(track, index, rid))];
    }

    private Layer[] MakeLayers(OfferedSection section) => MakeLayersOf(this, section.SimulcastRids);

    private void BindOffered(uint ssrc, uint? rtxSsrc)
    {
        _layers[0].Rebind(ssrc);
        _layers[0].RtxSsrc = rtxSsrc;
    }

    private Layer? LayerNamedBy(in RtpHeader header, byte extension)
    {
        if (!IsSimulcast) return _layers[0];
        if (!header.TryGetExtension(extension, out var name)) return null;
        foreach (var layer in _layers)
            if (Ascii.Equals(name, layer.Rid))
                return layer;
        return null;
    }

    // RFC 4588 section 4: the payload begins with the number under which the packet first went out.
    private void ReceiveRepair(Layer layer, in RtpHeader header, MediaCodec codec, short level, RelayContext context)
    {
        var payload = header.Payload;
        if (payload.Length <= RepairHeader)
        {
            // Padding on this source is the publisher's probing: it has done its work by arriving.
            if (!payload.IsEmpty) context.Counters.Drop(DropReason.MalformedRepair);
            return;
        }
        Take(layer, header, codec, BinaryPrimitives.ReadUInt16BigEndian(payload), payload[RepairHeader..], level, context, isRepair: true);
    }

    // RFC 2198: the new one, and of the older ones, which stand before it from the oldest on, those that had been lost.
    private void ReceiveRedundant(Layer layer, in RtpHeader header, short level, RelayContext context)
    {
        if (!RedundantAudio.TryReadPrimary(header.Payload, out var payloadType, out var primary) || _codecs[payloadType] is not { } codec)
        {
            context.Counters.Drop(DropReason.MalformedRepair);
            return;
        }
        Take(layer, header, codec, header.SequenceNumber, primary, level, context);
        var blocks = 0;
        while (RedundantAudio.TryReadBlock(header.Payload, blocks, out _)) blocks++;
        for (var i = 0; i < blocks; i++)
        {
            RedundantAudio.TryReadBlock(header.Payload, i, out var block);
            var sequence = (ushort)(header.SequenceNumber - (blocks - i));
            if (block.Data.IsEmpty || layer.Has(sequence)) continue;
            var published = new PublishedPacket
            {
                SequenceNumber = sequence,
                Timestamp = header.Timestamp - (uint)block.TimestampOffset,
                Marker = false,
                Codec = codec,
                AudioLevel = -1,
                Payload = block.Data,
                IsRepair = true,
            };
            if (layer.TryTake(published, out var kept, context)) Gather(layer, kept, context);
        }
    }

    private void Take(
        Layer layer, in RtpHeader header, MediaCodec codec, ushort sequence, ReadOnlySpan<byte> payload, short level, RelayContext context,
        bool isRepair = false)
    {
        // A packet without payload is padding that keeps the publisher's own probing going; it still has its place in the numbers.
        var published = new PublishedPacket
        {
            SequenceNumber = sequence,
            Timestamp = header.Timestamp,
            Marker = header.Marker,
            Codec = codec,
            AudioLevel = level,
            Payload = payload,
            IsRepair = isRepair,
        };
        if (layer.TryTake(published, out var kept, context)) Gather(layer, kept, context);
    }

    private void Gather(Layer layer, uint sequence, RelayContext context)
    {
        if (IsMuted)
        {
            context.Counters.Drop(DropReason.Muted);
            return;
        }
        if (_pendingCount == 0) _all.Burst.Note(this, context);
        _pending[_pendingCount++] = (layer, sequence);
        if (_pendingCount == MaxPending) _all.Burst.ForwardNow(context);
    }

    private void Learn(OfferedSection section)
    {
        _midBytes = Encoding.ASCII.GetBytes(section.Mid);
        _extensions = section.Extensions;
        _feedback = MediaFeedback.None;
        _redPayloadType = section.RedPayloadType ?? -1;
        Array.Clear(_codecs);
        Array.Clear(_rtxCodecs);
        foreach (var codec in section.Codecs)
        {
            _codecs[codec.PayloadType] = codec.Codec;
            if (codec.RtxPayloadType is { } rtx) _rtxCodecs[rtx] = codec.Codec;
            _feedback |= codec.Feedback;
        }
    }

    private static string SourceWord(TrackSource source) => source switch
    {
        TrackSource.Microphone => "microphone",
        TrackSource.Camera => "camera",
        TrackSource.Screen => "screen",
        _ => "screen-audio",
    };
}
