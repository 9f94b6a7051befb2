using Telehealth.Dispatch.Simulation;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class ChanceTests
{
    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers_and_another_one_others()
    {
        static double[] Draw(int seed, int stream)
        {
            var chance = new Chance(seed, stream);
            return [.. Enumerable.Range(0, 50).Select(_ => chance.Share())];
        }

        Assert.Equal(Draw(7, 1), Draw(7, 1));
        Assert.Empty(Draw(7, 1).Intersect(Draw(7, 2)));
        Assert.Empty(Draw(7, 1).Intersect(Draw(8, 1)));
    }

    [Fact]
    public void Draws_have_the_means_that_they_are_named_for()
    {
        var chance = new Chance(3, 1);
        var many = Enumerable.Range(0, 200_000).ToList();

        Assert.Equal(0.5, many.Average(_ => chance.Share()), 0.005);
        Assert.Equal(40, many.Average(_ => chance.Exponential(40)), 0.5);
        Assert.Equal(18 * Math.Exp(0.125), many.Average(_ => chance.LogNormal(18, 0.5)), 0.2);
        Assert.Equal(0.75, many.Average(_ => (double)chance.Pick([1, 4])), 0.005);
    }

    [Fact]
    public void What_has_no_weight_is_never_picked()
    {
        var chance = new Chance(1, 1);

        var picked = Enumerable.Range(0, 20_000).Select(_ => chance.Pick([0, 2, 2, 5])).Distinct().Order();

        Assert.Equal([1, 3], picked);
    }
}
