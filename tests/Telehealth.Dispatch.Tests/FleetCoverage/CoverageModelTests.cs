using Telehealth.Dispatch.FleetCoverage;

namespace Telehealth.Dispatch.Tests.FleetCoverage;

public sealed class CoverageModelTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(480);

    // Three places, four demand points with half, a quarter and two eighths of all demand. Place 0 reaches the first two, place 1 the
    // second and third, place 2 only the last; 480 s is still in time.
    private static readonly CoverageModel Small = new(
        [4, 2, 1, 1],
        [[100, 480, 481, double.NaN], [900, 60, 60, 900], [900, 900, double.PositiveInfinity, 0]],
        Threshold,
        busyFraction: 0.4);

    [Fact]
    public void One_unit_covers_what_it_reaches_for_the_time_that_it_is_free()
    {
        Assert.Equal([0, 1], Small.CoveredFrom(0).ToArray());
        Assert.Equal(0.6 * 0.75, Small.Value([0]), 12);
        Assert.Equal(0.6 * 0.375, Small.Value([1]), 12);
        Assert.Equal(0, Small.Value([]), 12);
    }

    [Fact]
    public void A_second_unit_is_worth_what_the_first_leaves_uncovered()
    {
        // The second demand point has two: 1 − 0.4².
        Assert.Equal(0.6 * 0.5 + 0.84 * 0.25 + 0.6 * 0.125, Small.Value([0, 1]), 12);
        Assert.Equal(0.84 * 0.75, Small.Value([0, 0]), 12);
    }

    [Fact]
    public void The_best_places_are_taken_by_exact_gain()
    {
        // Gains at first: 0.45, 0.225, 0.075; then 0.18, 0.135, 0.075.
        Assert.Equal([0, 0, 1], Small.BestPlaces(3, [0, 1, 2]));
        // Without place 0: 0.225 and 0.075; then 0.09 and 0.075; then 0.036 and 0.075.
        Assert.Equal([1, 1, 2], Small.BestPlaces(3, [1, 2]));
        Assert.Empty(Small.BestPlaces(2, []));
    }

    [Fact]
    public void Taking_the_only_unit_away_costs_all_that_it_covers_and_one_of_two_costs_less()
    {
        var standing = new StandingCoverage(Small);
        standing.Add(0);
        Assert.Equal(0.45, standing.MarginalLoss(0), 12);

        standing.Add(0);
        Assert.Equal(0.18, standing.MarginalLoss(0), 12);
    }

    [Fact]
    public void Nobody_can_leave_where_nobody_stands()
    {
        var standing = new StandingCoverage(Small);
        standing.Add(0);
        standing.Remove(0);

        Assert.Throws<InvalidOperationException>(() => standing.Remove(0));
        Assert.Throws<InvalidOperationException>(() => standing.MarginalLoss(1));
    }

    [Fact]
    public void A_unit_that_is_never_busy_makes_the_second_worth_nothing()
    {
        var model = new CoverageModel([1], [[0]], Threshold, busyFraction: 0);

        Assert.Equal((1, 1), (model.Value([0]), model.Value([0, 0])));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new CoverageModel([0, 0], [], Threshold, 0.4));
        Assert.Throws<ArgumentException>(() => new CoverageModel([2, -1], [], Threshold, 0.4));
        Assert.Throws<ArgumentException>(() => new CoverageModel([double.NaN], [], Threshold, 0.4));
        Assert.Throws<ArgumentException>(() => new CoverageModel([1, 1], [[5]], Threshold, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoverageModel([1], [[5]], Threshold, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoverageModel([1], [[5]], Threshold, -0.1));
    }

    [Theory]
    [InlineData(1)]
    public void Gain_and_loss_are_what_the_value_changes_by(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var model = RandomModel(random);
            var standing = new StandingCoverage(model);
            var units = new List<int>();
            for (var step = 0; step < 30; step++)
            {
                var before = model.Value(units);
                Assert.Equal(before, standing.Value(), 12);
                var place = random.Next(model.PlaceCount);
                if (units.Contains(place) && random.Next(2) == 0)
                {
                    var loss = standing.MarginalLoss(place);
                    standing.Remove(place);
                    units.Remove(place);
                    Assert.Equal(before - loss, model.Value(units), 12);
                }
                else
                {
                    var gain = standing.Gain(place);
                    standing.Add(place);
                    units.Add(place);
                    Assert.Equal(before + gain, model.Value(units), 12);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    public void Greedy_is_never_below_its_bound_and_mostly_the_best_of_all_ways(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (rounds, best) = (300, 0);
        for (var round = 0; round < rounds; round++)
        {
            var model = RandomModel(random);
            var (units, posts) = (random.Next(1, 5), Enumerable.Range(0, model.PlaceCount).ToArray());

            var greedy = model.Value(model.BestPlaces(units, posts));
            var optimum = Placings(units, 0, model.PlaceCount).Max(model.Value);

            Assert.InRange(greedy, (1 - 1 / Math.E) * optimum - 1e-12, optimum + 1e-12);
            if (greedy >= optimum - 1e-9)
                best++;
        }

        output.WriteLine($"the best in {best} of {rounds}");
        Assert.True(best > rounds * 0.8, $"the best in {best} of {rounds}");
    }

    internal static IEnumerable<int[]> Placings(int units, int from, int places) =>
        units == 0
            ?
            [
                [],
            ]
            : Enumerable
                .Range(from, places - from)
                .SelectMany(first => Placings(units - 1, first, places).Select(rest => (int[])[first, .. rest]));

    private static CoverageModel RandomModel(Random random)
    {
        var (places, demand) = (random.Next(2, 7), random.Next(1, 12));
        var seconds = Enumerable
            .Range(0, places)
            .Select(_ => Enumerable.Range(0, demand).Select(_ => random.NextDouble() * 1_200).ToArray())
            .ToArray();
        return new CoverageModel(
            [.. Enumerable.Range(0, demand).Select(_ => random.NextDouble() + 0.01)], seconds, Threshold, random.NextDouble() * 0.9);
    }
}
