using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Tests.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Travel;

/// <summary>What the roads know of ways that do not exist, and of the carriageway that a unit drives on.</summary>
public sealed class RoadTravelTests
{
    private static readonly SelectionRequest Request = new(
        Some.Place(0, 0), Skills.Basic, DrivingMode.LightsAndSirens, new HashSet<UnitId>(), Wanted: 5);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_crew_across_the_water_stands_behind_one_that_can_drive_there_and_says_that_there_is_no_road(int wanted)
    {
        var builder = new RoadGraphBuilder();
        Shore(builder, north: 0);
        Shore(builder, north: 1_400);
        var across = Unit(11, Some.Place(0, 1_400));
        var sameShore = Unit(12, Some.Place(2_700, 0));
        var offAnyRoad = Unit(13, Some.Place(0, -9_000));

        var ranked = UnitSelection
            .Recommend(Request with { Wanted = wanted }, [across, offAnyRoad, sameShore], new RoadTravel(builder.Build()), Some.Noon)
            .Ranked;

        string[] expected = ["roads", "crow_fly", "no_road"];
        Assert.Equal(new[] { sameShore.Id, offAnyRoad.Id, across.Id }.Take(wanted), ranked.Select(unit => unit.Id));
        Assert.Equal(expected.Take(wanted), ranked.Select(unit => unit.Travel.Basis.Code()));
    }

    [Fact]
    public void Whoever_has_no_road_stands_behind_whoever_has_one_in_any_town()
    {
        var without = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var graph = Town.Random(random, 150);
            var units = Enumerable.Range(1, 100).Select(number => Unit(number, graph.Place(random.Next(graph.NodeCount)))).ToList();

            var ranked = UnitSelection
                .Recommend(
                    Request with
                    {
                        Place = graph.Place(random.Next(graph.NodeCount)),
                        Wanted = 100,
                    },
                    units, new RoadTravel(graph),
                    Some.Noon)
                .Ranked;

            var bases = ranked.Select(unit => unit.Travel.Basis).ToList();
            Assert.Equal(100, bases.Count);
            Assert.True(bases.SequenceEqual(bases.OrderBy(basis => basis == TravelBasis.NoRoad)), $"seed {seed}");
            without += bases.Count(basis => basis == TravelBasis.NoRoad);
        }

        Assert.True(without > 20, $"{without} units had no road");
    }

    [Theory]
    [InlineData(12, 90.0, 100)]
    [InlineData(12, 270.0, 200)]
    [InlineData(12, null, 200)]
    [InlineData(4, null, 100)]
    public void A_unit_that_drives_is_on_the_carriageway_that_its_heading_fits_though_the_other_is_nearer(
        double north, double? heading, double seconds)
    {
        var search = new RoadTravel(DualCarriageway()).Towards(Some.Place(1_500, -5), DrivingMode.Regular);

        var travel = search.From(new HeadedPlace(Some.Place(500, north), heading), TimeSpan.FromHours(1))!;

        Assert.Equal((TravelBasis.Roads, seconds), (travel.Basis, Math.Round(travel.Time.TotalSeconds / 100) * 100));
    }

    [Fact]
    public void A_unit_whose_fix_lies_beside_the_wrong_carriageway_is_ranked_by_the_one_that_it_drives_on()
    {
        var graph = DualCarriageway();
        var fix = new Fix(Some.Place(500, 12), 5, 90, Some.Noon, 10);
        var starts = new UnitStarts(
            _ => fix, new RoadExtrapolation(graph), Speed.FromMetresPerSecond(10), [], Mobilisation.Usual, Some.Noon.AddSeconds(10));

        var best = Assert.Single(UnitSelection.Recommend(
            Request with { Place = Some.Place(1_500, -5), Mode = DrivingMode.Regular, Starts = starts },
            [Unit(1, fix.Place) with { LastFix = fix }], new RoadTravel(graph), Some.Noon.AddSeconds(10)).Ranked);

        Assert.Equal(100, best.Ahead.Metres, 0.5);
        Assert.InRange(best.Travel.Time.TotalSeconds, 85, 100);
    }

    [Fact]
    public void A_unit_that_waits_at_a_light_is_on_the_carriageway_on_which_it_came()
    {
        var graph = DualCarriageway();
        var course = new UnitCourse();
        course.Take(new Fix(Some.Place(450, 3), 5, 90, Some.Noon.AddSeconds(-30), 10));
        var fix = course.Take(new Fix(Some.Place(500, 12), 5, null, Some.Noon, 0));
        var starts = new UnitStarts(_ => fix, new RoadExtrapolation(graph), null, [], Mobilisation.Usual, Some.Noon);

        var best = Assert.Single(UnitSelection.Recommend(
            Request with { Place = Some.Place(1_500, -5), Mode = DrivingMode.Regular, Starts = starts },
            [Unit(1, fix.Place) with { LastFix = fix }], new RoadTravel(graph), Some.Noon).Ranked);

        Assert.Equal(0, best.Ahead.Metres);
        Assert.InRange(best.Travel.Time.TotalSeconds, 95, 110);
    }

    /// <summary>Eastwards along 0, westwards 20 m north of it, joined 2 km apart at both ends; 36 km/h.</summary>
    private static RoadGraph DualCarriageway()
    {
        var builder = new RoadGraphBuilder();
        foreach (var (east, north) in new[] { (0, 0), (2_000, 0), (2_000, 20), (0, 20) })
            builder.AddNode(Some.Place(east, north));
        for (var corner = 0; corner < 4; corner++)
            builder.AddStreet(corner, (corner + 1) % 4, RoadClass.Primary, new RoadSpeeds(36, 36), "", oneWay: true);
        return builder.Build();
    }

    /// <summary>A road along the shore, 3 km to the east.</summary>
    private static void Shore(RoadGraphBuilder builder, double north)
    {
        var first = builder.AddNode(Some.Place(0, north));
        for (var piece = 1; piece <= 30; piece++)
            builder.AddStreet(
                first + piece - 1, builder.AddNode(Some.Place(piece * 100, north)), RoadClass.Residential,
                RoadSpeeds.Of(RoadClass.Residential));
    }

    private static SelectableUnit Unit(int number, GeoPoint place) =>
        new(Some.Unit(number), Skills.Basic, UnitReadiness.Available, new Fix(place, null, null, Some.Noon));
}
