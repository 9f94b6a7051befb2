using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>Samples become figures, and figures a sentence.</summary>
public sealed class CallFiguresTests
{
    private static readonly QualityFigures Good = new(600, QualityRung.Video, 1, 0, 0, 40, 60, 0, 0.5, 0, 0.5, 0, 0, 0, 0, MediaPath.Udp);
    private static readonly QualitySample Told = new(0, 0, 0, 0, 0, 0, MediaPath.Udp, null, null);

    public static TheoryData<string, QualityTroubleCase> Calls =>
        new()
        {
            { "The connection was good.", new(Good, QualityTrouble.None) },
            {
                "Sound broke up 3 times: 12 % of packets were lost between the patient's network and us. A cable or a place nearer to the Wi-Fi router helps.",
                new(Good with { LossFromP95Percent = 12, LossToP95Percent = 6, BreakUps = 3 }, QualityTrouble.LossFrom)
            },
            {
                "At worst 7 % of packets were lost between us and the patient's network. A cable or a place nearer to the Wi-Fi router helps.",
                new(Good with { LossToP95Percent = 7 }, QualityTrouble.LossTo)
            },
            {
                "The patient's connection broke 2 times and came back. A cable, or staying in one place with good reception, helps.",
                new(Good with { Reconnects = 2, AudioOnlyShare = 0.5 }, QualityTrouble.Interruptions)
            },
            {
                "The patient's network carried sound only for 40 % of the time. Ending downloads and other calls, or another network, helps.",
                new(Good with { AudioOnlyShare = 0.4 }, QualityTrouble.LowBandwidth)
            },
            {
                "The patient's network could not even carry sound for 10 % of the time. Another network, or a phone call, helps.",
                new(Good with { AudioOnlyShare = 0.4, SuggestPhoneShare = 0.1 }, QualityTrouble.LowBandwidth)
            },
            {
                "What was said arrived late: up to 620 ms on the patient's way to us and back. Switching a VPN off, or another network, helps.",
                new(Good with { RoundTripP95Ms = 620, Path = MediaPath.Tcp }, QualityTrouble.LongDelay)
            },
            {
                "The patient's network blocks UDP, so the call went through TCP, which stutters when a packet is lost. Its operator can allow UDP to this server.",
                new(Good with { Path = MediaPath.Tcp, Freezes = 9 }, QualityTrouble.NoUdp)
            },
            {
                "The network did well, but pictures froze 5 times on the patient's device. Closing other programs there helps.",
                new(Good with { Freezes = 5 }, QualityTrouble.SlowDevice)
            },
        };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_is_explained_in_one_sentence_with_what_helps(string sentence, QualityTroubleCase call)
    {
        Assert.Equal(call.Trouble, QualityWords.TroubleOf(call.Figures));
        Assert.Equal(sentence, QualityWords.Why(call.Figures, ParticipantRole.Patient));
    }

    [Fact]
    public void The_clinician_is_spoken_to() =>
        Assert.StartsWith(
            "Your connection broke once", QualityWords.Why(Good with { Reconnects = 1 }, ParticipantRole.Clinician),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(null, QualityRung.AudioOnly, QualityCause.HighLoss, "Your connection is unsteady: pictures are paused, sound goes on.")]
    [InlineData(
        "Maria", QualityRung.AudioOnly, QualityCause.LowBandwidth, "Maria's connection is weak: pictures are paused, sound goes on.")]
    [InlineData(
        "Maria", QualityRung.SuggestPhone, QualityCause.LowBandwidth,
        "Maria's connection is too weak even for sound. A phone call would serve better.")]
    [InlineData(
        null, QualityRung.SuggestPhone, QualityCause.LowBandwidth,
        "Your connection is too weak even for sound. Keep a phone at hand: a phone call would serve better.")]
    [InlineData("Maria", QualityRung.Video, QualityCause.Good, "Maria's connection is good again.")]
    public void A_change_is_told_in_one_sentence(string? name, QualityRung rung, QualityCause cause, string sentence) =>
        Assert.Equal(sentence, QualityWords.Now(name, rung, cause));

    [Fact]
    public void Nothing_is_said_of_a_call_that_never_connected()
    {
        var figures = new CallFigures();
        figures.Add(SomeStatistics.Published(0, 0) with { IsConnected = false });
        figures.Add(Told);
        Assert.Null(figures.Sum());
    }

