using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Sdp;

/// <summary>What the browsers really offer, and what they then read in the answer.</summary>
public sealed class RecordedOfferTests
{
    private const MediaFeedback Picture =
        MediaFeedback.Nack | MediaFeedback.PictureLoss | MediaFeedback.FullIntra | MediaFeedback.TransportWide | MediaFeedback.Remb;

    public static TheoryData<string> Names => [.. Offers.RecordedNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_section_is_servable_and_speaks_what_the_relay_speaks(string name)
    {
        var offer = SdpOfferTests.Read(Offers.Recorded(name));

        Assert.All(offer.Sections, section => Assert.True(section.IsServable));
        Assert.All(offer.Sections, section => Assert.NotEqual(0, section.Extensions.Mid));
        Assert.All(offer.Sections, section => Assert.NotEqual(0, section.Extensions.TransportSequence));
        foreach (var section in offer.Sections.Where(section => section.Kind == MediaKind.Audio))
        {
            Assert.NotEqual(0, section.Extensions.AudioLevel);
            Assert.Equal(MediaFeedback.TransportWide, Assert.Single(section.Codecs).Feedback);
        }
        foreach (var section in offer.Sections.Where(section => section.Kind == MediaKind.Video))
        {
            Assert.Equal(MediaCodec.Vp8, section.Codecs[0].Codec);
            Assert.All(section.Codecs, codec => Assert.Equal(Picture, codec.Feedback));
            Assert.All(section.Codecs, codec => Assert.NotNull(codec.RtxPayloadType));
        }
    }

    [Fact]
    public void Chromium_numbers_its_codecs_and_their_retransmissions()
    {
        var sections = SdpOfferTests.Read(Offers.Recorded("chromium-plain")).Sections;

        Assert.Equal<(MediaCodec, int, int?)>(
            [(MediaCodec.Vp8, 96, 97), (MediaCodec.H264, 108, 109), (MediaCodec.Vp9, 98, 99), (MediaCodec.Av1, 45, 46)],
            sections[1].Codecs.Select(codec => (codec.Codec, (int)codec.PayloadType, (int?)codec.RtxPayloadType)));
        Assert.Equal(sections[1].Codecs, sections[3].Codecs);
        Assert.Equal(111, Assert.Single(sections[0].Codecs).PayloadType);
        Assert.Equal<byte?>([63, null, 63, null], sections.Select(section => section.RedPayloadType));
        Assert.Equal((3833279429u, 1516757925u), (sections[1].Ssrc, sections[1].RtxSsrc));
        Assert.All(sections, section => Assert.Empty(section.SimulcastRids));
    }

    [Fact]
    public void Firefox_numbers_its_codecs_and_their_retransmissions()
    {
        var sections = SdpOfferTests.Read(Offers.Recorded("firefox-plain")).Sections;

        Assert.Equal<(MediaCodec, int, int?)>(
            [(MediaCodec.Vp8, 120, 124), (MediaCodec.Vp9, 121, 125), (MediaCodec.Av1, 99, 100)],
            sections[1].Codecs.Select(codec => (codec.Codec, (int)codec.PayloadType, (int?)codec.RtxPayloadType)));
        Assert.All(sections, section => Assert.Null(section.RedPayloadType));
        Assert.Equal((3478073630u, 1712653381u), (sections[1].Ssrc, sections[1].RtxSsrc));
    }

    [Theory]
    [InlineData("chromium-simulcast", 10, 11)]
    [InlineData("chromium-screen", 10, 11)]
    [InlineData("firefox-simulcast", 9, 10)]
    [InlineData("firefox-screen", 9, 10)]
    public void The_camera_in_three_layers_is_known_by_its_rids_and_nothing_else_is(string name, int rid, int repairedRid)
    {
        var sections = SdpOfferTests.Read(Offers.Recorded(name)).Sections;

        Assert.Equal(["q", "h", "f"], sections[1].SimulcastRids);
        Assert.Equal((rid, repairedRid), (sections[1].Extensions.Rid, sections[1].Extensions.RepairedRid));
        Assert.All(sections.Where((_, i) => i != 1), section => Assert.Empty(section.SimulcastRids));
    }

    [Fact]
    public void A_screen_has_one_source_and_one_that_repeats_it()
    {
        var chromium = SdpOfferTests.Read(Offers.Recorded("chromium-screen")).Sections[2];
        var firefox = SdpOfferTests.Read(Offers.Recorded("firefox-screen")).Sections[2];

        Assert.Equal((3244884040u, 1494230744u), (chromium.Ssrc, chromium.RtxSsrc));
        Assert.Equal((475054988u, 341810176u), (firefox.Ssrc, firefox.RtxSsrc));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_answer_names_no_format_extension_or_layer_that_was_not_offered(string name)
    {
        var offer = Offers.Recorded(name);
        var answer = SdpAnswerTests.Answer(offer, 1);

        var offered = offer.Split("\r\nm=").Skip(1).ToList();
        var answered = answer.Split("\r\nm=").Skip(1).ToList();
        Assert.Equal(offered.Count, answered.Count);
        foreach (var (asked, given) in offered.Zip(answered))
        {
            Assert.Empty(Formats(given).Except(Formats(asked)));
            Assert.Equal(Formats(given).Order(), Values(given, "a=rtpmap:").Order());
            Assert.Empty(Extensions(given).Except(Extensions(asked)));
            Assert.Equal(
                asked.Contains("a=simulcast:send", StringComparison.Ordinal),
                given.Contains("a=simulcast:recv q;h;f", StringComparison.Ordinal));
        }
    }

    private static string[] Formats(string section) => section.Split("\r\n")[0].Split(' ')[3..];

    private static List<string> Values(string section, string start) =>
        [
            .. section
                .Split("\r\n")
                .Where(line => line.StartsWith(start, StringComparison.Ordinal))
                .Select(line => line[start.Length..].Split(' ')[0]),
        ];

    // A direction behind the id is the offerer's; the id and the name must be the same.
    private static List<string> Extensions(string section) =>
        [
            .. section
                .Split("\r\n")
                .Where(line => line.StartsWith("a=extmap:", StringComparison.Ordinal))
                .Select(line => line.Split(' '))
                .Select(words => words[0].Split('/')[0] + words[1]),
        ];
}
