using Telehealth.Dispatch.FleetCoverage;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Tests.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.FleetCoverage;

public sealed class PostSuggestionTests(ITestOutputHelper output)
{
    private static readonly Post West = new("West", Some.Place(0, 0));
    private static readonly Post East = new("East", Some.Place(10_000, 0));
    private static readonly DemandPoint[] Demand = [new(Some.Place(300, 0), 3), new(Some.Place(10_300, 0), 2)];

    // By crow-fly 4 minutes are 2.5 km: a unit covers its own end of the town only.
    private static readonly PostingLimits Limits = new() { Threshold = TimeSpan.FromMinutes(4), BusyFraction = 0.5 };

    [Fact]
    public void Of_two_units_in_one_place_one_is_sent_to_where_nobody_is()
    {
        var suggestion = Suggest([Idle(1, 100), Idle(2, 0)], [West, East]);

        // 0.6 of the demand twice covered; then once, and the other 0.4 once. The nearer unit drives.
        var move = Assert.Single(suggestion.Moves);
        Assert.Equal((Some.Unit(1), "East"), (move.Unit, move.To.Name));
        Assert.Equal(0.6 * 0.75, suggestion.Before, 12);
        Assert.Equal(0.6 * 0.5 + 0.4 * 0.5, suggestion.After, 12);
    }

    [Fact]
    public void Units_that_stand_well_are_left_in_peace()
    {
        var suggestion = Suggest([Idle(1, 0), Idle(2, 10_000)], [West, East]);

        Assert.Empty(suggestion.Moves);
        Assert.Equal(suggestion.Before, suggestion.After);
    }

    [Fact]
    public void A_second_unit_stays_where_most_is_asked_for_when_that_covers_more()
    {
        DemandPoint[] lopsided = [Demand[0] with { Weight = 3 }, Demand[1] with { Weight = 1 }];

        // 0.75 × 0.25 by the second in the west is more than 0.25 × 0.5 by the first in the east.
        Assert.Empty(PostSuggestion.For([Idle(1, 0), Idle(2, 0)], [West, East], lopsided, new CrowFlyTravel(), Limits).Moves);
    }

    [Fact]
    public void A_gain_below_the_threshold_moves_nobody()
    {
        IdleUnit[] units = [Idle(1, 0), Idle(2, 0), Idle(3, 0)];

        // The third unit in the west is worth 0.6 × 0.125, and 0.4 × 0.5 in the east: a gain of 0.125.
        Assert.Equal(0.125, Assert.Single(Suggest(units, [West, East], Limits with { LeastGain = 0.124 }).Moves).Gain, 12);
        Assert.Empty(Suggest(units, [West, East], Limits with { LeastGain = 0.126 }).Moves);
    }

    [Fact]
    public void Nobody_is_sent_on_too_long_a_drive()
    {
        // 10 km are 16 minutes by crow-fly.
        Assert.Single(Suggest([Idle(1, 0), Idle(2, 0), Idle(3, 0)], [East], Limits with { LongestDrive = TimeSpan.FromMinutes(17) }).Moves);
        Assert.Empty(Suggest([Idle(1, 0), Idle(2, 0), Idle(3, 0)], [East], Limits with { LongestDrive = TimeSpan.FromMinutes(16) }).Moves);
    }

    [Fact]
    public void There_are_no_more_moves_than_wanted()
    {
        IdleUnit[] units = [Idle(1, 60_000), Idle(2, 60_000), Idle(3, 60_000)];
        var limits = Limits with { LongestDrive = TimeSpan.FromHours(3) };

        Assert.Equal(3, Suggest(units, [West, East], limits).Moves.Count);
        Assert.Equal(2, Suggest(units, [West, East], limits with { MaxMoves = 2 }).Moves.Count);
    }

    [Fact]
    public void Without_units_posts_or_demand_nothing_is_suggested()
    {
        Assert.Empty(Suggest([], [West]).Moves);
        Assert.Empty(Suggest([Idle(1, 0)], []).Moves);
        Assert.Empty(PostSuggestion.For([Idle(1, 0)], [West], [], new CrowFlyTravel(), Limits).Moves);
        Assert.Empty(PostSuggestion.For([Idle(1, 0)], [West], [new DemandPoint(Some.Town, 0)], new CrowFlyTravel(), Limits).Moves);
    }

