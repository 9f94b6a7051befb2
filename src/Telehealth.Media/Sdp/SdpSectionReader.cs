using System.Globalization;

namespace Telehealth.Media.Sdp;

/// <summary>Gathers the attribute lines of one m-section, or of the session level, while an offer is read.</summary>
internal sealed class SdpSectionReader
{
    private const int MaxFormats = 128;
    private const string MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid";
    private const string AudioLevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    private readonly List<Format> _formats = [];
    private readonly Dictionary<string, MediaFeedback> _feedback = [];
    private readonly Dictionary<byte, string> _parameters = [];
    private byte _midId;
    private byte _audioLevelId;

    public string MediaName { get; init; } = "";
    public string ProtocolAndFormats { get; init; } = "";
    public bool PortIsZero { get; init; }

    public string? Mid { get; private set; }
    public string? IceUfrag { get; private set; }
    public string? IcePassword { get; private set; }
    public string? Fingerprint { get; private set; }
    public string? Setup { get; private set; }
    public MediaDirection? Direction { get; private set; }
    public bool HasRtcpMux { get; private set; }
    public bool IsBundleOnly { get; private set; }
    public bool AllowsMixedExtensions { get; private set; }
    public uint? Ssrc { get; private set; }
    public string[]? Bundle { get; private set; }

    public MediaKind? Kind => MediaName switch
    {
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        _ => null,
    };

    public HeaderExtensionIds Extensions => new(_midId, _audioLevelId);

    /// <summary>Reads what follows <c>a=</c>. What it does not know it skips.</summary>
    public void ReadAttribute(string attribute)
    {
        var colon = attribute.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? (attribute, "") : (attribute[..colon], attribute[(colon + 1)..].Trim());
        switch (name)
        {
            case "mid": Mid = value; break;
            case "ice-ufrag": IceUfrag = value; break;
            case "ice-pwd": IcePassword = value; break;
            case "fingerprint": Fingerprint ??= Sha256Of(value); break;
            case "setup": Setup = value; break;
            case "rtcp-mux": HasRtcpMux = true; break;
            case "bundle-only": IsBundleOnly = true; break;
            case "extmap-allow-mixed": AllowsMixedExtensions = true; break;
            case "group": ReadGroup(value); break;
            case "sendrecv": Direction = MediaDirection.SendRecv; break;
            case "sendonly": Direction = MediaDirection.SendOnly; break;
            case "recvonly": Direction = MediaDirection.RecvOnly; break;
            case "inactive": Direction = MediaDirection.Inactive; break;
            case "rtpmap": ReadFormat(value); break;
            case "fmtp": ReadParameters(value); break;
            case "rtcp-fb": ReadFeedback(value); break;
            case "extmap": ReadExtension(value); break;
            case "ssrc": Ssrc ??= SsrcOf(value); break;
        }
    }

    /// <summary>The codecs of the section that the relay passes through, VP8 before H.264: every receiver has VP8.</summary>
    public IReadOnlyList<OfferedCodec> Codecs() => Kind switch
    {
        MediaKind.Audio => Pick([MediaCodec.Opus]),
        MediaKind.Video => Pick([MediaCodec.Vp8, MediaCodec.H264]),
        _ => [],
    };

    private List<OfferedCodec> Pick(ReadOnlySpan<MediaCodec> wanted)
    {
        var picked = new List<OfferedCodec>();
        foreach (var codec in wanted)
            if (BestOf(codec) is { } format)
                picked.Add(new(codec, format.PayloadType, _parameters.GetValueOrDefault(format.PayloadType), FeedbackOf(format)));
        return picked;
    }

    private Format? BestOf(MediaCodec codec)
    {
        Format? best = null;
        var bestRank = 0;
        foreach (var format in _formats)
        {
            var rank = RankOf(format, codec);
            if (rank > bestRank) (best, bestRank) = (format, rank);
        }
        return best;
    }

