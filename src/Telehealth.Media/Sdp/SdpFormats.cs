using System.Globalization;

namespace Telehealth.Media.Sdp;

/// <summary>
/// Gathers the formats of one m-section (<c>rtpmap</c>, <c>fmtp</c>, <c>rtcp-fb</c>) and picks those that the relay passes through.
/// </summary>
internal sealed class SdpFormats
{
    private const int MaxFormats = 128;
    private const string RedEncoding = "red/48000/2";

    // What every receiver has comes first: a browser sends with the first codec of the answer.
    private static readonly MediaCodec[] AudioCodecs = [MediaCodec.Opus];
    private static readonly MediaCodec[] VideoCodecs = [MediaCodec.Vp8, MediaCodec.H264, MediaCodec.Vp9, MediaCodec.Av1];

    private readonly List<Format> _formats = [];
    private readonly Dictionary<string, MediaFeedback> _feedback = [];
    private readonly Dictionary<byte, string> _parameters = [];

    /// <summary>Reads the value of <c>a=rtpmap</c>. The first line for a payload type counts.</summary>
    public void ReadFormat(string value)
    {
        if (_formats.Count >= MaxFormats || !TryTakePayloadType(value, out var payloadType, out var encoding)) return;
        if (!_formats.Exists(format => format.PayloadType == payloadType)) _formats.Add(new(payloadType, encoding.ToLowerInvariant()));
    }

    /// <summary>Reads the value of <c>a=fmtp</c>.</summary>
    public void ReadParameters(string value)
    {
        if (_parameters.Count < MaxFormats && TryTakePayloadType(value, out var payloadType, out var parameters))
            _parameters[payloadType] = parameters;
    }

    /// <summary>Reads the value of <c>a=rtcp-fb</c>; what the relay does not speak is skipped.</summary>
    public void ReadFeedback(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || _feedback.Count >= MaxFormats) return;
        var feedback = value[(space + 1)..].Trim() switch
        {
            "nack" => MediaFeedback.Nack,
            "nack pli" => MediaFeedback.PictureLoss,
            "ccm fir" => MediaFeedback.FullIntra,
            "transport-cc" => MediaFeedback.TransportWide,
            "goog-remb" => MediaFeedback.Remb,
            _ => MediaFeedback.None,
        };
        var format = value[..space];
        _feedback[format] = _feedback.GetValueOrDefault(format) | feedback;
    }

    /// <summary>One entry for each codec that the relay passes through, in the relay's order.</summary>
    public List<OfferedCodec> Pick(MediaKind? kind)
    {
        var picked = new List<OfferedCodec>();
        foreach (var codec in kind is null ? [] : kind == MediaKind.Audio ? AudioCodecs : VideoCodecs)
        {
            if (BestOf(codec) is not { } format) continue;
            picked.Add(new(codec, format.PayloadType, _parameters.GetValueOrDefault(format.PayloadType), FeedbackOf(format))
            {
                RtxPayloadType = RtxOf(format, codec),
            });
        }
        return picked;
    }

    /// <summary>The payload type of redundant audio (RFC 2198) all of whose blocks are in this payload type, or null.</summary>
    public byte? RedOf(byte payloadType)
    {
        var block = payloadType.ToString(CultureInfo.InvariantCulture);
        return _formats.Find(format => format.Encoding == RedEncoding
            && _parameters.GetValueOrDefault(format.PayloadType) is { } blocks
            && blocks.Split('/').All(word => word == block))?.PayloadType;
    }

    private byte? RtxOf(Format format, MediaCodec codec)
    {
        // RFC 4588 section 8.1: the retransmissions of a stream run on its clock.
        var encoding = codec == MediaCodec.Opus ? "rtx/48000" : "rtx/90000";
        var original = format.PayloadType.ToString(CultureInfo.InvariantCulture);
        return _formats.Find(other => other.Encoding == encoding && Parameter(other.PayloadType, "apt") == original)?.PayloadType;
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
        (MediaCodec.H264, "h264/90000") => RankOfH264(format.PayloadType),
        (MediaCodec.Vp9, "vp9/90000") => Parameter(format.PayloadType, "profile-id") is null or "0" ? 1 : 0,
        (MediaCodec.Av1, "av1/90000") => Parameter(format.PayloadType, "profile") is null or "0" ? 1 : 0,
        _ => 0,
    };

    // Constrained baseline is what every browser decodes; plain baseline differs from it in tools that no browser's encoder uses.
    private int RankOfH264(byte payloadType)
    {
        if (Parameter(payloadType, "packetization-mode") != "1" || Parameter(payloadType, "profile-level-id") is not { } profile) return 0;
        if (profile.StartsWith("42e0", StringComparison.OrdinalIgnoreCase)) return 2;
        return profile.StartsWith("42", StringComparison.Ordinal) ? 1 : 0;
    }

    private string? Parameter(byte payloadType, string name)
    {
        if (!_parameters.TryGetValue(payloadType, out var parameters)) return null;
        foreach (var parameter in parameters.Split(';', StringSplitOptions.TrimEntries))
            if (parameter.Length > name.Length
                && parameter[name.Length] == '='
                && parameter.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return parameter[(name.Length + 1)..];
        return null;
    }

    private MediaFeedback FeedbackOf(Format format) =>
        _feedback.GetValueOrDefault(format.PayloadType.ToString(CultureInfo.InvariantCulture)) | _feedback.GetValueOrDefault("*");

    // RFC 5761 section 4: with RTP and RTCP on one port, 64 to 95 would be taken for RTCP.
    private static bool TryTakePayloadType(string value, out byte payloadType, out string rest)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        rest = space < 0 ? "" : value[(space + 1)..].Trim();
        payloadType = 0;
        return space > 0
            && byte.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out payloadType)
            && payloadType is < 64 or (>= 96 and <= 127);
    }

    private sealed record Format(byte PayloadType, string Encoding);
}
