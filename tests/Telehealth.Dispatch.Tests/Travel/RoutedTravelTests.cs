using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Travel;

/// <summary>Searches over ways that have to be asked for.</summary>
public sealed class RoutedTravelTests
{
    /// <summary>The searches that a server is ready to run for one decision.</summary>
    private const int MostSearches = 4;

    private static readonly SelectionRequest Request = new(
        Some.Town, Skills.Basic, DrivingMode.LightsAndSirens, new HashSet<UnitId>(), Wanted: 3);

    [Fact]
    public void Asking_for_what_is_missing_until_nothing_is_gives_the_same_units_as_knowing_every_way()
    {
        var asked = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var ways = new Ways(random, count: 100 + random.Next(500), detour: seed % 2 == 0 ? 1 : 4);
            var request = Request with { Wanted = random.Next(1, 8) };

            var (ranked, questions) = ways.AskUntilKnown(request);

            var everything = new RoutedTravel();
            foreach (var unit in ways.Units)
                everything.Learn(new UnknownWay(unit.LastFix!.Value.Place, Some.Town), ways.Answer(unit.LastFix!.Value.Place));
            var everyone = UnitSelection.Recommend(request with { Wanted = int.MaxValue }, ways.Units, everything, Some.Noon).Ranked;
            Assert.True(everyone.Take(request.Wanted).SequenceEqual(ranked), $"seed {seed}");
            Assert.True(questions < MostSearches, $"seed {seed}: {questions} questions");
            asked += questions;
        }

        Assert.True(asked > 60, "some searches had to ask twice");
    }

    [Fact]
    public void A_way_without_a_road_stands_behind_all_others_and_says_that_there_is_none()
    {
        var (near, far) = (Unit(1, Some.Place(500, 0)), Unit(2, Some.Place(5_000, 0)));
        var travel = new RoutedTravel();
        travel.Learn(new UnknownWay(near.LastFix!.Value.Place, Some.Town), null);
        travel.Learn(new UnknownWay(far.LastFix!.Value.Place, Some.Town), Minutes(6));

        var ranked = UnitSelection.Recommend(Request, [near, far], travel, Some.Noon).Ranked;

        Assert.Equal([far.Id, near.Id], ranked.Select(unit => unit.Id));
        Assert.Equal("no_road", ranked[1].Travel.Basis.Code());
        Assert.True(ranked[1].Travel.Time > Drive.NoRoadPenalty);
        Assert.Empty(travel.TakeUnknown());
    }

    [Theory]
    [InlineData(90, 0)]
    [InlineData(110, 1)]
    public void A_unit_that_has_moved_on_a_little_is_not_asked_about_again(double metres, int asked)
    {
        var travel = new RoutedTravel();
        travel.Learn(new UnknownWay(Some.Place(2_000, 0), Some.Town), Minutes(3));

        travel.Towards(Some.Town, DrivingMode.LightsAndSirens).From(Some.Place(2_000 + metres, 0));

        Assert.Equal(asked, travel.TakeUnknown().Count);
    }

    [Fact]
    public void No_more_ways_are_asked_for_than_the_limit_and_those_beyond_are_out_of_reach()
    {
        var travel = new RoutedTravel();
        var search = travel.Towards(Some.Town, DrivingMode.LightsAndSirens);
        var asked = 0;
        for (var question = 0; question < 5; question++)
        {
            for (var place = 0; place < RoutedTravel.MostWays + 50; place++)
                search.From(Some.Place(1_000 + place * 150, 0));
            var unknown = travel.TakeUnknown();
            Assert.True(unknown.Count <= RoutedTravel.MostAtOnce);
            foreach (var way in unknown)
                travel.Learn(way, Minutes(4));
            asked += unknown.Count;
        }

        Assert.Equal(RoutedTravel.MostWays, asked);
        Assert.Equal(TravelBasis.CrowFly, search.From(Some.Place(-900, 0)).Basis);
    }

    private static Drive Minutes(int minutes) =>
        new(TimeSpan.FromMinutes(minutes), Distance.FromMetres(minutes * 800), TravelBasis.Routing);

    private static SelectableUnit Unit(int number, GeoPoint place) =>
        new(Some.Unit(number), Skills.Basic, UnitReadiness.Available, new Fix(place, null, null, Some.Noon));

    /// <summary>
    /// Units at crossings 150 m apart, and how long each drives by somebody else's
    /// reckoning: the detour's times the shortest that can be, and up to twice that more.
    /// </summary>
    private sealed class Ways
    {
        private readonly Dictionary<GeoPoint, Drive?> _answers = [];

        public Ways(Random random, int count, double detour)
        {
            while (Units.Count < count)
            {
                var place = Some.Place(random.Next(-30, 31) * 150, random.Next(-40, 41) * 150);
                var shortest = place.DistanceTo(Some.Town) / RoutedTravel.TopSpeed;
                var travel =
                    random.Next(20) == 0
                        ? null
                        : new Drive(shortest * (detour + 2 * random.NextDouble()), place.DistanceTo(Some.Town), TravelBasis.Routing);
                if (_answers.TryAdd(place, travel))
                    Units.Add(Unit(Units.Count + 1, place));
            }
        }

        public List<SelectableUnit> Units { get; } = [];

        public Drive? Answer(GeoPoint place) => _answers[place];

        public (IReadOnlyList<RankedUnit> Ranked, int Questions) AskUntilKnown(SelectionRequest request)
        {
            var index = new MovingUnitIndex();
            foreach (var unit in Units)
            {
                index.Move(unit.Id, unit.LastFix!.Value.Place, unit.LastFix!.Value.At);
                index.SetAvailability(unit.Id, unit.Skills, available: true);
            }

            var travel = new RoutedTravel();
            for (var questions = 0; ; questions++)
            {
                var ranked = UnitSelection.Nearest(request, index, travel, Some.Noon);
                var unknown = travel.TakeUnknown();
                if (unknown.Count == 0)
                    return (ranked, questions);
                foreach (var way in unknown)
                    travel.Learn(way, _answers[way.From]);
            }
        }
    }
}
