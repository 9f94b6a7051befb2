using System.Globalization;
using Telehealth.Media.Congestion;

namespace Telehealth.Media.Tests.Congestion;

public sealed class QualityLadderTests
{
    private const long Picture = 150_000;

    [Theory]
    [InlineData("all is well for a minute", "60s 500k 0%", "")]
    [InlineData("a dip of four seconds", "10s 500k 0%; 4s 100k 0%; 10s 500k 0%", "")]
    [InlineData("a picture does not fit for five seconds", "10s 500k 0%; 8s 100k 0%", "15.0 AudioOnly LowBandwidth")]
    [InlineData("picture and sound together count", "10s 500k 0%; 8s 180k 0%", "15.0 AudioOnly LowBandwidth")]
    [InlineData("a quarter of packets is lost", "10s 500k 0%; 8s 500k 25%", "15.0 AudioOnly HighLoss")]
    [InlineData("trouble that pauses begins anew", "4s 100k 0%; 1s 500k 0%; 4s 100k 0%; 1s 500k 0%", "")]
    [InlineData("not even sound fits", "20s 30k 0%", "5.0 AudioOnly LowBandwidth; 10.0 SuggestPhone LowBandwidth")]
    [InlineData("half of packets is lost", "20s 500k 50%", "5.0 AudioOnly HighLoss; 10.0 SuggestPhone HighLoss")]
    [InlineData("back after ten good seconds", "8s 100k 0%; 20s 500k 0%", "5.0 AudioOnly LowBandwidth; 18.0 Video Good")]
    [InlineData("just above the bar is not enough", "8s 100k 0%; 60s 250k 0%", "5.0 AudioOnly LowBandwidth")]
    [InlineData("less loss, but not well less, is not enough", "8s 500k 25%; 60s 500k 15%", "5.0 AudioOnly HighLoss")]
    [InlineData("a good spell that breaks begins anew", "8s 100k 0%; 9s 500k 0%; 1s 200k 0%; 9s 500k 0%", "5.0 AudioOnly LowBandwidth")]
    [InlineData("from the phone by way of sound", "12s 30k 0%; 30s 500k 0%",
        "5.0 AudioOnly LowBandwidth; 10.0 SuggestPhone LowBandwidth; 22.0 AudioOnly LowBandwidth; 32.2 Video Good")]
    [InlineData("from the phone to sound only", "12s 30k 0%; 60s 70k 0%",
        "5.0 AudioOnly LowBandwidth; 10.0 SuggestPhone LowBandwidth; 22.0 AudioOnly LowBandwidth")]
    public void The_rung_follows_the_link(string why, string link, string changes)
    {
        Assert.True(changes == Walk(new QualityLadder(), link), $"{why}: {Walk(new QualityLadder(), link)}");
    }

    [Fact]
    public void Without_a_picture_there_is_no_bar_for_one()
    {
        var ladder = new QualityLadder();
        Assert.Equal("", Walk(ladder, "30s 100k 0%", 0));
        Assert.Equal(0, ladder.WantedBitsPerSecond);
    }

    [Fact]
    public void A_publisher_that_rests_while_nobody_watches_does_not_lower_the_bar()
    {
        var ladder = new QualityLadder();
        Walk(ladder, "6s 100k 0%");
        Assert.Equal(285_000, ladder.WantedBitsPerSecond);
        Assert.Equal("", Walk(ladder, "30s 100k 0%", 0, from: 6));
        Assert.Equal("46.0 Video Good", Walk(ladder, "20s 300k 0%", 0, from: 36));
    }

    // "8s 100k 5%; …": for 8 s an estimate of 100 kbit/s with 5 % loss.
    private static string Walk(QualityLadder ladder, string link, long picture = Picture, double from = 0)
    {
        var changes = new List<string>();
        var at = from;
        foreach (var stretch in link.Split("; "))
        {
            var words = stretch
                .Split(' ')
                .Select(word => double.Parse(word.TrimEnd('s', 'k', '%'), CultureInfo.InvariantCulture))
                .ToArray();
            for (var i = 0; i < words[0] * 4; i++, at += 0.25)
                if (ladder.Watch((long)words[1] * 1000, words[2] / 100, picture, TimeSpan.FromSeconds(at), out var rung, out var cause))
                    changes.Add(FormattableString.Invariant($"{at:F1} {rung} {cause}"));
        }
        return string.Join("; ", changes);
    }
}
