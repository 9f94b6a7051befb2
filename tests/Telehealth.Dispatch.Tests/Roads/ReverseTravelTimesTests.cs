using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

public sealed class ReverseTravelTimesTests
{
    private static readonly TimeSpan NoBound = TimeSpan.FromDays(10);

    [Theory]
    [InlineData(1, 48.4, 9.6)]
    [InlineData(2, -17.0, 180.0)]
    [InlineData(3, 69.0, 18.9)]
    public void Times_are_those_of_a_plain_search_whatever_the_order_of_asking(int seed, double latitude, double longitude)
    {
        var random = new Random(seed);
        var centre = GeoPoint.Of(latitude, longitude);
        for (var town = 0; town < 20; town++)
        {
            var graph = Town.Random(random, 60, centre);
            var times = new ReverseTravelTimes(graph);
            for (var incident = 0; incident < 10; incident++)
            {
                var to = Near(graph, random);
                var mode = (DrivingMode)random.Next(2);
                times.Begin(to, mode, NoBound);
                for (var unit = 0; unit < 20; unit++)
                {
                    var from = Near(graph, random);

                    var seconds = times.From(from)?.Time.TotalSeconds;

                    Assert.Equal(Town.PlainSeconds(graph, from, to, mode) ?? -1, seconds ?? -1, 1e-3);
                }
            }
        }
    }

    [Fact]
    public void A_route_takes_as_long_and_is_as_far_as_the_journey_says()
    {
        var random = new Random(4);
        var graph = Town.Random(random, 200);
        var times = new ReverseTravelTimes(graph);
        for (var trip = 0; trip < 300; trip++)
        {
            var (from, to) = (Near(graph, random), Near(graph, random));
            times.Begin(to, DrivingMode.Regular, NoBound);

            var journey = times.From(from);
            var route = times.RouteFrom(from);

            Assert.Equal(journey is null, route is null);
            if (journey is not { } known || route is null)
                continue;
            Assert.Equal(known.Time.TotalSeconds, route.Time.TotalSeconds, 1e-3);
            Assert.Equal(known.Length.Metres, route.Length.Metres, 1e-2);
            Assert.Equal(from, route.Points[0].Place);
            Assert.InRange(route.Points[^1].Place.DistanceTo(to).Metres, 0, 0.01);
            foreach (var (before, after) in route.Points.Zip(route.Points.Skip(1)))
                Assert.InRange(
                    after.Along.Metres - before.Along.Metres, before.Place.DistanceTo(after.Place).Metres * 0.999 - 0.05, double.MaxValue);
        }
    }

    [Fact]
    public void Asking_for_those_who_are_near_does_not_search_the_whole_city()
    {
        var graph = Line(nodes: 1_000);
        var times = new ReverseTravelTimes(graph);
        times.Begin(Some.Place(0, 0), DrivingMode.Regular, NoBound);

        times.From(Some.Place(450, 0));

        Assert.InRange(times.Settled, 1, 10);
    }

    [Fact]
    public void A_journey_beyond_the_bound_is_none()
    {
        var times = new ReverseTravelTimes(Line(nodes: 100));
        times.Begin(Some.Place(0, 0), DrivingMode.Regular, TimeSpan.FromSeconds(60));

        Assert.NotNull(times.From(Some.Place(500, 0)));
        Assert.Null(times.From(Some.Place(5_000, 0)));
    }

    [Fact]
    public void Far_from_any_road_nobody_gets_there_by_road()
    {
        var times = new ReverseTravelTimes(Line(nodes: 10));

        Assert.False(times.Begin(Some.Place(0, 50_000), DrivingMode.Regular, NoBound));
        Assert.Null(times.From(Some.Place(0, 0)));
    }

    [Fact]
    public void A_one_way_street_is_driven_round_the_block()
    {
        var builder = new RoadGraphBuilder();
        var corners = new[] { Some.Place(0, 0), Some.Place(1_000, 0), Some.Place(1_000, 1_000), Some.Place(0, 1_000) };
        foreach (var corner in corners)
            builder.AddNode(corner);
        for (var corner = 0; corner < 4; corner++)
            builder.AddStreet(corner, (corner + 1) % 4, RoadClass.Primary, new RoadSpeeds(36, 36), "", oneWay: true);
        var times = new ReverseTravelTimes(builder.Build());
        times.Begin(Some.Place(200, 0), DrivingMode.Regular, NoBound);

        Assert.Equal(10, times.From(Some.Place(100, 0))!.Value.Time.TotalSeconds, 0.1);
        Assert.Equal(390, times.From(Some.Place(300, 0))!.Value.Time.TotalSeconds, 1);
    }

    /// <summary>A straight road to the east, a node every 100 m.</summary>
    private static RoadGraph Line(int nodes)
    {
        var builder = new RoadGraphBuilder();
        for (var node = 0; node < nodes; node++)
        {
            builder.AddNode(Some.Place(node * 100, 0));
            if (node > 0)
                builder.AddStreet(node - 1, node, RoadClass.Primary, RoadSpeeds.Of(RoadClass.Primary));
        }

        return builder.Build();
    }

    private static GeoPoint Near(RoadGraph graph, Random random)
    {
        var place = graph.Place(random.Next(graph.NodeCount));
        return random.Next(4) == 0
            ? place
            : GeoPoint.Of(
                place.Latitude + (random.NextDouble() - 0.5) * 0.005,
                Math.Clamp(place.Longitude + (random.NextDouble() - 0.5) * 0.005, -180, 180));
    }
}
