using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

public sealed class RoadGraphTests
{
    [Theory]
    [InlineData(1, 48.4, 9.6)]
    [InlineData(2, 10.0, 180.0)]
    [InlineData(3, -69.0, -70.0)]
    public void The_nearest_point_on_a_road_is_the_one_that_looking_at_every_arc_finds_the_net_before_islands(
        int seed, double latitude, double longitude)
    {
        var random = new Random(seed);
        var graph = Town.Random(random, 150, GeoPoint.Of(latitude, longitude));
        for (var query = 0; query < 500; query++)
        {
            var place = GeoPoint.Of(
                latitude + (random.NextDouble() - 0.5) * 0.2, Math.Clamp(longitude + (random.NextDouble() - 0.5) * 0.2, -180, 180));
            var within = Distance.FromMetres(random.Next(50, 4_000));

            var found = graph.Snap(place, within);

            var anywhere = Enumerable.Range(0, graph.ArcCount).Min(arc => MetresTo(graph, arc, place));
            var onNet = Enumerable.Range(0, graph.ArcCount).Where(graph.IsOnNet).Min(arc => MetresTo(graph, arc, place));
            var nearest = onNet <= Math.Min(within.Metres, anywhere + RoadGraph.NetPreferredBy.Metres) ? onNet : anywhere;
            if (found is { } point)
                Assert.Equal(nearest, point.OffRoad.Metres, Math.Max(0.5, nearest * 0.005));
            else
                Assert.True(nearest > within.Metres * 0.995, $"seed {seed}, query {query}: {nearest} m");
        }
    }

    [Fact]
    public void A_two_way_street_has_two_arcs_that_know_each_other_and_a_one_way_street_one()
    {
        var builder = new RoadGraphBuilder();
        builder.AddNode(Some.Place(0, 0));
        builder.AddNode(Some.Place(100, 0));
        builder.AddStreet(0, 1, RoadClass.Secondary, new RoadSpeeds(30, 60), "Mill Lane");
        builder.AddStreet(1, 0, RoadClass.Residential, new RoadSpeeds(30, 60), "Back Lane", oneWay: true);

        var graph = builder.Build();

        Assert.Equal(3, graph.ArcCount);
        var forward = Enumerable.Range(0, 3).Single(arc => graph.Tail(arc) == 0);
        Assert.Equal("Mill Lane", graph.Name(graph.Twin(forward)));
        Assert.Equal(-1, graph.Twin(Enumerable.Range(0, 3).Single(arc => graph.Name(arc) == "Back Lane")));
        Assert.Equal(12, graph.Seconds(forward, DrivingMode.Regular), 0.01);
        Assert.Equal(6, graph.Seconds(forward, DrivingMode.LightsAndSirens), 0.01);
    }

    [Fact]
    public void The_net_is_the_largest_part_whose_nodes_all_reach_one_another()
    {
        var random = new Random(5);
        for (var town = 0; town < 50; town++)
        {
            var graph = Town.Random(random, random.Next(2, 40));
            var reached = Enumerable.Range(0, graph.NodeCount).Select(node => Reach(graph, node)).ToList();
            var parts = Enumerable
                .Range(0, graph.NodeCount)
                .Select(node => reached[node].Where(other => reached[other].Contains(node)).ToHashSet())
                .ToList();

            Assert.Equal(parts.Max(part => part.Count), graph.NetNodeCount);
            var net = Enumerable.Range(0, graph.NodeCount).Where(graph.IsNodeOnNet).ToHashSet();
            Assert.Contains(parts, part => part.SetEquals(net));
        }
    }

    [Fact]
    public void A_place_beside_a_driveway_that_leads_nowhere_is_put_on_the_street_and_one_on_an_island_stays_there()
    {
        var builder = new RoadGraphBuilder();
        foreach (var (east, north) in new[] { (0, 0), (500, 0), (1_000, 0), (0, 60), (200, 60), (0, 900), (200, 900) })
            builder.AddNode(Some.Place(east, north));
        foreach (var (from, to) in new[] { (0, 1), (1, 2), (3, 4), (5, 6) })
            builder.AddStreet(from, to, RoadClass.Residential, RoadSpeeds.Of(RoadClass.Residential));
        var graph = builder.Build();

        Assert.Equal((3, 7), (graph.NetNodeCount, graph.NodeCount));
        Assert.Equal(55, graph.Snap(Some.Place(100, 55), ReverseTravelTimes.FurthestOffRoad)!.Value.OffRoad.Metres, 0.5);
        Assert.Equal(5, graph.Snap(Some.Place(100, 895), ReverseTravelTimes.FurthestOffRoad)!.Value.OffRoad.Metres, 0.5);
    }

    private static HashSet<int> Reach(RoadGraph graph, int from)
    {
        var reached = new HashSet<int> { from };
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            for (var arc = 0; arc < graph.ArcCount; arc++)
            {
                if (reached.Contains(graph.Tail(arc)))
                    reached.Add(graph.Head(arc));
            }
        }

        return reached;
    }

    /// <summary>By small steps along the arc on the sphere: slow and sure to half a percent.</summary>
    private static double MetresTo(RoadGraph graph, int arc, GeoPoint place)
    {
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < 40; step++)
        {
            var (first, second) = (low + (high - low) / 3, high - (high - low) / 3);
            if (graph.PlaceOn(arc, first).DistanceTo(place) < graph.PlaceOn(arc, second).DistanceTo(place))
                high = second;
            else
                low = first;
        }

        return graph.PlaceOn(arc, low).DistanceTo(place).Metres;
    }
}
