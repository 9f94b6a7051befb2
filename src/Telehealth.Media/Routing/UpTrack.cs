using System.Text;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>
/// What one peer publishes from one source. It survives the peer's reconnection: the source's numbers may begin anew (a new run),
/// and the receivers' go on.
/// </summary>
internal sealed class UpTrack
{
    private static readonly TimeSpan MinRebind = TimeSpan.FromSeconds(1);

    private readonly List<DownTrack> _receivers = [];
    private readonly MissingPackets _missing = new();
    private readonly PacketCache _cache;
    private readonly MediaCodec?[] _codecs = new MediaCodec?[128];
    private HeaderExtensionIds _extensions;
    private MediaFeedback _feedback;
    private byte[] _midBytes = [];
    private KeyFrameRequests _keyFrames;
    private ReceptionStatistics _reception;
    private TimeSpan? _boundAt;
    private byte _fullIntraNumber;

    public UpTrack(Peer owner, TrackSource source, OfferedSection section, RelayOptions options)
    {
        Owner = owner;
        Source = source;
        TrackId = $"{owner.Id}-{SourceWord(source)}";
        Kind = KindOf(source);
        Ssrc = section.Ssrc;
        Learn(section);
        var capacity = Kind == MediaKind.Video ? options.VideoCachePackets : options.AudioCachePackets;
        _cache = new(capacity);
    }

    public Peer Owner { get; }
    public TrackSource Source { get; }
    public string TrackId { get; }
    public MediaKind Kind { get; }
    public PacketCache Cache => _cache;
    public int ClockRate => ClockRateOf(Kind);

    /// <summary>The publisher's synchronisation source, once it is known from the offer or from a packet's mid.</summary>
    public uint? Ssrc { get; private set; }

    /// <summary>Counts the source's fresh starts; a receiver that began in another run must begin anew.</summary>
    public uint Run { get; private set; }

    public long Packets { get; private set; }
    public long Bytes { get; private set; }

    /// <summary>The publisher's clocks at its last sender report, and when that came.</summary>
    public (SenderInfo Info, TimeSpan ArrivedAt)? Clock { get; private set; }

    public static MediaKind KindOf(TrackSource source) =>
        source is TrackSource.Microphone or TrackSource.ScreenAudio ? MediaKind.Audio : MediaKind.Video;

    public static int ClockRateOf(MediaKind kind) => kind == MediaKind.Audio ? 48_000 : 90_000;

    /// <summary>Follows a later offer of the same connection.</summary>
    public void Renegotiate(OfferedSection section)
    {
        Learn(section);
        if (section.Ssrc is { } ssrc && ssrc != Ssrc) Rebind(ssrc);
    }

    /// <summary>Follows the first offer of a new connection in the same seat.</summary>
    public void Reconnect(OfferedSection section)
    {
        Renegotiate(section);
        Rebind(section.Ssrc);
    }

    public void Attach(DownTrack receiver)
    {
        _receivers.Add(receiver);
        AskForKeyFrame();
    }

    public void Detach(DownTrack receiver) => _receivers.Remove(receiver);

    public void DetachAll()
    {
        while (_receivers.Count > 0) _receivers[^1].Unassign();
    }

    public void AskForKeyFrame()
    {
        if (Kind != MediaKind.Video) return;
        _keyFrames.Ask();
        Owner.WakeAt(_keyFrames.Due);
    }

    /// <summary>The connection stands again: what was wished for meanwhile can go out.</summary>
    public void WakeForWishes() => Owner.WakeAt(_keyFrames.Due);

    /// <summary>Whether a packet of a source that nobody knows belongs to this track, by its mid (RFC 8843 section 9.2).</summary>
    public bool TryBind(in RtpHeader header, TimeSpan now)
    {
        if (!header.TryGetExtension(_extensions.Mid, out var mid) || !mid.SequenceEqual(_midBytes)) return false;
        if (_codecs[header.PayloadType] is null) return false;
        // Two sources that share a mid (simulcast that nobody agreed to) must not take the track from each other with every packet.
        if (_boundAt is { } boundAt && now - boundAt < MinRebind) return false;
        Rebind(header.Ssrc);
        _boundAt = now;
        return true;
    }

    /// <summary>Takes a packet of this track's source: notes it, keeps it, hands it to every receiver.</summary>
    public void Receive(in RtpHeader header, Turn turn)
    {
        if (_codecs[header.PayloadType] is not { } codec)
        {
            turn.Counters.Drop(DropReason.UnknownPayloadType);
            return;
        }
        var payload = header.Payload;
        if (payload.Length > PacketCache.MaxPayload)
        {
            turn.Counters.Drop(DropReason.TooLarge);
            return;
        }
        if (!TryNote(header, out var sequence, turn)) return;

        turn.Counters.PacketsReceived++;
        Packets++;
        Bytes += payload.Length;
        var packet = new CachedPacket
        {
            Sequence = sequence,
            Timestamp = header.Timestamp,
            Length = (ushort)payload.Length,
            Marker = header.Marker,
            Codec = codec,
            AudioLevel = header.TryGetExtension(_extensions.AudioLevel, out var level) && level.Length > 0 ? level[0] : (short)-1,
        };
        _cache.Keep(packet, payload);
        var isStart = KeyFrames.CanStartAt(codec, payload);
        if (isStart) _keyFrames.Arrived();
        foreach (var receiver in _receivers) receiver.Forward(packet, payload, isStart, turn);
    }

