using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Sdp;

/// <summary>What an m-line carries, as far as the relay forwards it.</summary>
public enum MediaKind
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Moving pictures: a camera or a screen.</summary>
    Video,
}

/// <summary>The codecs that the relay passes through. It never decodes any.</summary>
public enum MediaCodec : byte
{
    /// <summary>Opus at 48 kHz (RFC 7587).</summary>
    Opus,

    /// <summary>VP8 (RFC 7741).</summary>
    Vp8,

    /// <summary>H.264 constrained baseline or baseline, packetization-mode 1 (RFC 6184).</summary>
    H264,

    /// <summary>VP9 profile 0 (RFC 9628).</summary>
    Vp9,

    /// <summary>AV1 main profile (AV1 RTP specification 1.0).</summary>
    Av1,
}

/// <summary>Which way media flows on an m-line, as seen by whoever wrote the description (RFC 8866 section 6.7).</summary>
[Flags]
public enum MediaDirection
{
    /// <summary>Neither way.</summary>
    Inactive = 0,

    /// <summary>The writer sends.</summary>
    SendOnly = 1,

    /// <summary>The writer receives.</summary>
    RecvOnly = 2,

    /// <summary>Both ways.</summary>
    SendRecv = SendOnly | RecvOnly,
}

/// <summary>A codec as one offer numbers and parametrises it.</summary>
/// <param name="Codec">Which codec.</param>
/// <param name="PayloadType">The offerer's number for it, 0 to 127.</param>
/// <param name="Parameters">The offerer's <c>a=fmtp</c> text, or null.</param>
/// <param name="Feedback">The offered feedback that the relay speaks.</param>
public sealed record OfferedCodec(MediaCodec Codec, byte PayloadType, string? Parameters, MediaFeedback Feedback)
{
    /// <summary>The offerer's payload type for this codec's retransmissions (RFC 4588: whose <c>apt</c> names it), or null.</summary>
    public byte? RtxPayloadType { get; init; }
}

/// <summary>The RTCP feedback messages that the relay speaks (RFC 4585, RFC 5104).</summary>
[Flags]
public enum MediaFeedback
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>nack</c>: lost packets are asked for again.</summary>
    Nack = 1,

    /// <summary><c>nack pli</c>: a picture was lost.</summary>
    PictureLoss = 2,

    /// <summary><c>ccm fir</c>: a full picture is wanted.</summary>
    FullIntra = 4,

    /// <summary><c>transport-cc</c>: the arrival of every packet is told (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
    TransportWide = 8,

    /// <summary><c>goog-remb</c>: a receiver tells how much it believes to get (draft-alvestrand-rmcat-remb-03).</summary>
    Remb = 16,
}

/// <summary>The ids that an offer gives to the header extensions that the relay speaks (RFC 8285); 0 stands for not offered.</summary>
/// <param name="Mid"><c>urn:ietf:params:rtp-hdrext:sdes:mid</c> (RFC 8843 section 15).</param>
/// <param name="AudioLevel"><c>urn:ietf:params:rtp-hdrext:ssrc-audio-level</c> (RFC 6464).</param>
/// <param name="TransportSequence"><c>http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01</c>.</param>
/// <param name="Rid"><c>urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id</c> (RFC 8852).</param>
/// <param name="RepairedRid"><c>urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id</c> (RFC 8852).</param>
/// <param name="SendTime">
/// <c>http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time</c>: 0 as well where the offer has something better or no REMB to make of it.
/// </param>
public readonly record struct HeaderExtensionIds(
    byte Mid, byte AudioLevel, byte TransportSequence = 0, byte Rid = 0, byte RepairedRid = 0, byte SendTime = 0);

/// <summary>One m-section of an offer, reduced to what the relay needs.</summary>
public sealed record OfferedSection
{
    /// <summary>The identification tag (RFC 5888), 1 to 16 characters.</summary>
    public required string Mid { get; init; }

    /// <summary>The m-line's media word as offered, such as <c>audio</c> or <c>application</c>: a rejection repeats it.</summary>
    public required string MediaName { get; init; }

    /// <summary>The m-line's protocol and formats as offered: a rejection repeats them.</summary>
    public required string ProtocolAndFormats { get; init; }

    /// <summary>The kind, or null when the relay does not forward such media (data channels, text).</summary>
    public required MediaKind? Kind { get; init; }

    /// <summary>Whether the relay can serve the section: not stopped, in the bundle, of a known kind, with a common codec.</summary>
    public required bool IsServable { get; init; }

    /// <summary>The offerer's direction.</summary>
    public required MediaDirection Direction { get; init; }

    /// <summary>The common codecs, one entry a codec: VP8, H.264, VP9, AV1, because every receiver has VP8.</summary>
    public required IReadOnlyList<OfferedCodec> Codecs { get; init; }

    /// <summary>The offerer's extension ids.</summary>
    public required HeaderExtensionIds Extensions { get; init; }

    /// <summary>The first synchronisation source that the offerer declared to send with, and not to repeat with, or null.</summary>
    public required uint? Ssrc { get; init; }

    /// <summary>The source that repeats the packets of <see cref="Ssrc"/> (<c>a=ssrc-group:FID</c>, RFC 5576), or null.</summary>
    public uint? RtxSsrc { get; init; }

    /// <summary>The layers that the offerer would send (<c>a=simulcast:send</c>, RFC 8853), as in the offer; empty without simulcast or the rid extension; at most three.</summary>
    public IReadOnlyList<string> SimulcastRids { get; init; } = [];

    /// <summary>The payload type of redundant audio (RFC 2198) around the section's Opus, or null.</summary>
    public byte? RedPayloadType { get; init; }
}

/// <summary>
/// An offer (RFC 8866, RFC 9429) reduced to what the relay needs to answer it. Lines that it does not know are skipped; what it
/// cannot serve has a stable code. Absent on purpose: candidates (an ICE-lite relay learns the peer's address from the peer's own
/// checks, and never resolves a name), and sources of simulcast layers (a layer is known by the rid that its packets carry).
/// </summary>
public sealed record SdpOffer
{
    /// <summary>The longest offer that is read: 64 KiB of characters.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The most m-sections an offer may have.</summary>
    public const int MaxSections = 64;

    /// <summary>The offerer's session id of the o-line: it lives as long as the offerer's connection object.</summary>
    public required string SessionId { get; init; }

    /// <summary>The offerer's ICE user name fragment.</summary>
    public required string IceUfrag { get; init; }

    /// <summary>The offerer's ICE password.</summary>
    public required string IcePassword { get; init; }

    /// <summary>The offerer's certificate fingerprint: <c>sha-256 AB:CD:…</c>, upper case.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether one- and two-byte extension headers may be mixed (RFC 8285 section 4.1.2).</summary>
    public required bool AllowsMixedExtensions { get; init; }

    /// <summary>The m-sections in the offer's order.</summary>
    public required IReadOnlyList<OfferedSection> Sections { get; init; }

    /// <summary>Reads an offer. It never throws, whatever the text.</summary>
    /// <param name="text">The offer.</param>
    /// <param name="offer">The offer, when it can be served.</param>
    /// <param name="refusal">Why it cannot be served, otherwise.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SdpOffer? offer, [NotNullWhen(false)] out MediaRefusal? refusal)
    {
        (offer, refusal) = SdpReader.Read(text);
        return offer is not null;
    }
}
