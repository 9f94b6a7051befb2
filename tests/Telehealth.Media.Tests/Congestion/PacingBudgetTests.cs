using Telehealth.Media.Congestion;

namespace Telehealth.Media.Tests.Congestion;

public sealed class PacingBudgetTests
{
    [Fact]
    public void A_burst_is_bounded_and_then_the_rate_holds()
    {
        var budget = new PacingBudget();
        var taken = 0;
        for (var ms = 0; ms < 10_000; ms++)
            while (budget.TryTake(1200, 400_000, TimeSpan.FromMilliseconds(ms)))
                taken += 1200;
        // 100 ms at once, then 10 s of 50,000 bytes.
        Assert.InRange(taken, 500_000, 505_000);
    }

    [Fact]
    public void Even_a_slow_link_can_repair_a_packet()
    {
        var budget = new PacingBudget();
        Assert.True(budget.TryTake(1500, 20_000, TimeSpan.Zero));
        Assert.True(budget.TryTake(1500, 20_000, TimeSpan.Zero));
        Assert.False(budget.TryTake(1500, 20_000, TimeSpan.Zero));
        Assert.True(budget.TryTake(1500, 20_000, TimeSpan.FromMilliseconds(600)));
    }

    [Fact]
    public void A_pause_saves_no_more_than_a_burst()
    {
        var budget = new PacingBudget();
        budget.TryTake(5000, 400_000, TimeSpan.Zero);
        Assert.False(budget.TryTake(5001, 400_000, TimeSpan.FromHours(1)));
        Assert.True(budget.TryTake(5000, 400_000, TimeSpan.FromHours(1)));
    }
}
