using System.Globalization;

namespace Telehealth.Media.Sdp;

/// <summary>Gathers the attribute lines of one m-section, or of the session level, while an offer is read.</summary>
internal sealed class SdpSectionReader
{
    private readonly SdpFormats _formats = new();
    private readonly SdpSimulcast _simulcast = new();
    private readonly SdpSources _sources = new();
    private HeaderExtensionIds _extensions;

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
    public string[]? Bundle { get; private set; }

    public MediaKind? Kind => MediaName switch
    {
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        _ => null,
    };

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
            case "rtpmap": _formats.ReadFormat(value); break;
            case "fmtp": _formats.ReadParameters(value); break;
            case "rtcp-fb": _formats.ReadFeedback(value); break;
            case "extmap": ReadExtension(value); break;
            case "ssrc": _sources.ReadSource(value); break;
            case "ssrc-group": _sources.ReadGroup(value); break;
            case "rid": _simulcast.ReadRid(value); break;
            case "simulcast": _simulcast.ReadSimulcast(value); break;
        }
    }

    /// <summary>The section as the relay sees it, once all of its lines are read.</summary>
    /// <param name="session">The lines before the first section: their direction is every section's that has none.</param>
    /// <param name="isBundled">Whether the section lives on the bundle's transport.</param>
    public OfferedSection ToSection(SdpSectionReader session, bool isBundled)
    {
        var codecs = _formats.Pick(Kind);
        var extensions = _extensions;
        // The arrival of packets can be told only when they are numbered, and numbers are of use only when it is told.
        if (extensions.TransportSequence == 0 || !codecs.Exists(codec => codec.Feedback.HasFlag(MediaFeedback.TransportWide)))
        {
            extensions = extensions with { TransportSequence = 0 };
            codecs = codecs.ConvertAll(codec => codec with { Feedback = codec.Feedback & ~MediaFeedback.TransportWide });
        }
        // Who judges the delay itself and tells by REMB needs the time of sending; who tells when packets came does not.
        if (extensions.TransportSequence != 0 || !codecs.Exists(codec => codec.Feedback.HasFlag(MediaFeedback.Remb)))
            extensions = extensions with { SendTime = 0 };
        var direction = Direction ?? session.Direction ?? MediaDirection.SendRecv;
        // Layers are told from each other by the name that their packets carry.
        var sendsLayers = Kind == MediaKind.Video && extensions.Rid != 0 && direction.HasFlag(MediaDirection.SendOnly);
        return new()
        {
            Mid = Mid ?? "",
            MediaName = MediaName,
            ProtocolAndFormats = ProtocolAndFormats,
            Kind = Kind,
            IsServable = isBundled && codecs.Count > 0 && ProtocolAndFormats.StartsWith("UDP/TLS/RTP/SAVPF ", StringComparison.Ordinal),
            Direction = direction,
            Codecs = codecs,
            Extensions = extensions,
            Ssrc = _sources.Media,
            RtxSsrc = _sources.Repair,
            SimulcastRids = sendsLayers ? _simulcast.Rids(codecs) : [],
            RedPayloadType = codecs is [{ Codec: MediaCodec.Opus } opus] ? _formats.RedOf(opus.PayloadType) : null,
        };
    }

    // RFC 8285 section 8: "extmap:<id>[/<direction>] <uri>". An extension that the offerer only receives is of no use for demultiplexing,
    // but it may still be sent to it; so the direction is read over. Ids above 14 would need two-byte headers.
    private void ReadExtension(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return;
        var id = value[..space].Split('/')[0];
        if (!byte.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return;
        // Two extensions with one id could not be told apart: the first has it.
        if (number == _extensions.Mid || number == _extensions.AudioLevel || number == _extensions.TransportSequence
            || number == _extensions.Rid || number == _extensions.RepairedRid || number == _extensions.SendTime) return;
        _extensions = value[(space + 1)..].Split(' ')[0] switch
        {
            HeaderExtensionUris.Mid => _extensions with { Mid = number },
            HeaderExtensionUris.AudioLevel => _extensions with { AudioLevel = number },
            HeaderExtensionUris.TransportSequence => _extensions with { TransportSequence = number },
            HeaderExtensionUris.Rid => _extensions with { Rid = number },
            HeaderExtensionUris.RepairedRid => _extensions with { RepairedRid = number },
            HeaderExtensionUris.SendTime => _extensions with { SendTime = number },
            _ => _extensions,
        };
    }

    private void ReadGroup(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["BUNDLE", ..] && words.Length <= SdpOffer.MaxSections + 1) Bundle ??= words[1..];
    }

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
}

/// <summary>The names of the header extensions that the relay speaks.</summary>
internal static class HeaderExtensionUris
{
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    public const string TransportSequence = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public const string Rid = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public const string RepairedRid = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    public const string SendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
}
