namespace Telehealth.Media.Tests.Sdp;

/// <summary>
/// Offers in the shape that the browsers give them, with invented secrets and fewer of the codecs that nobody here speaks.
/// </summary>
internal static class Offers
{
    public const string Fingerprint = "12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0";

    /// <summary>Chromium 156, policy max-bundle: microphone, camera, two receivers and a data channel.</summary>
    public static string Chromium { get; } = Lines($"""
        v=0
        o=- 2169500063590437113 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1 2 3 4
        a=extmap-allow-mixed
        a=msid-semantic: WMS 0ea81068-b02a-426a-84f8-bed9e44b6689
        m=audio 59740 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 127.0.0.1
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:3020417841 1 udp 2113937151 5d2cf4a5-6e5a-4ad8-9b6f-f2f1b7a3d0c1.local 59740 typ host generation 0 network-cost 999
        a=ice-ufrag:0Hyx
        a=ice-pwd:sUUbzS28CDYqZwG/AVHd2Xg0
        a=ice-options:trickle
        a=fingerprint:sha-256 {Fingerprint}
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendonly
        a=msid:0ea81068-b02a-426a-84f8-bed9e44b6689 f0d29a7e-3ea0-4591-8fe4-dee079aeffe4
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:110 telephone-event/48000
        a=ssrc:2966437655 cname:p/LyZSgFHp7eTYVG
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 107 108 109
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:0Hyx
        a=ice-pwd:sUUbzS28CDYqZwG/AVHd2Xg0
        a=ice-options:trickle
        a=fingerprint:sha-256 {Fingerprint}
        a=setup:actpass
        a=mid:1
        a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=sendonly
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 goog-remb
        a=rtcp-fb:96 transport-cc
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:102 H264/90000
        a=rtcp-fb:102 nack
        a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=102
        a=rtpmap:104 H264/90000
        a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f
        a=rtpmap:108 H264/90000
        a=rtcp-fb:108 ccm fir
        a=rtcp-fb:108 nack
        a=rtcp-fb:108 nack pli
        a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=ssrc-group:FID 1001 1002
        a=ssrc:1001 cname:p/LyZSgFHp7eTYVG
        a=ssrc:1002 cname:p/LyZSgFHp7eTYVG
        m=audio 0 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=bundle-only
        a=mid:2
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=recvonly
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        m=video 0 UDP/TLS/RTP/SAVPF 96
        c=IN IP4 0.0.0.0
        a=bundle-only
        a=mid:3
        a=recvonly
        a=rtcp-mux
        a=rtpmap:96 VP8/90000
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=mid:4
        a=sctp-port:5000
        """);

    /// <summary>Firefox ESR 153: the fingerprint stands at session level, an extension has a direction, one section was stopped.</summary>
    public static string Firefox { get; } = Lines($$"""
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 5185735812053871092 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=fingerprint:sha-256 {{Fingerprint.ToLowerInvariant()}}
        a=group:BUNDLE 0 2
        a=ice-options:trickle
        a=msid-semantic:WMS *
        a=extmap-allow-mixed
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122252543 1f0b6e5e-66c1-4a52-8f3b-5f6f0de2a6f4.local 40111 typ host
        a=candidate:2 1 TCP 2105524479 1f0b6e5e-66c1-4a52-8f3b-5f6f0de2a6f4.local 9 typ host tcptype active
        a=candidate:0 2 UDP 2122252542 1f0b6e5e-66c1-4a52-8f3b-5f6f0de2a6f4.local 40112 typ host
        a=sendrecv
        a=end-of-candidates
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
        a=extmap:3/sendrecv urn:ietf:params:rtp-hdrext:sdes:mid
        a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
        a=fmtp:101 0-15
        a=ice-pwd:4b0d6f6ab3cd0b0a1f2e3d4c5b6a7988
        a=ice-ufrag:8f1c2d3e
        a=mid:0
        a=msid:{5a1e} {77b0}
        a=rtcp-mux
        a=rtpmap:109 opus/48000/2
        a=rtpmap:9 G722/8000/1
        a=rtpmap:101 telephone-event/8000
        a=setup:actpass
        a=ssrc:3735928559 cname:{ce90}
        m=video 0 UDP/TLS/RTP/SAVPF 120
        c=IN IP4 0.0.0.0
        a=inactive
        a=mid:1
        a=rtpmap:120 VP8/90000
        m=video 9 UDP/TLS/RTP/SAVPF 120 124 126
        c=IN IP4 0.0.0.0
        a=sendrecv
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
        a=fmtp:126 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1
        a=fmtp:120 max-fs=12288;max-fr=60
        a=fmtp:124 apt=120
        a=ice-pwd:4b0d6f6ab3cd0b0a1f2e3d4c5b6a7988
        a=ice-ufrag:8f1c2d3e
        a=mid:2
        a=rtcp-fb:120 nack
        a=rtcp-fb:120 nack pli
        a=rtcp-fb:* ccm fir
        a=rtcp-mux
        a=rtpmap:120 VP8/90000
        a=rtpmap:124 rtx/90000
        a=rtpmap:126 H264/90000
        a=setup:actpass
        """);

    /// <summary>
    /// What the browsers themselves said (Chromium 156, Firefox ESR 153, policy max-bundle), with invented secrets and addresses:
    /// <c>plain</c> is a microphone, a camera and a receiver of each; <c>simulcast</c> the same with three layers; <c>screen</c> is a
    /// microphone, a camera in three layers and a screen.
    /// </summary>
    public static string Recorded(string name)
    {
        using var stream = typeof(Offers).Assembly.GetManifestResourceStream(name + ".sdp")
            ?? throw new ArgumentException($"There is no sample {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return Lines(reader.ReadToEnd().TrimEnd());
    }

    public static IReadOnlyList<string> RecordedNames { get; } =
        ["chromium-plain", "chromium-simulcast", "chromium-screen", "firefox-plain", "firefox-simulcast", "firefox-screen"];

    private static string Lines(string text) => text.ReplaceLineEndings("\r\n") + "\r\n";
}