    private int RankOf(Format format, MediaCodec codec) => (codec, format.Encoding) switch
    {
        (MediaCodec.Opus, "opus/48000/2") => 1,
        (MediaCodec.Vp8, "vp8/90000") => 1,
        (MediaCodec.H264, "h264/90000") => RankOfH264(_parameters.GetValueOrDefault(format.PayloadType) ?? ""),
        _ => 0,
    };

    // Constrained baseline is what every browser decodes; plain baseline differs from it in tools that no browser's encoder uses.
    private static int RankOfH264(string parameters)
    {
        var mode1 = false;
        var rank = 0;
        foreach (var parameter in parameters.Split(';', StringSplitOptions.TrimEntries))
        {
            if (parameter.Equals("packetization-mode=1", StringComparison.OrdinalIgnoreCase)) mode1 = true;
            else if (parameter.StartsWith("profile-level-id=42e0", StringComparison.OrdinalIgnoreCase)) rank = 2;
            else if (parameter.StartsWith("profile-level-id=42", StringComparison.OrdinalIgnoreCase)) rank = 1;
        }
        return mode1 ? rank : 0;
    }

    private MediaFeedback FeedbackOf(Format format) =>
        _feedback.GetValueOrDefault(format.PayloadType.ToString(CultureInfo.InvariantCulture)) | _feedback.GetValueOrDefault("*");

    private void ReadFormat(string value)
    {
        if (_formats.Count < MaxFormats && TryTakePayloadType(value, out var payloadType, out var encoding))
            _formats.Add(new(payloadType, encoding.ToLowerInvariant()));
    }

    private void ReadParameters(string value)
    {
        if (_parameters.Count < MaxFormats && TryTakePayloadType(value, out var payloadType, out var parameters))
            _parameters[payloadType] = parameters;
    }

    private void ReadFeedback(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || _feedback.Count >= MaxFormats) return;
        var feedback = value[(space + 1)..].Trim() switch
        {
            "nack" => MediaFeedback.Nack,
            "nack pli" => MediaFeedback.PictureLoss,
            "ccm fir" => MediaFeedback.FullIntra,
            _ => MediaFeedback.None,
        };
        var format = value[..space];
        _feedback[format] = _feedback.GetValueOrDefault(format) | feedback;
    }

    // RFC 8285 section 8: "extmap:<id>[/<direction>] <uri>". An extension that the offerer only receives is of no use for demultiplexing,
    // but it may still be sent to it; so the direction is read over. Ids above 14 would need two-byte headers.
    private void ReadExtension(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return;
        var id = value[..space].Split('/')[0];
        if (!byte.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return;
        var uri = value[(space + 1)..].Split(' ')[0];
        if (uri == MidUri) _midId = number;
        else if (uri == AudioLevelUri) _audioLevelId = number;
    }

    private void ReadGroup(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["BUNDLE", ..] && words.Length <= SdpOffer.MaxSections + 1) Bundle ??= words[1..];
    }

    private static uint? SsrcOf(string value) =>
        uint.TryParse(value.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ssrc) ? ssrc : null;

    // RFC 8122 section 5. Only SHA-256 is taken: both browsers send it, and weaker hashes shall not be enough.
    private static string? Sha256Of(string value)
    {
        const int length = 32 * 3 - 1;
        if (!value.StartsWith("sha-256 ", StringComparison.OrdinalIgnoreCase)) return null;
        var hex = value["sha-256 ".Length..].Trim().ToUpperInvariant();
        if (hex.Length != length) return null;
        for (var i = 0; i < length; i++)
            if (i % 3 == 2 ? hex[i] != ':' : !char.IsAsciiHexDigit(hex[i]))
                return null;
        return "sha-256 " + hex;
    }

    private static bool TryTakePayloadType(string value, out byte payloadType, out string rest)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        rest = space < 0 ? "" : value[(space + 1)..].Trim();
        payloadType = 0;
        return space > 0
            && byte.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out payloadType)
            && payloadType <= 127;
    }

    private sealed record Format(byte PayloadType, string Encoding);
}
