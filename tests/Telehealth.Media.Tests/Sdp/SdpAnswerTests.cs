using System.Net;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Sdp;

public sealed class SdpAnswerTests
{
    private static readonly string[] Kinds = ["m=audio 9 ", "m=video 9 ", "m=audio 9 ", "m=video 9 ", "m=application 0 "];

    [Fact]
    public void The_answer_keeps_the_offers_order_numbers_and_ids()
    {
        var lines = Answer(Offers.Chromium, 1).Split("\r\n");

        Assert.Equal("v=0", lines[0]);
        Assert.Contains("a=ice-lite", lines.TakeWhile(line => !line.StartsWith("m=", StringComparison.Ordinal)));
        Assert.Contains("a=group:BUNDLE 0 1 2 3", lines);
        Assert.Contains("a=extmap-allow-mixed", lines);
        var media = lines.Where(line => line.StartsWith("m=", StringComparison.Ordinal)).ToList();
        Assert.All(media.Zip(Kinds), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Equal("m=audio 9 UDP/TLS/RTP/SAVPF 111 63", media[0]);
        Assert.Equal("m=video 9 UDP/TLS/RTP/SAVPF 96 108 97", media[1]);
        Assert.Equal("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", media[4]);
        Assert.Contains("a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid", lines);
        Assert.Equal(4, lines.Count(line => line == "a=setup:passive"));
    }

    [Fact]
    public void Candidates_stand_once_best_first_and_are_complete()
    {
        var lines = Answer(Offers.Chromium, 1).Split("\r\n");
        Assert.Single(lines, "a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host");
        Assert.Single(lines, "a=candidate:2 1 udp 2130706175 2001:db8::1 40000 typ host");
        Assert.Single(lines, "a=end-of-candidates");
    }

    [Fact]
    public void Candidates_for_tcp_come_after_and_rank_below_those_for_udp()
    {
        var lines = Answer(Offers.Chromium, 1).Split("\r\n");
        Assert.Single(lines, "a=candidate:3 1 tcp 1520435199 192.0.2.1 443 typ host tcptype passive");
        Assert.Single(lines, "a=candidate:4 1 tcp 1520434943 2001:db8::1 443 typ host tcptype passive");
    }

    [Fact]
    public void Silence_costs_nothing_and_speech_is_mono_with_repair_inside()
    {
        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n", Answer(Offers.Chromium, 1), StringComparison.Ordinal);
        Assert.Contains(
            "a=fmtp:109 maxplaybackrate=48000;minptime=10;useinbandfec=1;usedtx=1\r\n", Answer(Offers.Firefox, 1),
            StringComparison.Ordinal);
        var plain = Answer(Offers.Chromium.Replace("a=fmtp:111 minptime=10;useinbandfec=1", "a=x", StringComparison.Ordinal), 1);
        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Retransmissions_redundancy_and_feedback_are_agreed_to()
    {
        var camera = Answer(Offers.Recorded("chromium-simulcast"), 1).Split("\r\nm=")[2];
        Assert.StartsWith("video 9 UDP/TLS/RTP/SAVPF 96 108 98 45 97 109 99 46\r\n", camera, StringComparison.Ordinal);
        Assert.Contains("a=rtpmap:98 VP9/90000\r\na=fmtp:98 profile-id=0\r\n", camera, StringComparison.Ordinal);
        Assert.Contains("a=rtpmap:45 AV1/90000\r\na=fmtp:45 level-idx=5;profile=0;tier=0\r\n", camera, StringComparison.Ordinal);
        Assert.Contains("a=rtpmap:109 rtx/90000\r\na=fmtp:109 apt=108\r\n", camera, StringComparison.Ordinal);
        foreach (var feedback in (string[])["nack", "nack pli", "ccm fir", "transport-cc", "goog-remb"])
            Assert.Contains($"a=rtcp-fb:96 {feedback}\r\n", camera, StringComparison.Ordinal);
        Assert.Contains("a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n", Answer(Offers.Chromium, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_of_sending_is_agreed_to_only_where_a_peer_has_nothing_better_to_judge_the_link_by()
    {
        const string sendTime = "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n";
        var both = Offers.Recorded("chromium-plain");
        var withoutFeedback = both.Replace("transport-cc", "nothing", StringComparison.Ordinal);
        var withoutEither = withoutFeedback.Replace("goog-remb", "nothing", StringComparison.Ordinal);

        Assert.DoesNotContain(sendTime, Answer(both, 1), StringComparison.Ordinal);
        Assert.Contains(sendTime, Answer(withoutFeedback, 1), StringComparison.Ordinal);
        Assert.DoesNotContain(sendTime, Answer(withoutEither, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_an_offer_gives_to_the_level_and_to_the_time_of_sending_stands_for_the_time()
    {
        var offer = Offers
            .Recorded("chromium-plain")
            .Replace("transport-cc", "nothing", StringComparison.Ordinal)
            .Replace(
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level", "a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                StringComparison.Ordinal);

        var answer = Answer(offer, 1);

        Assert.Contains("a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ssrc-audio-level", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_received_in_the_offers_order_with_the_extensions_that_name_them()
    {
        var sections = Answer(Offers.Recorded("firefox-simulcast"), 1).Split("\r\nm=");
        Assert.Contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f", sections[2], StringComparison.Ordinal);
        Assert.Contains("a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n", sections[2], StringComparison.Ordinal);
        Assert.Contains("a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n", sections[2], StringComparison.Ordinal);
        Assert.DoesNotContain("rtp-stream-id", sections[4], StringComparison.Ordinal);
        Assert.DoesNotContain("a=rid", sections[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_slot_with_a_track_says_whose_it_is_and_one_without_is_inactive()
    {
        var sections = Answer(Offers.Chromium, 1).Split("\r\nm=");
        Assert.Contains("a=sendonly\r\na=msid:ann ann-microphone", sections[3], StringComparison.Ordinal);
        Assert.Contains("a=ssrc-group:FID 77 78\r\na=ssrc:77 cname:ann\r\na=ssrc:78 cname:ann", sections[3], StringComparison.Ordinal);
        Assert.Contains("a=inactive", sections[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Firefoxs_stopped_section_is_rejected_in_its_place()
    {
        var lines = Answer(Offers.Firefox, 3).Split("\r\n");
        Assert.Contains("a=group:BUNDLE 0 2", lines);
        Assert.Contains("m=video 0 UDP/TLS/RTP/SAVPF 120", lines);
        Assert.Contains("m=video 9 UDP/TLS/RTP/SAVPF 120 126 124", lines);
        Assert.Contains("a=rtcp-fb:126 ccm fir", lines);
    }

    internal static string Answer(string offerText, int version) => Answer(SdpOfferTests.Read(offerText), version);

    internal static string Answer(SdpOffer offer, int version) =>
        new SdpAnswer
        {
            SessionId = 42,
            Version = version,
            IceUfrag = "abcd",
            IcePassword = "0123456789012345678901",
            FingerprintSha256 = Offers.Fingerprint,
            Candidates = [NetworkPath.From(IPAddress.Parse("192.0.2.1"), 40_000), NetworkPath.From(IPAddress.Parse("2001:db8::1"), 40_000)],
            TcpCandidates = [NetworkPath.From(IPAddress.Parse("192.0.2.1"), 443), NetworkPath.From(IPAddress.Parse("2001:db8::1"), 443)],
            AllowsMixedExtensions = offer.AllowsMixedExtensions,
            Sections =
            [
                .. offer.Sections.Select(section =>
                    section switch
                    {
                        { IsServable: false } => new AnsweredSection(section, false, MediaDirection.Inactive, null),
                        { Mid: "2", Kind: MediaKind.Audio } => new(
                            section, true, MediaDirection.SendOnly, new("ann", "ann-microphone", 77, "ann") { RtxSsrc = 78 }),
                        { Direction: MediaDirection.RecvOnly } => new(section, true, MediaDirection.Inactive, null),
                        _ => new(section, true, MediaDirection.RecvOnly, null),
                    }),
            ],
        }.Write();
}
