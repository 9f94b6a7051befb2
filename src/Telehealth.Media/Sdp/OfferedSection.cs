namespace Telehealth.Media.Sdp;

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

    /// <summary>
    /// The layers that the offerer would send (<c>a=simulcast:send</c>, RFC 8853),
    /// as in the offer; empty without simulcast or the rid extension; at most three.
    /// </summary>
    public IReadOnlyList<string> SimulcastRids { get; init; } = [];

    /// <summary>The payload type of redundant audio (RFC 2198) around the section's Opus, or null.</summary>
    public byte? RedPayloadType { get; init; }
}