    [Theory]
    [InlineData(1)]
    public void The_first_move_is_the_best_single_move_and_each_gain_adds_up(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var source = new RoadTravel(Town.Random(random, 120));
            var units = Enumerable
                .Range(1, random.Next(1, 6))
                .Select(number => new IdleUnit(Some.Unit(number), Somewhere(random)))
                .ToArray();
            var posts = Enumerable.Range(0, random.Next(1, 5)).Select(number => new Post($"P{number}", Somewhere(random))).ToArray();
            var demand = Enumerable.Range(0, 15).Select(_ => new DemandPoint(Somewhere(random), random.NextDouble() + 0.1)).ToArray();
            var limits = new PostingLimits { Threshold = TimeSpan.FromMinutes(3), LongestDrive = TimeSpan.FromHours(9), LeastGain = 0.001 };

            var suggestion = PostSuggestion.For(units, posts, demand, source, limits);

            var model = CoverageModel.Reckon(
                demand, [.. posts.Select(post => post.Place), .. units.Select(unit => unit.Place)], source, limits.Threshold,
                limits.BusyFraction);
            var standing = Enumerable.Range(posts.Length, units.Length).ToArray();
            var best =
                Enumerable
                    .Range(0, units.Length)
                    .SelectMany(unit =>
                        Enumerable
                            .Range(0, posts.Length)
                            .Select(post => model.Value(standing.Select((place, number) => number == unit ? post : place))))
                    .Max() - model.Value(standing);
            Assert.Equal(best >= limits.LeastGain ? best : 0, suggestion.Moves is [var first, ..] ? first.Gain : 0, 9);
            Assert.Equal(suggestion.After - suggestion.Before, suggestion.Moves.Sum(move => move.Gain), 9);
            Assert.Equal(suggestion.Moves.Count, suggestion.Moves.DistinctBy(move => move.Unit).Count());
        }
    }

    [Theory]
    [InlineData(1)]
    public void A_suggestion_by_cells_brings_the_coverage_of_every_call_that_it_tells_and_never_lowers_it(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (told, brought, moved) = (0.0, 0.0, 0);
        for (var city = 0; city < 60; city++)
        {
            // Half of the calls come from a few quarters, half from anywhere in 30 km.
            var quarters = Enumerable.Range(0, 5).Select(_ => (East: Within(30_000), North: Within(30_000))).ToArray();
            var calls = Enumerable
                .Range(0, 1_500)
                .Select(call =>
                    call % 2 == 0
                        ? (East: Within(30_000), North: Within(30_000))
                        : (East: quarters[call % 5].East + Within(3_000), North: quarters[call % 5].North + Within(3_000)))
                .ToArray();
            var cells = calls
                .GroupBy(call => (Math.Floor(call.East / 1_000), Math.Floor(call.North / 1_000)))
                .Select(cell => new DemandPoint(
                    Some.Place(cell.Average(call => call.East), cell.Average(call => call.North)), cell.Count()))
                .ToArray();
            var posts = Enumerable
                .Range(0, 8)
                .Select(number => new Post($"P{number}", Some.Place(Within(25_000), Within(25_000))))
                .ToArray();
            var units = Enumerable
                .Range(1, 8)
                .Select(number => new IdleUnit(Some.Unit(number), Some.Place(Within(25_000), Within(25_000))))
                .ToArray();
            var limits = new PostingLimits { LongestDrive = TimeSpan.FromHours(9) };

            var suggestion = PostSuggestion.For(units, posts, cells, new CrowFlyTravel(), limits);

            var moves = suggestion.Moves.ToDictionary(move => move.Unit, move => move.To.Place);
            DemandPoint[] everyCall = [.. calls.Select(call => new DemandPoint(Some.Place(call.East, call.North), 1))];
            var (before, after) = (Covered(units.Select(unit => unit.Place)),
                Covered(units.Select(unit => moves.GetValueOrDefault(unit.Id, unit.Place))));
            Assert.True(
                after >= before, $"seed {seed}, city {city}: told {suggestion.After - suggestion.Before}, brought {after - before}");
            (told, brought, moved) = (told + suggestion.After - suggestion.Before, brought + after - before, moved + moves.Count);

            double Covered(IEnumerable<GeoPoint> places)
            {
                GeoPoint[] standing = [.. places];
                return CoverageModel
                    .Reckon(everyCall, standing, new CrowFlyTravel(), limits.Threshold, limits.BusyFraction)
                    .Value(Enumerable.Range(0, standing.Length));
            }
        }

        Assert.True(moved > 60, $"{moved} moves");
        Assert.InRange(brought / told, 0.97, 1.03);

        double Within(double metres) => (random.NextDouble() - 0.5) * metres;
    }

    private static PostSuggestion Suggest(IReadOnlyList<IdleUnit> units, IReadOnlyList<Post> posts, PostingLimits? limits = null) =>
        PostSuggestion.For(units, posts, Demand, new CrowFlyTravel(), limits ?? Limits);

    private static IdleUnit Idle(int number, double east) => new(Some.Unit(number), Some.Place(east, 0));

    private static GeoPoint Somewhere(Random random) =>
        Some.Place(random.NextDouble() * 10_000 - 5_000, random.NextDouble() * 10_000 - 5_000);
}
