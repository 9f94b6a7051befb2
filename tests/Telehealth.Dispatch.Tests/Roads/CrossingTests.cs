using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>Journeys that begin or end where roads meet.</summary>
public sealed class CrossingTests(ITestOutputHelper output)
{
    private static readonly TimeSpan NoBound = TimeSpan.FromDays(10);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_place_at_a_corner_belongs_to_both_of_its_streets_and_not_to_the_one_way_street_alone(double metresUpTheOneWay)
    {
        var builder = new RoadGraphBuilder();
        var (source, cross, west, detour) = (builder.AddNode(GeoPoint.Of(50.001, 8)), builder.AddNode(GeoPoint.Of(50, 8)),
            builder.AddNode(GeoPoint.Of(50, 7.997)), builder.AddNode(GeoPoint.Of(50.02, 7.97)));
        builder.AddStreet(source, cross, RoadClass.Residential, new RoadSpeeds(36, 36), "", oneWay: true);
        builder.AddStreet(west, cross, RoadClass.Residential, new RoadSpeeds(36, 36));
        builder.AddStreet(west, detour, RoadClass.Residential, new RoadSpeeds(36, 36));
        builder.AddStreet(detour, source, RoadClass.Residential, new RoadSpeeds(36, 36), "", oneWay: true);
        var times = new ReverseTravelTimes(builder.Build());
        times.Begin(GeoPoint.Of(50 + metresUpTheOneWay / 111_195, 8), DrivingMode.Regular, NoBound);

        Assert.Equal(21.4 + metresUpTheOneWay / 10, times.From(GeoPoint.Of(50, 7.997))!.Value.Time.TotalSeconds, 0.2);
        Assert.Equal(214, times.RouteFrom(GeoPoint.Of(50, 7.997))!.Length.Metres - metresUpTheOneWay, 2.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void From_crossing_to_crossing_every_way_is_open_whichever_streets_are_one_way(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 8; round++)
        {
            var graph = round % 2 == 0 ? Blocks(random, side: 6) : Town.Random(random, 50);
            var mode = (DrivingMode)random.Next(2);
            var apart = BetweenNodes(graph, mode);
            var times = new ReverseTravelTimes(graph);
            var net = Enumerable.Range(0, graph.NodeCount).Where(graph.IsNodeOnNet).ToArray();
            foreach (var to in net)
            {
                times.Begin(graph.Place(to), mode, NoBound);
                foreach (var from in net)
                {
                    var seconds = times.From(graph.Place(from))?.Time.TotalSeconds ?? -1;
                    Assert.True(
                        Math.Abs(apart[from, to] - seconds) < 0.01,
                        $"seed {seed}, round {round}: {from} to {to} told as {seconds} s, truly {apart[from, to]} s");
                }
            }
        }
    }

    [Fact]
    public void Behind_a_crossing_by_more_than_its_width_a_one_way_street_is_one_way()
    {
        var builder = new RoadGraphBuilder();
        foreach (var (east, north) in new[] { (0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000) })
            builder.AddNode(Some.Place(east, north));
        for (var corner = 0; corner < 4; corner++)
            builder.AddStreet(corner, (corner + 1) % 4, RoadClass.Primary, new RoadSpeeds(36, 36), "", oneWay: true);
        var times = new ReverseTravelTimes(builder.Build());
        times.Begin(Some.Place(0, 0), DrivingMode.Regular, NoBound);

        Assert.Equal(0.6, times.From(Some.Place(6, 0))!.Value.Time.TotalSeconds, 0.1);
        Assert.Equal(399, times.From(Some.Place(10, 0))!.Value.Time.TotalSeconds, 1.0);
    }

    /// <summary>City blocks of 100 m, half of the streets one-way.</summary>
    private static RoadGraph Blocks(Random random, int side)
    {
        var builder = new RoadGraphBuilder();
        for (var node = 0; node < side * side; node++)
            builder.AddNode(Some.Place(node % side * 100, node / side * 100));
        for (var node = 0; node < side * side; node++)
        {
            if (node % side < side - 1)
                Street(node, node + 1);
            if (node / side < side - 1)
                Street(node, node + side);
        }

        return builder.Build();

        void Street(int from, int to)
        {
            var (first, second) = random.Next(2) == 0 ? (from, to) : (to, from);
            builder.AddStreet(
                first, second, RoadClass.Residential, new RoadSpeeds(random.Next(20, 60), 80), "", oneWay: random.Next(2) == 0);
        }
    }

    /// <summary>Floyd and Warshall's way: no point on a road, no direction, no order of settling.</summary>
    private static double[,] BetweenNodes(RoadGraph graph, DrivingMode mode)
    {
        var nodes = graph.NodeCount;
        var seconds = new double[nodes, nodes];
        for (var from = 0; from < nodes; from++)
        {
            for (var to = 0; to < nodes; to++)
                seconds[from, to] = from == to ? 0 : double.PositiveInfinity;
        }

        for (var arc = 0; arc < graph.ArcCount; arc++)
            seconds[graph.Tail(arc), graph.Head(arc)] = Math.Min(seconds[graph.Tail(arc), graph.Head(arc)], graph.Seconds(arc, mode));
        for (var by = 0; by < nodes; by++)
        {
            for (var from = 0; from < nodes; from++)
            {
                for (var to = 0; to < nodes; to++)
                    seconds[from, to] = Math.Min(seconds[from, to], seconds[from, by] + seconds[by, to]);
            }
        }

        return seconds;
    }
}
