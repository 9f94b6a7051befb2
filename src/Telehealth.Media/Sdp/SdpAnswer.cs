using System.Globalization;
using System.Text;

namespace Telehealth.Media.Sdp;

/// <summary>
/// An answer (RFC 9429 section 5.3) of an ICE-lite relay that is always the DTLS server: the offer's sections in the offer's
/// order, payload types and extension ids as the offerer numbered them.
/// </summary>
public sealed record SdpAnswer
{
    // RFC 8445 section 5.1.2.1: host type preference 126, component 1; the local preference falls with the candidate's place.
    private const int HostPriorityBase = (126 << 24) | (256 - 1);

    // RFC 6544 section 4.2: below UDP's type preference, and passive is direction preference 4 on top of 13 bits for the rest.
    private const int TcpPriorityBase = (90 << 24) | (4 << 13 << 8) | (256 - 1);
    private const int MaxTcpRest = (1 << 13) - 1;

    /// <summary>Session id of the o-line: the same in all answers to one connection, below 2^63.</summary>
    public required long SessionId { get; init; }

    /// <summary>Version of the o-line: one more with each answer.</summary>
    public required int Version { get; init; }

    /// <summary>The relay's ICE user name fragment for this peer.</summary>
    public required string IceUfrag { get; init; }

    /// <summary>The relay's ICE password for this peer.</summary>
    public required string IcePassword { get; init; }

    /// <summary>The relay's certificate fingerprint, <c>AB:CD:…</c>, SHA-256.</summary>
    public required string FingerprintSha256 { get; init; }

    /// <summary>The addresses at which the relay can be reached, best first; at least one.</summary>
    public required IReadOnlyList<NetworkPath> Candidates { get; init; }

    /// <summary>
    /// The addresses at which the relay takes TCP connections (RFC 6544, passive); they come after <see cref="Candidates"/>.
    /// </summary>
    public IReadOnlyList<NetworkPath> TcpCandidates { get; init; } = [];

    /// <summary>Whether the offer allowed mixed extension headers, and the answer agrees.</summary>
    public required bool AllowsMixedExtensions { get; init; }

    /// <summary>One for each section of the offer, in its order.</summary>
    public required IReadOnlyList<AnsweredSection> Sections { get; init; }

    /// <summary>Writes the description, lines ended by CR LF.</summary>
    public string Write()
    {
        var text = new StringBuilder(4096);
        Line(text, $"v=0");
        Line(text, $"o=- {SessionId} {Version} IN IP4 127.0.0.1");
        Line(text, $"s=-");
        Line(text, $"t=0 0");
        Line(text, $"a=ice-lite");
        var bundle = string.Join(' ', Sections.Where(section => section.IsAccepted).Select(section => section.Offered.Mid));
        if (bundle.Length > 0) Line(text, $"a=group:BUNDLE {bundle}");
        if (AllowsMixedExtensions) Line(text, $"a=extmap-allow-mixed");
        Line(text, $"a=msid-semantic: WMS *");
        var isTagged = true;
        foreach (var section in Sections)
        {
            if (!section.IsAccepted)
            {
                WriteRejected(text, section.Offered);
                continue;
            }
            WriteAccepted(text, section, isTagged);
            isTagged = false;
        }
        return text.ToString();
    }

    private static void WriteRejected(StringBuilder text, OfferedSection offered)
    {
        Line(text, $"m={offered.MediaName} 0 {offered.ProtocolAndFormats}");
        Line(text, $"c=IN IP4 0.0.0.0");
        if (offered.Mid.Length > 0) Line(text, $"a=mid:{offered.Mid}");
        Line(text, $"a=inactive");
    }

