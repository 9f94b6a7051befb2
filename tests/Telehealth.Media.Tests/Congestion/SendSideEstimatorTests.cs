using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Tests.Congestion;

public sealed class SendSideEstimatorTests
{
    [Theory]
    [InlineData(1_000_000, 1)]
    [InlineData(1_000_000, 2)]
    [InlineData(300_000, 3)]
    [InlineData(300_000, 4)]
    public void It_converges_to_the_narrowest_link(int bitsPerSecond, int seed)
    {
        var call = new SimulatedCall { Link = new(new Random(seed)) { BitsPerSecond = bitsPerSecond } }.Run(60);

        var share = call.MeanBps(20, 60) / bitsPerSecond;
        Assert.True(share is > 0.8 and <= 1.0, $"{share:F3} of the link: {call}");
        Assert.True(call.QueueP95Ms() < 200, $"queue {call.QueueP95Ms():F0} ms: {call}");
    }

    [Fact]
    public void It_comes_down_within_three_seconds_when_the_link_halves_and_up_again_when_it_recovers()
    {
        var call = new SimulatedCall
        {
            Link = new(new Random(5)) { BitsPerSecond = 1_000_000 },
            EachTick = call => call.Link.BitsPerSecond = call.Seconds is > 30 and < 60 ? 500_000 : 1_000_000,
        }.Run(100);

        Assert.True(call.When(30, bps => bps <= 500_000) < 33, $"{call}");
        Assert.True(call.When(60, bps => bps >= 800_000) < 75, $"{call}");
        Assert.True(call.QueueP95Ms() < 200, $"queue {call.QueueP95Ms():F0} ms: {call}");
    }

    [Theory]
    [InlineData(0.05, 500_000, 500_000)]
    [InlineData(0.15, 250_000, 500_000)] // it sinks until it is clear that the loss does not follow
    public void A_wide_link_that_loses_at_random_does_not_starve(double loss, long atLeast, long atLeastLater)
    {
        var call = new SimulatedCall { Link = new(new Random(6)) { BitsPerSecond = 10_000_000, Loss = loss } }.Run(60);

        Assert.True(call.LeastBps(0, 60) >= atLeast && call.LeastBps(20, 60) >= atLeastLater, $"{call}");
        Assert.InRange(call.Estimator.Loss, loss - 0.07, loss + 0.07);
    }

    [Fact]
    public void A_shallow_queue_that_only_drops_is_seen_by_its_loss()
    {
        var call = new SimulatedCall
        {
            Link = new(new Random(7)) { BitsPerSecond = 500_000, MaxQueueMs = 40 },
            Estimator = new(1_500_000),
        }.Run(40);

        Assert.True(call.MeanBps(15, 40) is > 300_000 and < 600_000, $"{call}");
    }

    [Fact]
    public void It_makes_room_for_others_and_takes_it_back()
    {
        var call = new SimulatedCall
        {
            Link = new(new Random(8)) { BitsPerSecond = 1_500_000 },
            CrossBps = seconds => seconds is > 30 and < 60 ? 700_000 : 0,
        }.Run(100);

        Assert.True(call.When(30, bps => bps <= 850_000) < 34, $"{call}");
        Assert.True(call.When(60, bps => bps >= 1_200_000) < 80, $"{call}");
        Assert.True(call.QueueP95Ms() < 200, $"queue {call.QueueP95Ms():F0} ms: {call}");
    }

    [Theory]
    [InlineData(0, 9, 41_000)]
    [InlineData(0, 10, 41_000)]
    [InlineData(500_000, 9, 400_000)]
    [InlineData(500_000, 10, 400_000)]
    public void Jitter_does_not_take_the_rate_away_from_a_talk(int pictureBps, int seed, long atLeast)
    {
        var call = new SimulatedCall
        {
            Link = new(new Random(seed)) { BitsPerSecond = 5_000_000, JitterMs = 60 },
            VideoBps = (_, _) => pictureBps,
        }.Run(60);

        Assert.True(call.LeastBps(0, 60) > atLeast, $"{call}");
    }

    [Fact]
    public void What_is_sent_and_never_told_of_costs_the_rate()
    {
        var call = new SimulatedCall { Link = new(new Random(11)) { BitsPerSecond = 2_000_000 } }.Run(20);
        var before = call.Estimator.BitsPerSecond;
        call.IsFeedbackLost = true;
        call.Run(1.5);
        Assert.True(call.Estimator.BitsPerSecond > 0.9 * before);
        call.Run(10);
        Assert.True(call.Estimator.BitsPerSecond < before / 4);
    }

    [Fact]
    public void Before_any_feedback_it_is_the_start_value()
    {
        var estimator = new SendSideEstimator(450_000);
        estimator.Sent(1, 1200, TimeSpan.FromSeconds(1), false);
        Assert.Equal((450_000, false), (estimator.BitsPerSecond, estimator.HasFeedback));
        Assert.Equal((0.0, false), (estimator.Loss, estimator.IsTold));
    }