    public void ReceiveSenderReport(in SenderInfo info, TimeSpan now) => Clock = (info, now);

    /// <summary>The report that the publisher gets on this track (RFC 3550 section 6.4.1).</summary>
    public ReportBlock Report(TimeSpan now)
    {
        uint lastReport = 0, delay = 0;
        if (Clock is { } clock)
        {
            lastReport = NtpTime.Middle(clock.Info.Ntp);
            delay = (uint)Math.Min(uint.MaxValue, (now - clock.ArrivedAt).TotalSeconds * 65536);
        }
        var lost = (int)Math.Min(0x7FFFFF, _reception.Lost);
        return new(Ssrc ?? 0, _reception.TakeFractionLost(), lost, _reception.Highest, _reception.Jitter, lastReport, delay);
    }

    public UpTrackStatistics Statistics() =>
        new(Source, Packets, Bytes, _reception.Lost, _reception.Jitter * 1000.0 / ClockRate);

    /// <summary>Asks the publisher for what is due: a key frame, lost packets. Returns when something will be due next.</summary>
    public TimeSpan Tick(uint feedbackSsrc, Turn turn)
    {
        if (Ssrc is not { } ssrc || !Owner.CanSend) return TimeSpan.MaxValue;
        if (_keyFrames.TakeDue(turn.Now, turn.Options.KeyFrameInterval)) SendKeyFrameRequest(feedbackSsrc, ssrc, turn);
        Span<ushort> numbers = stackalloc ushort[64];
        var count = _missing.TakeDue(turn.Now, Owner.RoundTrip ?? TimeSpan.FromMilliseconds(100), numbers);
        if (count > 0)
        {
            var writer = Owner.BeginCompound(turn);
            writer.TryWriteNack(feedbackSsrc, ssrc, numbers[..count]);
            Owner.SendCompound(writer.Length, turn);
            turn.Counters.PacketsRequested += count;
        }
        return _keyFrames.Due < _missing.Due ? _keyFrames.Due : _missing.Due;
    }

    private void SendKeyFrameRequest(uint feedbackSsrc, uint ssrc, Turn turn)
    {
        var writer = Owner.BeginCompound(turn);
        if (Offers(MediaFeedback.PictureLoss)) writer.TryWritePictureLoss(feedbackSsrc, ssrc);
        else if (Offers(MediaFeedback.FullIntra)) writer.TryWriteFullIntra(feedbackSsrc, ssrc, ++_fullIntraNumber);
        else return;
        Owner.SendCompound(writer.Length, turn);
        turn.Counters.KeyFramesRequested++;
    }

    private bool TryNote(in RtpHeader header, out long sequence, Turn turn)
    {
        var before = _reception.HighestExtended;
        var verdict = _reception.Take(header.SequenceNumber, out sequence);
        switch (verdict)
        {
            case SequenceVerdict.Suspect:
                turn.Counters.Drop(DropReason.SuspectSequence);
                return false;
            case SequenceVerdict.Restarted:
                BeginRun();
                break;
            case SequenceVerdict.Late:
                _missing.Arrived(sequence);
                return true;
            case SequenceVerdict.Newest when before > 0 && sequence > before + 1 && Offers(MediaFeedback.Nack):
                _missing.Add(before + 1, sequence, turn.Now);
                Owner.WakeAt(_missing.Due);
                break;
        }
        _reception.TakeTiming(header.Timestamp, turn.Now, ClockRate);
        return true;
    }

    private void Rebind(uint? ssrc)
    {
        Ssrc = ssrc;
        _reception = default;
        _boundAt = null;
        BeginRun();
    }

    private void BeginRun()
    {
        Run++;
        Clock = null;
        _cache.Clear();
        _missing.Clear();
        _keyFrames.Restart();
        if (_receivers.Count > 0) AskForKeyFrame();
    }

    private void Learn(OfferedSection section)
    {
        _midBytes = Encoding.ASCII.GetBytes(section.Mid);
        _extensions = section.Extensions;
        _feedback = MediaFeedback.None;
        Array.Clear(_codecs);
        foreach (var codec in section.Codecs)
        {
            _codecs[codec.PayloadType] = codec.Codec;
            _feedback |= codec.Feedback;
        }
    }

    private bool Offers(MediaFeedback feedback) => (_feedback & feedback) != 0;

    private static string SourceWord(TrackSource source) => source switch
    {
        TrackSource.Microphone => "microphone",
        TrackSource.Camera => "camera",
        TrackSource.Screen => "screen",
        _ => "screen-audio",
    };
}

/// <summary>The 32.32 fixed point seconds of sender reports (RFC 3550 section 4).</summary>
internal static class NtpTime
{
    public static uint Middle(ulong ntp) => (uint)(ntp >> 16);

    public static ulong Span(TimeSpan span) => (ulong)(span.TotalSeconds * 4294967296.0);
}
