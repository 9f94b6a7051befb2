using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Tests.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Policies;

public sealed class UnitSelectionTests
{
    private static readonly SelectableUnit Suitable = new(
        Some.Unit(1), Skills.Basic | Skills.Advanced, UnitReadiness.Available,
        new Fix(Some.Place(1_000, 0), null, null, Some.Noon.AddSeconds(-10)));

    private static readonly SelectionRequest Request =
        new(Some.Town, Skills.Advanced, DrivingMode.LightsAndSirens, new HashSet<UnitId> { Some.Unit(9) }, Wanted: 5);

    public static TheoryData<string, SelectableUnit> LeftOut => new()
    {
        { "unit.off_shift", Suitable with { Readiness = UnitReadiness.OffShift } },
        { "unit.unavailable", Suitable with { Readiness = UnitReadiness.Unavailable } },
        { "unit.assigned", Suitable with { Readiness = UnitReadiness.Assigned } },
        { "unit.lacks_skill", Suitable with { Skills = Skills.Basic | Skills.Rescue } },
        { "unit.declined", Suitable with { Id = Some.Unit(9) } },
        { "unit.no_fix", Suitable with { LastFix = null } },
        { "unit.fix_too_old", Suitable with { LastFix = Suitable.LastFix!.Value with { At = Some.Noon.AddSeconds(-301) } } },
    };

    [Theory]
    [MemberData(nameof(LeftOut))]
    public void A_unit_that_does_not_suit_is_left_out_with_the_reason(string code, SelectableUnit unit)
    {
        var selection = UnitSelection.Recommend(Request, [unit], new CrowFlyTravel(), Some.Noon);

        Assert.Empty(selection.Ranked);
        Assert.Equal(code, Assert.Single(selection.LeftOut).Reason.Code());
    }

    [Fact]
    public void A_person_may_overrule_what_the_rule_holds_against_a_unit_and_not_that_it_is_taken_or_away() =>
        Assert.Equal(
            [LeftOutReason.OffShift, LeftOutReason.Unavailable, LeftOutReason.Assigned],
            Enum.GetValues<LeftOutReason>().Where(reason => !reason.MayBeOverruled()));

    [Fact]
    public void Crow_fly_reckons_with_a_detour_and_says_so()
    {
        var selection = UnitSelection.Recommend(Request, [Suitable], new CrowFlyTravel(), Some.Noon);

        var ranked = Assert.Single(selection.Ranked);
        Assert.Equal("crow_fly", ranked.Travel.Basis.Code());
        Assert.Equal(1_350, ranked.Travel.Length.Metres, 3.0);
        Assert.Equal(97.2, ranked.Travel.Time.TotalSeconds, 0.5);
        Assert.Equal(TimeSpan.FromSeconds(10), ranked.FixAge);
    }

    [Fact]
    public void A_unit_beyond_a_river_loses_to_one_farther_away_on_the_same_bank()
    {
        // The bridge is 3 km to the east; the incident lies on the south bank.
        var builder = new RoadGraphBuilder();
        foreach (var (east, north) in new[] { (0, 0), (3_000, 0), (3_000, 400), (0, 400), (-2_000, 0) })
            builder.AddNode(Some.Place(east, north));
        foreach (var (from, to) in new[] { (0, 1), (1, 2), (2, 3), (0, 4) })
            builder.AddStreet(from, to, RoadClass.Primary, RoadSpeeds.Of(RoadClass.Primary));
        var beyond = Suitable with { Id = Some.Unit(1), LastFix = new Fix(Some.Place(0, 400), null, null, Some.Noon) };
        var sameBank = Suitable with { Id = Some.Unit(2), LastFix = new Fix(Some.Place(-2_000, 0), null, null, Some.Noon) };

        var selection = UnitSelection.Recommend(Request, [beyond, sameBank], new RoadTravel(builder.Build()), Some.Noon);

        Assert.Equal([Some.Unit(2), Some.Unit(1)], selection.Ranked.Select(unit => unit.Id));
        Assert.Equal("roads", selection.Ranked[0].Travel.Basis.Code());
    }

