using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Sdp;

/// <summary>The rules by which layers, retransmissions, redundancy and feedback are taken from an offer.</summary>
public sealed class SimulcastAndRepairTests
{
    private const string RidExtension = "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    private const string Rids = "a=rid:a send\na=rid:b send\na=rid:c send\na=rid:d send\n";

    [Theory]
    [InlineData("a=simulcast:send a;b;c", "a b c")]
    [InlineData("a=simulcast:send c;a", "c a")]
    [InlineData("a=simulcast:send a;~b;~c", "a b c")]
    [InlineData("a=simulcast:send a,d;b,c", "a b")]
    [InlineData("a=simulcast:send ~d,a;b", "d b")]
    [InlineData("a=simulcast:send a;b;c;d", "a b c")]
    [InlineData("a=simulcast:send a;a;b", "a b")]
    [InlineData("a=simulcast:send a;missing;b", "a b")]
    [InlineData("a=simulcast:recv d send a;b", "a b")]
    [InlineData("a=simulcast:send a;b recv d", "a b")]
    [InlineData("a=simulcast:recv a;b", "")]
    [InlineData("a=simulcast:send", "")]
    [InlineData("a=simulcast:", "")]
    [InlineData("a=simulcast:send ;;,~;", "")]
    public void Layers_are_the_declared_ones_in_the_offers_order_and_at_most_three(string simulcast, string rids) =>
        Assert.Equal(rids, string.Join(' ', Video(RidExtension + "\n" + Rids + simulcast).SimulcastRids));

    [Theory]
    [InlineData("a=rid:hi-res_1 send", "hi-res_1")]
    [InlineData("a=rid:sixteen_letters_ send", "sixteen_letters_")]
    [InlineData("a=rid:seventeen_letters send", "")]
    [InlineData("a=rid:a.b send", "")]
    [InlineData("a=rid:é send", "")]
    [InlineData("a=rid:x recv", "")]
    [InlineData("a=rid:x", "")]
    [InlineData("a=rid:x send pt=96", "x")]
    [InlineData("a=rid:x send max-width=640;pt=118,96", "x")]
    [InlineData("a=rid:x send pt=118", "")]
    public void A_rid_is_taken_when_it_fits_a_header_and_a_common_codec(string line, string rid)
    {
        var name = line[6..].Split(' ')[0];
        Assert.Equal(rid, string.Join(' ', Video($"a=simulcast:send {name}\n{RidExtension}\n{line}").SimulcastRids));
    }

    [Fact]
    public void Layers_whose_packets_could_not_say_their_rid_are_declined() =>
        Assert.Empty(Video(Rids + "a=simulcast:send a;b;c").SimulcastRids);