    [Fact]
    public void Time_is_counted_on_the_rung_on_which_it_was_spent()
    {
        var figures = new CallFigures();
        foreach (var rung in new[] { QualityRung.Video, QualityRung.Video, QualityRung.Video, QualityRung.AudioOnly })
            figures.Add(SomeStatistics.Published(0, 0) with { Rung = rung });

        var sum = figures.Sum()!;

        Assert.Equal(
            (20, QualityRung.AudioOnly, 0.75, 0.25, 0.0),
            (sum.Seconds, sum.WorstRung, sum.VideoShare, sum.AudioOnlyShare, sum.SuggestPhoneShare));
    }

    [Fact]
    public void Loss_is_that_since_the_last_sample_and_a_new_connection_counts_anew()
    {
        var figures = new CallFigures();
        figures.Add(SomeStatistics.Published(900, 100));
        Assert.Equal(10, figures.LossFromPercent);
        figures.Add(SomeStatistics.Published(1_900, 100));
        Assert.Equal(0, figures.LossFromPercent);
        figures.Add(SomeStatistics.Published(50, 50));
        Assert.Equal(50, figures.LossFromPercent);
    }

    [Fact]
    public void Sound_that_stays_broken_broke_once()
    {
        var figures = new CallFigures();
        foreach (var (packets, lost) in new[] { (90, 10), (180, 20), (280, 20), (370, 30) })
            figures.Add(SomeStatistics.Published(packets, lost));
        Assert.Equal(2, figures.Sum()!.BreakUps);
    }

    [Fact]
    public void A_page_that_was_loaded_anew_counts_on()
    {
        var figures = new CallFigures();
        figures.Add(SomeStatistics.Published(0, 0));
        figures.Add(Told with { Freezes = 3, FramesDecoded = 90, FramesDropped = 10 });
        figures.Add(Told with { Freezes = 5, FramesDecoded = 180, FramesDropped = 20 });
        figures.Add(Told with { Freezes = 1, FramesDecoded = 0, FramesDropped = 0 });

        Assert.Equal((6, 0.1), (figures.Sum()!.Freezes, figures.Sum()!.FramesDroppedShare));
    }

    [Fact]
    public void What_a_browser_tells_is_bounded()
    {
        var figures = new CallFigures();
        figures.Add(SomeStatistics.Published(0, 0));
        figures.Add(new QualitySample(int.MinValue, -1, -1, int.MinValue, long.MinValue, long.MaxValue, MediaPath.Udp, -5, int.MaxValue));
        figures.Add(
            new QualitySample(
                int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, long.MaxValue, long.MinValue, MediaPath.Udp, null, null));

        Assert.InRange(figures.Sum()!.Freezes, 0, 100_000_000);
        Assert.Equal((0, 86_400_000), (figures.Browser!.ReceivedSamples, figures.Browser.FrozenMs));
    }

    [Fact]
    public void Quantiles_are_those_of_the_values_within_a_step()
    {
        var spread = new Spread(step: 10, steps: 100);
        Assert.Null(spread.Quantile(0.5));
        foreach (var value in Enumerable.Range(1, 100))
            spread.Add(value * 10);
        spread.Add(double.NaN);

        Assert.Equal((510.0, 960.0, 1_000.0), (spread.Quantile(0.5), spread.Quantile(0.95), spread.Quantile(1)));
    }

    /// <summary>A call and what made it bad.</summary>
    public sealed class QualityTroubleCase
    {
        internal QualityTroubleCase(QualityFigures figures, QualityTrouble trouble) => (Figures, Trouble) = (figures, trouble);

        internal QualityFigures Figures { get; }

        internal QualityTrouble Trouble { get; }

        public override string ToString() => Trouble.ToString();
    }
}

/// <summary>Statistics of the relay as far as tests need them.</summary>
internal static class SomeStatistics
{
    public static PeerStatistics Published(long packets, long lost) =>
        new(
            IsConnected: true, TimeSpan.FromMilliseconds(40),
            [new UpTrackStatistics(TrackSource.Microphone, packets, packets * 80, lost, 2)], []);
}
