using Telehealth.Dispatch.Simulation;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class EstimateTests
{
    [Fact]
    public void The_interval_is_as_worked_by_hand()
    {
        // Mean 4, variance 10/3 with 3 degrees of freedom: 3.182 · √(10/3 / 4).
        var estimate = Estimate.Of([2, 3, 5, 6]);

        Assert.Equal(4, estimate.Mean);
        Assert.Equal(2.9048, estimate.HalfWidth, 0.0005);
        Assert.Equal(1.095, estimate.Low, 0.001);
        Assert.Equal(6.905, estimate.High, 0.001);
    }

    [Fact]
    public void Differences_on_the_same_seeds_have_an_interval_of_their_own()
    {
        var difference = Estimate.OfDifferences([10, 50, 90], [9, 49, 89]);

        Assert.Equal((1.0, 0.0), (difference.Mean, difference.HalfWidth));
    }

    [Fact]
    public void One_replication_has_no_interval_and_a_value_that_is_none_does_not_count()
    {
        Assert.Equal((5.0, double.NaN), (Estimate.Of([5]).Mean, Estimate.Of([5]).HalfWidth));
        Assert.Equal(2, Estimate.Of([1, double.NaN, 3]).Mean);
        Assert.Equal(double.NaN, Estimate.Of([]).Mean);
    }

    // From tables of Student's t.
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(9, 2.262)]
    [InlineData(40, 2.021)]
    [InlineData(120, 1.980)]
    public void The_quantiles_are_those_of_the_tables(int degrees, double expected) =>
        Assert.Equal(expected, Estimate.Quantile(degrees), 0.0015);

    [Fact]
    public void The_interval_holds_the_truth_nineteen_times_in_twenty()
    {
        var chance = new Chance(9, 1);
        var held = Enumerable.Range(0, 4_000).Count(_ =>
        {
            var estimate = Estimate.Of(Enumerable.Range(0, 8).Select(_ => Math.Log(chance.LogNormal(1, 1))));
            return estimate.Low <= 0 && estimate.High >= 0;
        });

        Assert.InRange(held / 4_000.0, 0.935, 0.965);
    }
}
