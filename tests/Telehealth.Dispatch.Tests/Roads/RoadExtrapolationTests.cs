using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;

namespace Telehealth.Dispatch.Tests.Roads;

public sealed class RoadExtrapolationTests
{
    [Fact]
    public void A_unit_is_carried_on_along_its_road_and_that_is_said()
    {
        var at = After(5, Driving(90, 10), (0, 0, 400, 0));

        Assert.True(at.IsPredicted);
        Assert.Equal(50, at.Ahead.Metres, 0.01);
        Assert.Equal(0, at.Place.DistanceTo(Some.Place(150, 0)).Metres, 0.5);
    }

    [Fact]
    public void It_is_carried_the_way_that_it_faces()
    {
        var at = After(5, Driving(265, 10), (0, 0, 400, 0));

        Assert.Equal(0, at.Place.DistanceTo(Some.Place(50, 0)).Metres, 0.5);
    }

    [Fact]
    public void It_goes_round_a_bend_that_has_no_other_way()
    {
        var at = After(15, Driving(90, 10), (0, 0, 200, 0), (200, 0, 200, 300));

        Assert.Equal(0, at.Place.DistanceTo(Some.Place(200, 50)).Metres, 0.5);
    }

    [Fact]
    public void It_goes_straight_over_a_crossing()
    {
        var at = After(15, Driving(90, 10), (0, 0, 200, 0), (200, 0, 400, 0), (200, 0, 200, 300), (200, 0, 200, -300));

        Assert.Equal(0, at.Place.DistanceTo(Some.Place(250, 0)).Metres, 0.5);
    }

    [Theory]
    [InlineData(380, 60)]
    [InlineData(200, 300)]
    public void It_waits_at_a_fork_and_at_the_end_of_a_road_that_meets_another(double east, double north)
    {
        var (first, second) = ((200.0, 0.0, east, north), (200.0, 0.0, east, -north));
        var at = After(15, Driving(90, 10), (0, 0, 200, 0), first, second);

        Assert.Equal(0, at.Place.DistanceTo(Some.Place(200, 0)).Metres, 0.5);
        Assert.Equal(100, at.Ahead.Metres, 0.5);
    }

    [Fact]
    public void It_is_carried_on_for_twenty_seconds_at_most()
    {
        var at = After(300, Driving(90, 10), (0, 0, 4_000, 0));

        Assert.Equal(200, at.Ahead.Metres, 0.01);
    }

    [Fact]
    public void What_does_not_fit_a_road_or_does_not_move_stays_where_it_was_seen()
    {
        (double, double, double, double)[] road = [(0, 0, 400, 0)];
        foreach (var fix in new[]
            {
                Driving(0, 10),
                Driving(90, 1),
                Driving(90, 10) with
                {
                    HeadingDegrees = null,
                },
                Driving(90, 10) with
                {
                    SpeedMetresPerSecond = null,
                },
                Driving(90, 10) with
                {
                    Place = Some.Place(100, 200),
                },
            })
            Assert.Equal(
                (fix.Place, 0, false), (After(5, fix, road).Place, After(5, fix, road).Ahead.Metres, After(5, fix, road).IsPredicted));
        Assert.False(After(-5, Driving(90, 10), road).IsPredicted);
    }

    [Fact]
    public void Against_a_one_way_street_nothing_is_predicted()
    {
        var builder = new RoadGraphBuilder();
        builder.AddNode(Some.Place(0, 0));
        builder.AddNode(Some.Place(400, 0));
        builder.AddStreet(0, 1, RoadClass.Primary, RoadSpeeds.Of(RoadClass.Primary), "", oneWay: true);
        var extrapolation = new RoadExtrapolation(builder.Build());

        Assert.True(extrapolation.At(Driving(90, 10), Some.Noon.AddSeconds(5)).IsPredicted);
        Assert.False(extrapolation.At(Driving(270, 10), Some.Noon.AddSeconds(5)).IsPredicted);
    }

    private static Fix Driving(double heading, double speed) => new(Some.Place(100, 3), 5, heading, Some.Noon, speed);

    private static ProbablePlace After(double seconds, Fix fix, params (double East, double North, double ToEast, double ToNorth)[] roads)
    {
        var builder = new RoadGraphBuilder();
        var nodes = new Dictionary<(double, double), int>();
        foreach (var (east, north, toEast, toNorth) in roads)
            builder.AddStreet(Node(east, north), Node(toEast, toNorth), RoadClass.Primary, RoadSpeeds.Of(RoadClass.Primary));
        return new RoadExtrapolation(builder.Build()).At(fix, Some.Noon.AddSeconds(seconds));

        int Node(double east, double north)
        {
            if (!nodes.TryGetValue((east, north), out var node))
                nodes.Add((east, north), node = builder.AddNode(Some.Place(east, north)));
            return node;
        }
    }
}
