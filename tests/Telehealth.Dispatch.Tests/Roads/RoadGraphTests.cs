using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

public sealed class RoadGraphTests
{
    [Theory]
    [InlineData(1, 48.4, 9.6)]
    [InlineData(2, 10.0, 180.0)]
    [InlineData(3, -69.0, -70.0)]
    public void The_nearest_point_on_a_road_is_the_one_that_looking_at_every_arc_finds(int seed, double latitude, double longitude)
    {
        var random = new Random(seed);
        var graph = Town.Random(random, 150, GeoPoint.Of(latitude, longitude));
        for (var query = 0; query < 500; query++)
        {
            var place = GeoPoint.Of(latitude + (random.NextDouble() - 0.5) * 0.2, Math.Clamp(longitude + (random.NextDouble() - 0.5) * 0.2, -180, 180));
            var within = Distance.FromMetres(random.Next(50, 4_000));

            var found = graph.Snap(place, within);

            var nearest = Enumerable.Range(0, graph.ArcCount).Min(arc => MetresTo(graph, arc, place));
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
