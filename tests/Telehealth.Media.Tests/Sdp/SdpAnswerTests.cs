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
        Assert.Equal("m=video 9 UDP/TLS/RTP/SAVPF 96 108", media[1]);
        Assert.Equal("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", media[4]);
        Assert.Contains("a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid", lines);
        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1", lines);
        Assert.DoesNotContain(lines, line => line.Contains("transport-cc", StringComparison.Ordinal) || line.Contains("rtx", StringComparison.Ordinal));
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
    public void A_slot_with_a_track_says_whose_it_is_and_one_without_is_inactive()
    {
        var sections = Answer(Offers.Chromium, 1).Split("\r\nm=");
        Assert.Contains("a=sendonly\r\na=msid:ann ann-microphone", sections[3], StringComparison.Ordinal);
        Assert.Contains("a=ssrc:77 cname:ann", sections[3], StringComparison.Ordinal);
        Assert.Contains("a=inactive", sections[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Firefoxs_stopped_section_is_rejected_in_its_place()
    {
        var lines = Answer(Offers.Firefox, 3).Split("\r\n");
        Assert.Contains("a=group:BUNDLE 0 2", lines);
        Assert.Contains("m=video 0 UDP/TLS/RTP/SAVPF 120", lines);
        Assert.Contains("m=video 9 UDP/TLS/RTP/SAVPF 120 126", lines);
        Assert.Contains("a=rtcp-fb:126 ccm fir", lines);
    }

    private static string Answer(string offerText, int version)
    {
        var offer = SdpOfferTests.Read(offerText);
        return new SdpAnswer
        {
            SessionId = 42,
            Version = version,
            IceUfrag = "abcd",
            IcePassword = "0123456789012345678901",
            FingerprintSha256 = Offers.Fingerprint,
            Candidates = [NetworkPath.From(IPAddress.Parse("192.0.2.1"), 40_000), NetworkPath.From(IPAddress.Parse("2001:db8::1"), 40_000)],
            AllowsMixedExtensions = offer.AllowsMixedExtensions,
            Sections = [.. offer.Sections.Select(section => section switch
            {
                { IsServable: false } => new AnsweredSection(section, false, MediaDirection.Inactive, null),
                { Mid: "2", Kind: MediaKind.Audio } => new(section, true, MediaDirection.SendOnly, new("ann", "ann-microphone", 77, "ann")),
                { Direction: MediaDirection.RecvOnly } => new(section, true, MediaDirection.Inactive, null),
                _ => new(section, true, MediaDirection.RecvOnly, null),
            })],
        }.Write();
    }
}