    [Fact]
    public void Ranking_a_few_gives_the_same_as_asking_about_every_unit_with_and_without_the_index()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var source = new RoadTravel(Town.Random(random, 150));
            var units = Enumerable.Range(0, 150).Select(number => RandomUnit(random, number)).ToList();
            var index = IndexOf(units);
            var request = Request with
            {
                Place = RandomPlace(random),
                Wanted = random.Next(1, 8),
                Declined = new HashSet<UnitId> { Some.Unit(3), Some.Unit(4) },
            };

            var ranked = UnitSelection.Recommend(request, units, source, Some.Noon).Ranked;
            var fromIndex = UnitSelection.Nearest(request, index, source, Some.Noon);

            var everyone = UnitSelection.Recommend(request with { Wanted = int.MaxValue }, units, source, Some.Noon).Ranked;
            Assert.True(everyone.Take(request.Wanted).SequenceEqual(ranked), $"seed {seed}");
            Assert.True(ranked.SequenceEqual(fromIndex), $"seed {seed}, from the index");
        }
    }

    [Fact]
    public void Ranking_a_few_gives_the_same_as_asking_about_everyone_when_units_are_carried_on_along_their_roads()
    {
        var predicted = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var graph = Town.Random(random, 150);
            var units = Enumerable.Range(0, 150).Select(number => Driving(random, graph, number)).ToList();
            var index = IndexOf(units);
            var byId = units.ToDictionary(unit => unit.Id, unit => unit.LastFix);
            var starts = new UnitStarts(
                unit => byId[unit], new RoadExtrapolation(graph), Speed.FromMetresPerSecond(60),
                [.. units.Take(40).Select(unit => unit.LastFix!.Value.Place)], Mobilisation.Usual, Some.Noon);
            var request = Request with { Place = RandomPlace(random), Wanted = random.Next(1, 8), Starts = starts };

            var fromIndex = UnitSelection.Nearest(request, index, new RoadTravel(graph), Some.Noon);

            var everyone = UnitSelection.Recommend(request with { Wanted = int.MaxValue }, units, new RoadTravel(graph), Some.Noon).Ranked;
            Assert.True(everyone.Take(request.Wanted).SequenceEqual(fromIndex), $"seed {seed}");
            predicted += fromIndex.Count(unit => unit.Ahead.Metres > 0);
        }

        Assert.True(predicted > 20, $"{predicted} of those ranked were carried on");
    }

    [Fact]
    public void A_unit_that_drives_towards_the_patient_beats_one_that_was_seen_a_little_nearer()
    {
        var builder = new RoadGraphBuilder();
        foreach (var east in new[] { -3_000, 0, 3_000 })
            builder.AddNode(Some.Place(east, 0));
        builder.AddStreet(0, 1, RoadClass.Primary, RoadSpeeds.Of(RoadClass.Primary));
        builder.AddStreet(1, 2, RoadClass.Primary, RoadSpeeds.Of(RoadClass.Primary));
        var graph = builder.Build();
        var standing = Suitable with { Id = Some.Unit(1), LastFix = new Fix(Some.Place(1_900, 0), null, null, Some.Noon, 0) };
        var coming = Suitable with { Id = Some.Unit(2), LastFix = new Fix(Some.Place(-2_200, 0), null, 90, Some.Noon.AddSeconds(-18), 25) };
        var noTurning = Mobilisation.Usual with { Returning = TimeSpan.Zero };
        var fixes = new[] { standing, coming }.ToDictionary(unit => unit.Id, unit => unit.LastFix);
        var starts = new UnitStarts(
            unit => fixes[unit], new RoadExtrapolation(graph), Speed.FromMetresPerSecond(25), [], noTurning, Some.Noon);

        // One is wanted: by where it was seen alone the second could no longer win and would not even be asked about.
        var best = Assert.Single(
            UnitSelection.Nearest(
                Request with
                {
                    Starts = starts,
                    Wanted = 1,
                },
                IndexOf([standing, coming]), new RoadTravel(graph),
                Some.Noon));

        Assert.Equal(Some.Unit(2), best.Id);
        Assert.Equal(450, best.Ahead.Metres, 1.0);
    }

    [Theory]
    [InlineData(8.0, 0, CrewWhereabouts.Returning)]
    [InlineData(0.5, 0, CrewWhereabouts.AtStation)]
    [InlineData(null, 60, CrewWhereabouts.AtStation)]
    [InlineData(null, 160, CrewWhereabouts.OnRadio)]
    [InlineData(0.0, 160, CrewWhereabouts.OnRadio)]
    public void Where_a_crew_is_follows_from_its_fix_and_the_stations(double? speed, double metresAway, CrewWhereabouts crew) =>
        Assert.Equal(
            crew,
            Mobilisation.Whereabouts(
                new Fix(Some.Place(metresAway, 0), null, null, Some.Noon, speed), [Some.Place(5_000, 0), Some.Place(0, 0)]));

    [Fact]
    public void A_crew_at_its_station_loses_to_one_on_the_radio_that_drives_a_little_longer()
    {
        var atStation = Suitable with { Id = Some.Unit(1) };
        var onRadio = Suitable with { Id = Some.Unit(2), LastFix = new Fix(Some.Place(1_500, 0), null, null, Some.Noon) };

        var fixes = new[] { atStation, onRadio }.ToDictionary(unit => unit.Id, unit => unit.LastFix);
        var starts = new UnitStarts(
            unit => fixes[unit], roads: null, fastest: null, [Some.Place(1_000, 20)], Mobilisation.Usual, Some.Noon);

        var selection = UnitSelection.Recommend(Request with { Starts = starts }, [atStation, onRadio], new CrowFlyTravel(), Some.Noon);

        Assert.Equal([Some.Unit(2), Some.Unit(1)], selection.Ranked.Select(unit => unit.Id));
        Assert.Equal(TimeSpan.FromMinutes(1), selection.Ranked[1].Mobilisation);
        Assert.Equal(selection.Ranked[1].Travel.Time + TimeSpan.FromMinutes(1), selection.Ranked[1].Arrival);
    }

    [Fact]
    public void A_search_with_a_limit_finds_what_a_search_without_one_finds_up_to_it()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var source = new RoadTravel(Town.Random(random, 120));
            var place = RandomPlace(random);
            var (free, limited) = (new RoadTravel(Town.Random(new Random(seed), 120)).Towards(place, DrivingMode.Regular),
                source.Towards(place, DrivingMode.Regular));
            for (var unit = 0; unit < 100; unit++)
            {
                var from = RandomPlace(random);
                var known = free.From(from);
                var limit = random.Next(3) switch
                {
                    0 => known.Time,
                    1 => known.Time - TimeSpan.FromTicks(1),
                    _ => TimeSpan.FromSeconds(random.Next(0, 3_000)),
                };

                var travel = limited.From(from, limit);

                Assert.Equal(known.Time <= limit ? known : null, travel);
            }
        }
    }

    [Fact]
    public void Nobody_at_all_is_an_empty_ranking()
    {
        Assert.Empty(UnitSelection.Nearest(Request, new MovingUnitIndex(), new CrowFlyTravel(), Some.Noon));
        Assert.Empty(UnitSelection.Recommend(Request with { Wanted = 0 }, [Suitable], new CrowFlyTravel(), Some.Noon).Ranked);
    }

    private static GeoPoint RandomPlace(Random random) =>
        Some.Place((random.NextDouble() - 0.5) * 8_000, (random.NextDouble() - 0.5) * 12_000);

    private static SelectableUnit RandomUnit(Random random, int number) => new(
        Some.Unit(number),
        (Skills)random.Next(0, 4),
        (UnitReadiness)random.Next(0, 4),
        random.Next(10) == 0 ? null : new Fix(RandomPlace(random), null, null, Some.Noon.AddSeconds(-random.Next(0, 400))));

    private static SelectableUnit Driving(Random random, RoadGraph graph, int number)
    {
        var arc = random.Next(graph.ArcCount);
        var (from, to) = (graph.Place(graph.Tail(arc)), graph.Place(graph.Head(arc)));
        var fix = new Fix(
            graph.PlaceOn(arc, random.NextDouble()), null, from.BearingTo(to), Some.Noon.AddSeconds(-random.Next(0, 40)),
            random.Next(0, 60));
        return new SelectableUnit(Some.Unit(number), Skills.Basic | Skills.Advanced, UnitReadiness.Available, fix);
    }

    private static MovingUnitIndex IndexOf(IEnumerable<SelectableUnit> units)
    {
        var index = new MovingUnitIndex();
        foreach (var unit in units)
        {
            index.SetAvailability(unit.Id, unit.Skills, unit.Readiness == UnitReadiness.Available);
            if (unit.LastFix is { } fix)
                index.Move(unit.Id, fix.Place, fix.At);
        }

        return index;
    }
}
