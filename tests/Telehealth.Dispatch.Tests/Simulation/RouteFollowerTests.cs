using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Simulation;
using Telehealth.Dispatch.Tests.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class RouteFollowerTests
{
    private static readonly RouteFollower Follower = new(
        new RoadRoute(
        [
            new(Some.Place(0, 0), TimeSpan.Zero, Distance.FromMetres(0), ""),
            new(Some.Place(100, 0), TimeSpan.FromSeconds(10), Distance.FromMetres(100), "East Street"),
            new(Some.Place(100, 300), TimeSpan.FromSeconds(20), Distance.FromMetres(400), "North Street"),
        ]),
        Some.Noon);

    [Theory]
    [InlineData(-5, 0, 0)]
    [InlineData(5, 50, 0)]
    [InlineData(15, 100, 150)]
    [InlineData(20, 100, 300)]
    [InlineData(99, 100, 300)]
    public void It_is_where_the_time_has_brought_it(double seconds, double east, double north) =>
        Assert.InRange(Follower.At(Some.Noon.AddSeconds(seconds)).Place.DistanceTo(Some.Place(east, north)).Metres, 0, 0.5);

    [Fact]
    public void It_looks_where_it_drives_and_tells_its_speed_until_it_stands()
    {
        var driving = Follower.At(Some.Noon.AddSeconds(15));
        var arrived = Follower.At(Some.Noon.AddSeconds(20));

        Assert.Equal(0, driving.HeadingDegrees!.Value, 0.5);
        Assert.Equal(30, driving.Speed!.Value.MetresPerSecond, 0.1);
        Assert.False(driving.Arrived);
        Assert.Equal((true, null), (arrived.Arrived, arrived.HeadingDegrees));
    }

    [Fact]
    public void Along_a_real_route_it_never_jumps()
    {
        var random = new Random(11);
        var graph = Town.Random(random, 300);
        var times = new ReverseTravelTimes(graph);
        times.Begin(graph.Place(0), DrivingMode.LightsAndSirens, TimeSpan.FromDays(1));
        foreach (var start in Enumerable.Range(1, 299).Select(graph.Place))
        {
            if (times.RouteFrom(start) is not { } route)
                continue;
            var follower = new RouteFollower(route, Some.Noon);
            var last = follower.At(Some.Noon).Place;
            for (var second = 1; second <= route.Time.TotalSeconds + 1; second++)
            {
                var place = follower.At(Some.Noon.AddSeconds(second)).Place;
                Assert.InRange(last.DistanceTo(place).Metres, 0, 130 / 3.6 * 1.01);
                last = place;
            }

            Assert.InRange(last.DistanceTo(graph.Place(0)).Metres, 0, 0.01);
        }
    }

    [Fact]
    public void A_route_of_one_point_has_arrived() =>
        Assert.True(
            new RouteFollower(new RoadRoute([new(Some.Town, TimeSpan.Zero, Distance.FromMetres(0), "")]), Some.Noon).At(Some.Noon).Arrived);
}
