using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>Turns that are forbidden are not taken; with lights and sirens those that they open are.</summary>
public sealed class ForbiddenTurnTests(ITestOutputHelper output)
{
    private static readonly TimeSpan NoBound = TimeSpan.FromDays(10);

    // Streets of 100 m at 10 m/s around one block, and a street on to the west of its south-western corner:
    //   4 — 5
    //   |   |
    //   1 — 2        node 3 lies far west of 1, node 0 south of it.
    private static readonly (int East, int North)[] Corners = [(0, -100), (0, 0), (100, 0), (-300, 0), (0, 100), (100, 100)];
    private static readonly (int From, int To)[] Streets = [(0, 1), (1, 2), (1, 3), (1, 4), (4, 5), (5, 2)];

    [Fact]
    public void Whoever_drives_with_the_traffic_goes_round_the_block_where_a_turn_is_forbidden()
    {
        var graph = Block(oneWay: [], [0, 1, 2]);

        Assert.Equal(40, Seconds(graph, 0, 2, DrivingMode.Regular), 0.1);
        Assert.Equal(20, Seconds(graph, 0, 2, DrivingMode.LightsAndSirens), 0.1);
        Assert.Equal(40, Seconds(graph, 3, 2, DrivingMode.Regular), 0.1);
        Assert.Equal([1, 4, 5, 2], Way(graph, 0, 2, DrivingMode.Regular));
    }

    [Fact]
    public void A_turn_that_not_even_lights_and_sirens_open_is_taken_by_nobody()
    {
        var graph = Block(oneWay: [], urgentMay: false, [0, 1, 2]);

        Assert.Equal(40, Seconds(graph, 0, 2, DrivingMode.Regular), 0.1);
        Assert.Equal(40, Seconds(graph, 0, 2, DrivingMode.LightsAndSirens), 0.1);
    }

    [Fact]
    public void Who_begins_behind_the_road_from_which_a_turn_is_forbidden_obeys_it_and_who_begins_at_the_crossing_is_free()
    {
        var graph = Block(oneWay: [], [0, 1, 2]);

        Assert.Equal(35, Seconds(graph, Some.Place(0, -50), Some.Place(100, 0)), 0.1);
        Assert.Equal(10.5, Seconds(graph, Some.Place(0, -5), Some.Place(100, 0)), 0.1);
    }

    [Fact]
    public void Who_wants_to_a_road_into_which_the_turn_is_forbidden_comes_from_its_other_end_and_at_the_crossing_has_arrived()
    {
        var graph = Block(oneWay: [], [0, 1, 2]);

        Assert.Equal(45, Seconds(graph, Some.Place(0, -100), Some.Place(50, 0)), 0.1);
        Assert.Equal(10.5, Seconds(graph, Some.Place(0, -100), Some.Place(5, 0)), 0.1);
    }

    [Fact]
    public void Nobody_turns_round_on_the_open_road_to_get_past_a_forbidden_turn_but_at_a_dead_end()
    {
        // West of the crossing the road bends twice, at 3 and 6, and ends at 7.
        var graph = Build([.. Corners, (-400, 0), (-500, 0)], [.. Streets, (3, 6), (6, 7)], [], true, [[0, 1, 2], [0, 1, 4]]);

        Assert.Equal(120, Seconds(graph, 0, 2, DrivingMode.Regular), 0.1);
        Assert.Equal(20, Seconds(graph, 0, 2, DrivingMode.LightsAndSirens), 0.1);
    }

    [Fact]
    public void A_way_over_a_road_between_is_forbidden_as_a_whole_only()
    {
        var graph = Block(oneWay: [], [0, 1, 4, 5]);

        Assert.Equal(20, Seconds(graph, 0, 4, DrivingMode.Regular), 0.1);
        Assert.Equal(50, Seconds(graph, 3, 5, DrivingMode.Regular), 0.1);
        Assert.Equal(30, Seconds(graph, 0, 5, DrivingMode.Regular), 0.1);
        Assert.Equal([1, 2, 5], Way(graph, 0, 5, DrivingMode.Regular));
    }

