using System.Text;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Sdp;

public sealed class SdpFuzzTests
{
    private static readonly string[] Words =
    [
        "a=simulcast:send", " send ", ";", ",", "~", "a=rid:q send pt=96", "a=rid:", "a=ssrc-group:FID", " 0", "4294967296", "-1", "apt=96",
        "apt=", "a=rtpmap:96 rtx/90000", "a=fmtp:63 111/111", "red/48000/2", "a=extmap:3", "/sendonly", "a=extmap:255 ",
        "a=rtcp-fb:* transport-cc", "é", "\0", "=",
    ];

    public static IEnumerable<string> All => [Offers.Chromium, Offers.Firefox, .. Offers.RecordedNames.Select(Offers.Recorded)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_mutation_of_an_offer_throws(int seed)
    {
        var random = new Random(seed);
        foreach (var good in All)
            for (var i = 0; i < 2000; i++)
                Check(Encoding.Latin1.GetString(Mutation.Of(Encoding.Latin1.GetBytes(good), random)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void No_shuffling_of_an_offers_lines_and_words_throws(int seed)
    {
        var random = new Random(seed);
        var all = All.Select(text => text.Split("\r\n")).ToList();
        for (var i = 0; i < 6000; i++) Check(string.Join("\r\n", Shuffle([.. all[random.Next(all.Count)]], all, random)));
    }

    // Most of what byte mutations make ends at the first broken line; lines that are whole but misplaced get further.
    private static List<string> Shuffle(List<string> lines, List<string[]> all, Random random)
    {
        for (var times = random.Next(1, 12); times > 0; times--)
        {
            // The first lines decide whether anything is read at all.
            var at = random.Next(5, lines.Count);
            var other = all[random.Next(all.Count)];
            switch (random.Next(5))
            {
                case 0: lines.Insert(at, other[random.Next(5, other.Length)]); break;
                case 1: lines[at] = other[random.Next(5, other.Length)]; break;
                case 2: lines.Insert(at, lines[random.Next(5, lines.Count)]); break;
                case 3: lines[at] = lines[at].Insert(random.Next(lines[at].Length + 1), Words[random.Next(Words.Length)]); break;
                default: lines[at] = lines[at][..random.Next(lines[at].Length + 1)] + Words[random.Next(Words.Length)]; break;
            }
        }
        return lines;
    }

    private static void Check(string text)
    {
        if (!SdpOffer.TryParse(text, out var offer, out var refusal))
        {
            Assert.StartsWith("media.", refusal.Code, StringComparison.Ordinal);
            return;
        }
        Assert.True(offer.Sections.Count <= SdpOffer.MaxSections);
        foreach (var section in offer.Sections) CheckSection(section);
        var answer = SdpAnswerTests.Answer(offer, 1);
        Assert.DoesNotContain("\0", answer, StringComparison.Ordinal);
        Assert.Equal(offer.Sections.Count, answer.Split("\r\nm=").Length - 1);
    }

    private static void CheckSection(OfferedSection section)
    {
        Assert.True(section.SimulcastRids.Count <= 3);
        Assert.Equal(section.SimulcastRids.Count, section.SimulcastRids.Distinct().Count());
        Assert.All(section.SimulcastRids, rid => Assert.Matches("^[A-Za-z0-9_-]{1,16}$", rid));
        Assert.True(section.RtxSsrc is null || section.RtxSsrc != section.Ssrc);
        var types = section.Codecs.Select(codec => codec.PayloadType)
            .Concat(section.Codecs.Where(codec => codec.RtxPayloadType is not null).Select(codec => codec.RtxPayloadType!.Value))
            .Concat(section.RedPayloadType is { } red ? [red] : []).ToList();
        Assert.Equal(types.Count, types.Distinct().Count());
        Assert.DoesNotContain(types, type => type is > 127 or (>= 64 and < 96));
        var isTold = section.Codecs.Any(codec => codec.Feedback.HasFlag(MediaFeedback.TransportWide));
        Assert.Equal(isTold, section.Extensions.TransportSequence != 0);
        byte[] ids =
        [
            section.Extensions.Mid,
            section.Extensions.AudioLevel,
            section.Extensions.TransportSequence,
            section.Extensions.Rid,
            section.Extensions.RepairedRid,
        ];
        var given = ids.Where(id => id != 0).ToList();
        Assert.Equal(given.Count, given.Distinct().Count());
    }
}