    [Fact]
    public void What_the_peer_asks_for_is_a_cap_that_ages_out()
    {
        var call = new SimulatedCall { Link = new(new Random(13)) { BitsPerSecond = 2_000_000 } }.Run(20);
        var (estimator, now) = (call.Estimator, TimeSpan.FromSeconds(30));
        estimator.Advance(now);
        var before = estimator.BitsPerSecond;
        estimator.ReceiveRemb(150_000, now);
        Assert.Equal(150_000, estimator.BitsPerSecond);
        estimator.ReceiveRemb(90_000_000, now);
        Assert.Equal(before, estimator.BitsPerSecond);
        estimator.ReceiveRemb(0, now);
        Assert.Equal(SendSideEstimator.FloorBps, estimator.BitsPerSecond);
        estimator.Advance(now + TimeSpan.FromSeconds(6));
        Assert.Equal(before, estimator.BitsPerSecond);
    }

    [Fact]
    public void Without_transport_wide_feedback_what_the_peer_asks_for_is_the_estimate_and_loosens_when_the_peer_falls_silent()
    {
        var estimator = new SendSideEstimator(600_000);
        estimator.ReceiveRemb(150_000, TimeSpan.FromSeconds(1));
        Assert.Equal((150_000, true, false), (estimator.BitsPerSecond, estimator.IsTold, estimator.HasFeedback));
        estimator.ReceiveRemb(9_000_000, TimeSpan.FromSeconds(2));
        Assert.Equal(9_000_000, estimator.BitsPerSecond);

        estimator.ReceiveRemb(100_000, TimeSpan.FromSeconds(10));
        estimator.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal(100_000, estimator.BitsPerSecond);
        estimator.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200_000, estimator.BitsPerSecond);
        estimator.Advance(TimeSpan.FromDays(30));
        Assert.Equal(SendSideEstimator.CeilingBps, estimator.BitsPerSecond);
    }

    [Fact]
    public void Without_transport_wide_feedback_reports_of_loss_lower_what_the_peer_asks_for_and_raise_it_again()
    {
        var estimator = new SendSideEstimator(600_000);
        void Talk(int fromSecond, int toSecond, byte fractionLost)
        {
            for (var second = fromSecond; second < toSecond; second++)
            {
                estimator.ReceiveRemb(900_000, TimeSpan.FromSeconds(second));
                estimator.ReceiveLoss(fractionLost, TimeSpan.FromSeconds(second));
            }
        }
        Talk(0, 5, 13);
        Assert.Equal(900_000, estimator.BitsPerSecond);
        Talk(5, 10, 150);
        Assert.InRange(estimator.BitsPerSecond, SendSideEstimator.FloorBps, 300_000);
        Talk(10, 60, 0);
        Assert.Equal(900_000, estimator.BitsPerSecond);
    }

    [Fact]
    public void No_feedback_that_a_peer_makes_up_throws_or_leaves_the_bounds()
    {
        const int seed = 12;
        var random = new Random(seed);
        var estimator = new SendSideEstimator(600_000);
        var writer = new RtcpWriter(new byte[600]);
        var now = TimeSpan.FromSeconds(1);
        for (var i = 0; i < 30_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(20));
            estimator.Sent((ushort)i, random.Next(1300), now, random.Next(2) == 0);
            writer = new(new byte[600]);
            writer.WriteTransportWide(1, 2, (byte)i, i - 20, [new(i - 20, random.Next()), new(i - random.Next(20), random.Next())]);
            ReadOnlySpan<byte> rest = Mutation.Of(writer.Written.ToArray(), random);
            while (RtcpPacket.TryTake(ref rest, out var packet)) estimator.ReceiveFeedback(packet, now);
            Assert.InRange(estimator.BitsPerSecond, SendSideEstimator.FloorBps, SendSideEstimator.CeilingBps);
            Assert.InRange(estimator.Loss, 0, 1);
            Assert.True(estimator.MediaBitsPerSecond >= 0);
        }
        Assert.True(estimator.HasFeedback);
    }

    [Fact]
    public void Packets_and_feedback_allocate_nothing()
    {
        var estimator = new SendSideEstimator(600_000);
        var log = new ArrivalLog();
        var buffer = new byte[1200];
        Exchange(estimator, log, buffer, 0, 2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(estimator, log, buffer, 2_000, 20_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(estimator.HasFeedback);
    }

    private static void Exchange(SendSideEstimator estimator, ArrivalLog log, byte[] buffer, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var now = TimeSpan.FromMilliseconds(5 * i);
            estimator.Sent((ushort)i, 1200, now, false);
            if (i % 31 != 0) log.Note((ushort)i, now);
            if (now < log.Due) continue;
            var writer = new RtcpWriter(buffer);
            while (log.TryWrite(ref writer, 1, 2, now)) { }
            var rest = writer.Written;
            while (RtcpPacket.TryTake(ref rest, out var packet)) estimator.ReceiveFeedback(packet, now);
        }
    }
}