    [Fact]
    public void A_section_that_only_receives_has_no_layers()
    {
        var text = Offer(RidExtension + "\n" + Rids + "a=simulcast:send a;b;c")
            .Replace("a=sendonly", "a=recvonly", StringComparison.Ordinal);
        Assert.Empty(SdpOfferTests.Read(text).Sections[0].SimulcastRids);
        Assert.DoesNotContain("simulcast", SdpAnswerTests.Answer(text, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=ssrc:1 cname:x\na=ssrc:2 cname:x\na=ssrc-group:FID 1 2", 1u, 2u)]
    [InlineData("a=ssrc-group:FID 1 2\na=ssrc:2 cname:x\na=ssrc:1 cname:x", 1u, 2u)]
    [InlineData("a=ssrc:1 cname:x\na=ssrc-group:FEC-FR 1 2", 1u, null)]
    [InlineData("a=ssrc:1 cname:x\na=ssrc-group:FID 1 1", 1u, null)]
    [InlineData("a=ssrc:1 cname:x\na=ssrc-group:FID 1 99999999999", 1u, null)]
    [InlineData("a=ssrc-group:FID 1 2", null, null)]
    [InlineData("a=ssrc:4294967296 cname:x", null, null)]
    public void The_source_that_repeats_is_told_from_the_one_that_sends(string lines, uint? ssrc, uint? rtx)
    {
        var video = Video(lines);
        Assert.Equal((ssrc, rtx), (video.Ssrc, video.RtxSsrc));
    }

    [Theory]
    [InlineData("a=rtpmap:97 rtx/90000\na=fmtp:97 apt=96", 97)]
    [InlineData("a=fmtp:97 apt=96;rtx-time=200\na=rtpmap:97 RTX/90000", 97)]
    [InlineData("a=rtpmap:97 rtx/90000\na=fmtp:97 apt=102", null)]
    [InlineData("a=rtpmap:97 rtx/90000", null)]
    [InlineData("a=rtpmap:97 rtx/48000\na=fmtp:97 apt=96", null)]
    [InlineData("a=rtpmap:96 rtx/90000\na=fmtp:96 apt=96", null)]
    [InlineData("a=rtpmap:72 rtx/90000\na=fmtp:72 apt=96", null)]
    public void Retransmissions_belong_to_the_codec_that_they_name(string lines, int? type) =>
        Assert.Equal(type, Video(lines).Codecs[0].RtxPayloadType);

    [Theory]
    [InlineData("a=fmtp:63 111/111", 63)]
    [InlineData("a=fmtp:63 111/111/111", 63)]
    [InlineData("a=fmtp:63 111/0", null)]
    [InlineData("a=fmtp:63 9/9", null)]
    [InlineData("a=fmtp:62 111/111", null)]
    public void Redundant_audio_is_taken_when_it_wraps_opus(string line, int? type)
    {
        var text = Offers.Chromium.Replace("a=fmtp:63 111/111", line, StringComparison.Ordinal);
        Assert.Equal(type, SdpOfferTests.Read(text).Sections[0].RedPayloadType);
    }

    [Theory]
    [InlineData("a=rtpmap:98 VP9/90000\na=fmtp:98 profile-id=2\na=rtpmap:100 VP9/90000\na=fmtp:100 profile-id=0", 100)]
    [InlineData("a=rtpmap:98 VP9/90000", 98)]
    [InlineData("a=rtpmap:98 VP9/90000\na=fmtp:98 profile-id=1", null)]
    [InlineData("a=rtpmap:45 AV1/90000\na=fmtp:45 level-idx=5;profile=0;tier=0", 45)]
    [InlineData("a=rtpmap:45 AV1/90000", 45)]
    [InlineData("a=rtpmap:45 AV1/90000\na=fmtp:45 profile=1", null)]
    public void Vp9_and_Av1_are_taken_in_the_profile_that_everybody_decodes(string lines, int? type)
    {
        var codecs = Video(lines).Codecs;
        Assert.Equal(MediaCodec.Vp8, codecs[0].Codec);
        Assert.Equal(type, codecs.Skip(1).SingleOrDefault()?.PayloadType);
    }

    [Theory]
    [InlineData("a=rtcp-fb:96 transport-cc", 0, false)]
    [InlineData("a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 0, false)]
    [InlineData("a=rtcp-fb:96 transport-cc\na=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 3, true)]
    [InlineData("a=rtcp-fb:* transport-cc\na=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 3, true)]
    public void Transport_wide_feedback_and_its_extension_come_together_or_not_at_all(string lines, int id, bool isTold)
    {
        var text = Offer(lines);
        var video = SdpOfferTests.Read(text).Sections[0];
        var answer = SdpAnswerTests.Answer(text, 1);

        Assert.Equal((id, isTold), (video.Extensions.TransportSequence, video.Codecs[0].Feedback.HasFlag(MediaFeedback.TransportWide)));
        Assert.Equal(isTold, answer.Contains("a=rtcp-fb:96 transport-cc\r\n", StringComparison.Ordinal));
        Assert.Equal(isTold, answer.Contains("a=extmap:3 http://www.ietf.org/id/draft-holmer", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_extensions_never_share_an_id()
    {
        var ids = Video("a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\n" + RidExtension).Extensions;
        Assert.Equal((0, 10), (ids.Rid, ids.RepairedRid));
    }

    private static OfferedSection Video(string lines) => SdpOfferTests.Read(Offer(lines)).Sections[0];

    private static string Offer(string lines) => $"""
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 100 45
        a=ice-ufrag:abcd
        a=ice-pwd:0123456789012345678901
        a=fingerprint:sha-256 {Offers.Fingerprint}
        a=setup:actpass
        a=mid:0
        a=rtcp-mux
        a=sendonly
        a=rtpmap:96 VP8/90000
        {lines}
        """;
}