    private void WriteAccepted(StringBuilder text, AnsweredSection section, bool isTagged)
    {
        var offered = section.Offered;
        var receivesLayers = offered.SimulcastRids.Count > 0 && section.Direction.HasFlag(MediaDirection.RecvOnly);
        Line(text, $"m={offered.MediaName} 9 UDP/TLS/RTP/SAVPF {SdpFormatLines.PayloadTypes(offered)}");
        Line(text, $"c=IN IP4 0.0.0.0");
        Line(text, $"a=rtcp:9 IN IP4 0.0.0.0");
        Line(text, $"a=ice-ufrag:{IceUfrag}");
        Line(text, $"a=ice-pwd:{IcePassword}");
        Line(text, $"a=fingerprint:sha-256 {FingerprintSha256}");
        Line(text, $"a=setup:passive");
        Line(text, $"a=mid:{offered.Mid}");
        if (isTagged) WriteCandidates(text);
        WriteExtensions(text, offered, receivesLayers);
        Line(text, $"a={Word(section.Direction)}");
        if (section.Track is { } sent) Line(text, $"a=msid:{sent.StreamId} {sent.TrackId}");
        Line(text, $"a=rtcp-mux");
        SdpFormatLines.Write(text, offered);
        if (receivesLayers) WriteLayers(text, offered.SimulcastRids);
        if (section.Track is { } track) WriteSources(text, track);
    }

    private static void WriteLayers(StringBuilder text, IReadOnlyList<string> rids)
    {
        foreach (var rid in rids) Line(text, $"a=rid:{rid} recv");
        Line(text, $"a=simulcast:recv {string.Join(';', rids)}");
    }

    private static void WriteSources(StringBuilder text, AnsweredTrack track)
    {
        if (track.RtxSsrc is { } group) Line(text, $"a=ssrc-group:FID {track.Ssrc} {group}");
        Line(text, $"a=ssrc:{track.Ssrc} cname:{track.CanonicalName}");
        if (track.RtxSsrc is { } repair) Line(text, $"a=ssrc:{repair} cname:{track.CanonicalName}");
    }

    private void WriteCandidates(StringBuilder text)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < Candidates.Count; i++)
        {
            var address = new System.Net.IPAddress(bytes[..Candidates[i].WriteAddress(bytes)]);
            var priority = HostPriorityBase + ((65535 - i) << 8);
            Line(text, $"a=candidate:{i + 1} 1 udp {priority} {address} {Candidates[i].Port} typ host");
        }
        for (var i = 0; i < TcpCandidates.Count; i++)
        {
            var address = new System.Net.IPAddress(bytes[..TcpCandidates[i].WriteAddress(bytes)]);
            var priority = TcpPriorityBase + ((MaxTcpRest - i) << 8);
            Line(
                text,
                $"a=candidate:{Candidates.Count + i + 1} 1 tcp {priority} {address} {TcpCandidates[i].Port} typ host tcptype passive");
        }
        Line(text, $"a=end-of-candidates");
    }

    private static void WriteExtensions(StringBuilder text, OfferedSection offered, bool receivesLayers)
    {
        var ids = offered.Extensions;
        Extension(text, ids.Mid, HeaderExtensionUris.Mid);
        if (offered.Kind == MediaKind.Audio) Extension(text, ids.AudioLevel, HeaderExtensionUris.AudioLevel);
        Extension(text, ids.TransportSequence, HeaderExtensionUris.TransportSequence);
        Extension(text, ids.SendTime, HeaderExtensionUris.SendTime);
        if (!receivesLayers) return;
        Extension(text, ids.Rid, HeaderExtensionUris.Rid);
        Extension(text, ids.RepairedRid, HeaderExtensionUris.RepairedRid);
    }

    private static void Extension(StringBuilder text, byte id, string uri)
    {
        if (id != 0) Line(text, $"a=extmap:{id} {uri}");
    }

    private static string Word(MediaDirection direction) => direction switch
    {
        MediaDirection.SendRecv => "sendrecv",
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.RecvOnly => "recvonly",
        _ => "inactive",
    };

    internal static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
}