    [Fact]
    public void Where_a_road_of_the_turn_is_not_there_nothing_is_forbidden()
    {
        var graph = Block(oneWay: [(2, 1)], [0, 1, 2], [0, 2, 1]);

        Assert.Null(graph.Turns(DrivingMode.Regular));
        Assert.Equal(40, Seconds(graph, 0, 2, DrivingMode.Regular), 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Times_are_those_of_a_plain_search_that_looks_back_along_the_way(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var compared = 0;
        for (var round = 0; round < 6; round++)
        {
            var net = TurnNet.Random(random);
            var times = new ReverseTravelTimes(net.Graph);
            var joined = Enumerable.Range(0, net.Graph.NodeCount).Where(net.Graph.IsNodeOnNet).ToArray();
            for (var trip = 0; trip < 40; trip++)
            {
                // Places on islands beside the net are put on the net.
                var (from, to, mode) = (joined[random.Next(joined.Length)],
                    joined[random.Next(joined.Length)],
                    (DrivingMode)random.Next(2));
                times.Begin(net.Graph.Place(to), mode, NoBound);

                var journey = times.From(net.Graph.Place(from));

                var plain = net.PlainSeconds(from, to, mode);
                Assert.True(
                    Math.Abs((journey?.Time.TotalSeconds ?? -1) - (plain ?? -1)) < 0.01,
                    $"seed {seed}, round {round}: {from} to {to} ({mode}) told as {journey}, truly {plain} s");
                Assert.Equal(journey?.Time.TotalSeconds ?? -1, times.RouteFrom(net.Graph.Place(from))?.Time.TotalSeconds ?? -1, 1e-3);
                compared += plain > net.PlainSeconds(from, to, null) + 0.01 ? 1 : 0;
            }
        }

        Assert.True(compared > 10, $"only {compared} ways were longer for what is forbidden");
    }

    private static RoadGraph Block((int From, int To)[] oneWay, params int[][] forbidden) =>
        Build(Corners, Streets, oneWay, true, forbidden);

    private static RoadGraph Block((int From, int To)[] oneWay, bool urgentMay, params int[][] forbidden) =>
        Build(Corners, Streets, oneWay, urgentMay, forbidden);

    private static RoadGraph Build(
        (int East, int North)[] nodes, (int From, int To)[] streets, (int From, int To)[] oneWay, bool urgentMay, int[][] forbidden)
    {
        var builder = new RoadGraphBuilder();
        foreach (var (east, north) in nodes)
            builder.AddNode(Some.Place(east, north));
        foreach (var (from, to) in streets)
        {
            var isOneWay = oneWay.Contains((to, from));
            builder.AddStreet(isOneWay ? to : from, isOneWay ? from : to, RoadClass.Residential, new RoadSpeeds(36, 36), "", isOneWay);
        }

        foreach (var turn in forbidden)
            builder.ForbidTurn(turn, urgentMay);
        return builder.Build();
    }

    private static double Seconds(RoadGraph graph, int from, int to, DrivingMode mode) =>
        Seconds(graph, graph.Place(from), graph.Place(to), mode);

    private static double Seconds(RoadGraph graph, GeoPoint from, GeoPoint to, DrivingMode mode = DrivingMode.Regular)
    {
        var times = new ReverseTravelTimes(graph);
        Assert.True(times.Begin(to, mode, NoBound));
        return times.From(from)?.Time.TotalSeconds ?? -1;
    }

    private static IEnumerable<int> Way(RoadGraph graph, int from, int to, DrivingMode mode)
    {
        var times = new ReverseTravelTimes(graph);
        times.Begin(graph.Place(to), mode, NoBound);
        return times.RouteFrom(graph.Place(from))!.Points.Skip(1)
            .Select(point => Enumerable.Range(0, graph.NodeCount).MinBy(node => graph.Place(node).DistanceTo(point.Place).Metres));
    }
}
