using System.Collections.Immutable;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Planning;

/// <summary>
/// What is done next for an emergency: whom to ask, whom to divert, whom to keep it for, and who comes first when units are short.
/// </summary>
public sealed class DispatchPlannerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Need Advanced = new(1, "Advanced ambulance", Skills.Advanced);
    private static readonly Need Basic = new(2, "Ambulance", Skills.Basic);

    private readonly Around _units = new();

    [Fact]
    public void Each_need_is_met_by_the_fastest_unit_and_no_unit_meets_two()
    {
        _units.AddFree(1, minutes: 3, Skills.Basic | Skills.Advanced);
        _units.AddFree(2, minutes: 5, Skills.Basic | Skills.Advanced);

        var steps = Plan(Priority.Emergency, [Advanced, Basic]);

        Assert.Equal([Unit(1)], Asked(steps[0]));
        Assert.Equal([Unit(2)], Asked(steps[1]));
    }

    [Fact]
    public void Whoever_said_no_or_is_there_already_is_passed_by()
    {
        _units.AddFree(1, 3, Skills.Basic);
        _units.AddFree(2, 5, Skills.Basic);
        _units.AddFree(3, 7, Skills.Basic);
        var open = Open(Priority.Emergency, [Basic]);
        open = open with
        {
            Facts = open.Facts with { SaidNo = [Unit(1)] },
            Assignments = [new Assignment(new AssignmentId(Id(50)), 1, Unit(2), 9, AssignmentStatus.OnScene, null)],
        };

        Assert.Equal([Unit(3)], Asked(Plan(open)[0]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 3)]
    [InlineData(40, 3)]
    public void After_offers_that_came_to_nothing_more_are_asked_at_the_same_time(int failures, int asked)
    {
        for (var unit = 1; unit <= 5; unit++)
            _units.AddFree(unit, unit, Skills.Basic);
        var open = Open(Priority.Emergency, [Basic]);
        open = open with { Facts = open.Facts with { Failures = ImmutableDictionary<int, int>.Empty.Add(Basic.Number, failures) } };

        Assert.Equal(asked, Asked(Plan(open)[0]).Count);
    }

    [Fact]
    public void A_unit_under_way_to_something_less_urgent_is_diverted_when_it_is_much_sooner_there()
    {
        _units.AddFree(1, 9, Skills.Basic);
        _units.AddUnderWay(2, arrivalMinutes: 2, Priority.Urgent, untilPatientMinutes: 6);

        Assert.Equal(Unit(2), Assert.IsType<DispatchStep.Divert>(Plan(Priority.LifeThreatening, [Basic])[0]).Unit.Id);
    }

    [Theory]
    [InlineData(3, Priority.Urgent, 6)]
    [InlineData(9, Priority.LifeThreatening, 6)]
    [InlineData(9, Priority.Urgent, 0.5)]
    public void It_stays_on_its_way_when_little_is_won_or_its_own_is_as_urgent_or_near(int freeMinutes, Priority own, double untilPatient)
    {
        _units.AddFree(1, freeMinutes, Skills.Basic);
        _units.AddUnderWay(2, arrivalMinutes: 2, own, untilPatient);

        Assert.Equal([Unit(1)], Asked(Plan(Priority.LifeThreatening, [Basic])[0]));
    }

    [Fact]
    public void Nobody_is_diverted_where_the_policy_forbids_it()
    {
        _units.AddUnderWay(2, arrivalMinutes: 2, Priority.Urgent, untilPatientMinutes: 6);
        var steps = DispatchPlanner.Plan(
            Open(Priority.LifeThreatening, [Basic]), _units, [],
            DispatchPolicy.Default with
            {
                Diverts = false,
            });
        Assert.IsType<DispatchStep.Wait>(steps[0]);
    }

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2, true)]
    [InlineData(30, true)]
    public void Units_that_have_a_job_matter_where_the_best_free_one_takes_so_long_that_a_diversion_could_gain(double minutes, bool matter)
    {
        _units.AddFree(1, minutes, Skills.Basic);
        Assert.Equal(matter, DispatchPlanner.DependsOnAssigned(Plan(Priority.LifeThreatening, [Basic]), DispatchPolicy.Default));
    }

    [Fact]
    public void They_matter_where_nobody_is_free()
    {
        _units.AddFree(1, 1, Skills.Basic);
        Assert.True(DispatchPlanner.DependsOnAssigned(Plan(Priority.LifeThreatening, [Basic, Advanced]), DispatchPolicy.Default));
    }

    [Fact]
    public void Steps_that_do_not_depend_on_them_are_the_same_whatever_jobs_there_are()
    {
        const int seed = 20261201;
        var random = new Random(seed);
        var independent = 0;
        for (var world = 0; world < 2_000; world++)
        {
            var (free, all) = (new Around(), new Around());
            for (var unit = 1; unit <= random.Next(4); unit++)
            {
                var (minutes, skills) = (random.NextDouble() * 4, random.Next(2) == 0 ? Skills.Basic : Skills.Basic | Skills.Advanced);
                free.AddFree(unit, minutes, skills);
                all.AddFree(unit, minutes, skills);
            }

            for (var unit = 11; unit <= 11 + random.Next(3); unit++)
            {
                all.AddUnderWay(unit, random.NextDouble() * 3, Priority.Urgent, untilPatientMinutes: 6);
                all.AddSoonFree(unit + 10, random.NextDouble() * 9);
            }

            var open = Open(Priority.LifeThreatening, random.Next(2) == 0 ? [Basic] : [Basic, Advanced]);
            var steps = DispatchPlanner.Plan(open, free, [], DispatchPolicy.Default);
            if (DispatchPlanner.DependsOnAssigned(steps, DispatchPolicy.Default))
                continue;
            independent++;
            Assert.Equal(steps.Select(Asked), DispatchPlanner.Plan(open, all, [], DispatchPolicy.Default).Select(Asked));
        }

        Assert.True(independent > 100, $"Seed {seed} made only {independent} such worlds.");
    }

    [Fact]
    public void When_nobody_is_free_it_is_kept_for_whoever_can_be_there_first_once()
    {
        _units.AddSoonFree(3, arrivalMinutes: 12);
        _units.AddSoonFree(4, arrivalMinutes: 8);
        Assert.Equal(Unit(4), Assert.IsType<DispatchStep.Wait>(Plan(Priority.Urgent, [Basic])[0]).For?.Id);

        var kept = Open(Priority.Urgent, [Basic]) with
        {
            Assignments = [new Assignment(new AssignmentId(Id(50)), 1, Unit(4), Basic.Number, AssignmentStatus.Reserved, null)],
        };
        Assert.Null(Assert.IsType<DispatchStep.Wait>(Plan(kept)[0]).For);
    }

    [Fact]
    public void Whoever_waits_and_comes_first_is_left_a_unit()
    {
        _units.AddFree(1, 3, Skills.Basic);
        var ahead = new WaitingNeed(new EmergencyId(Id(8)), Skills.Basic);
        Assert.IsType<DispatchStep.Wait>(Plan(Open(Priority.LessUrgent, [Basic]), ahead)[0]);

        _units.AddFree(2, 9, Skills.Basic);
        Assert.Equal([Unit(2)], Asked(Plan(Open(Priority.LessUrgent, [Basic]), ahead)[0]));
    }

    [Fact]
    public void Whoever_waits_for_what_a_unit_cannot_do_does_not_keep_it()
    {
        _units.AddFree(1, 3, Skills.Basic);
        var ahead = new WaitingNeed(new EmergencyId(Id(8)), Skills.Advanced);
        Assert.Equal([Unit(1)], Asked(Plan(Open(Priority.LessUrgent, [Basic]), ahead)[0]));
    }

    [Fact]
    public void A_crew_is_expected_to_be_clear_by_what_its_stage_usually_takes()
    {
        var soon = ExpectedRest.Of(AssignmentStatus.AtHospital, TimeSpan.FromMinutes(15));
        var overdue = ExpectedRest.Of(AssignmentStatus.AtHospital, TimeSpan.FromHours(3));
        Assert.Equal(TimeSpan.FromMinutes(5), soon);
        Assert.True(overdue > TimeSpan.Zero && overdue < soon);
        Assert.True(
            ExpectedRest.Of(AssignmentStatus.OnScene, TimeSpan.Zero) > ExpectedRest.Of(AssignmentStatus.Transporting, TimeSpan.Zero));
        Assert.Null(ExpectedRest.Of(AssignmentStatus.EnRoute, TimeSpan.Zero));
    }

    private IReadOnlyList<DispatchStep> Plan(Priority priority, ImmutableList<Need> needs) => Plan(Open(priority, needs));

    private IReadOnlyList<DispatchStep> Plan(Emergency.Open open, params WaitingNeed[] ahead) =>
        DispatchPlanner.Plan(open, _units, ahead, DispatchPolicy.Default);

    private static Emergency.Open Open(Priority priority, ImmutableList<Need> needs) =>
        new(
            new EmergencyFacts(
                new EmergencyId(Id(7)), Patient: null, "fall", priority, Skills.Basic,
                new Place(GeoPoint.Of(48.4, 9.6), null, LocationSource.Map, null), Noon)
            {
                Needs = needs,
            },
            []);

    private static IReadOnlyList<UnitId> Asked(DispatchStep step) =>
        [.. Assert.IsType<DispatchStep.Ask>(step).Units.Select(unit => unit.Id)];

    private static UnitId Unit(int number) => new(Id(100 + number));

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    /// <summary>Units as far as the planner looks at them.</summary>
    private sealed class Around : IUnitAvailability
    {
        private readonly List<(RankedUnit Unit, Skills Skills)> _free = [];
        private readonly List<AssignedUnit> _underWay = [];
        private readonly List<AssignedUnit> _soonFree = [];

        public void AddFree(int number, double minutes, Skills skills) =>
            _free.Add((new RankedUnit(Unit(number), Way(minutes), TimeSpan.Zero), skills));

        public void AddUnderWay(int number, double arrivalMinutes, Priority priority, double untilPatientMinutes) =>
            _underWay.Add(
                new AssignedUnit(
                    Unit(number), Skills.Basic, new EmergencyId(Id(9)), new AssignmentId(Id(60 + number)), priority, TimeSpan.Zero,
                    TimeSpan.FromMinutes(untilPatientMinutes), Way(arrivalMinutes)));

        public void AddSoonFree(int number, double arrivalMinutes) =>
            _soonFree.Add(
                new AssignedUnit(
                    Unit(number), Skills.Basic, new EmergencyId(Id(9)), new AssignmentId(Id(60 + number)), Priority.Urgent,
                    TimeSpan.FromMinutes(arrivalMinutes / 2), null, Way(arrivalMinutes / 2)));

        public IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted) =>
            [
                .. _free
                    .Where(unit => unit.Skills.Covers(needed) && !except.Contains(unit.Unit.Id))
                    .Select(unit => unit.Unit)
                    .OrderBy(unit => unit.Travel.Time)
                    .Take(wanted),
            ];

        public IReadOnlyList<AssignedUnit> UnderWay(Skills needed) => _underWay;

        public IReadOnlyList<AssignedUnit> SoonFree(Skills needed) => _soonFree;

        public bool Has(UnitId unit, Skills needed) => _free.Exists(free => free.Unit.Id == unit && free.Skills.Covers(needed));

        private static Drive Way(double minutes) =>
            new(TimeSpan.FromMinutes(minutes), Distance.FromMetres(minutes * 500), TravelBasis.Roads);
    }
}
