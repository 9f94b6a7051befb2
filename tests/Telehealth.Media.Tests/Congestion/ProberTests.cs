using Telehealth.Media.Congestion;

namespace Telehealth.Media.Tests.Congestion;

public sealed class ProberTests
{
    [Fact]
    public void What_is_wanted_and_fits_is_found_within_seconds()
    {
        var call = Talk(2_000_000, 1_200_000).Run(20);

        Assert.True(call.When(0, bps => bps >= 1_200_000) < 10, $"{call}");
        // Enough is enough: no padding once the estimate is there.
        var padding = call.PaddingBytes;
        call.Run(5);
        Assert.Equal(padding, call.PaddingBytes);
    }

    [Fact]
    public void What_does_not_fit_is_tried_ever_more_rarely_and_delays_nobody()
    {
        var call = Talk(400_000, 1_200_000).Run(60);
        var early = call.PaddingBytes;
        call.Run(120);

        Assert.True(call.PaddingBytes - early < early, $"{early} bytes in the first minute, {call.PaddingBytes} in three: {call}");
        Assert.True(call.QueueP95Ms() < 200, $"queue {call.QueueP95Ms():F0} ms: {call}");
        Assert.True(call.MeanBps(10, 180) is > 200_000 and < 480_000, $"{call}");
    }

    [Fact]
    public void Nothing_is_sent_while_nothing_is_wanted_or_nobody_answers()
    {
        var call = Talk(2_000_000, 0).Run(10);
        Assert.Equal(TimeSpan.MaxValue, call.Prober.Due);
        Assert.Equal(0, call.PaddingBytes);

        var deaf = Talk(2_000_000, 1_200_000);
        deaf.IsFeedbackLost = true;
        deaf.Run(10);
        Assert.Equal(0, deaf.PaddingBytes);
    }

    [Fact]
    public void A_try_ends_when_its_goal_goes()
    {
        var call = Talk(2_000_000, 1_200_000);
        while (call.PaddingBytes == 0) call.Run(0.001);
        call.Prober.Want(0);
        var padding = call.PaddingBytes;
        call.Run(5);
        Assert.Equal(padding, call.PaddingBytes);
    }

    // A video of 200 kbit/s, whatever more would fit.
    private static SimulatedCall Talk(double linkBps, long wantedBps)
    {
        var call = new SimulatedCall
        {
            Link = new(new Random(21)) { BitsPerSecond = linkBps },
            Estimator = new(300_000),
            VideoBps = (_, _) => 200_000,
        };
        call.Prober.Want(wantedBps);
        return call;
    }
}
