using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Planning;

/// <summary>Who is free, who could come all the same, and from when on nobody believes where a unit was seen.</summary>
public sealed class UnitAvailabilityTests
{
    private static readonly DateTimeOffset Noon = Some.Noon;
    private static readonly HashSet<UnitId> Nobody = [];

    private readonly MovingUnitIndex _index = new();
    private readonly List<AssignedRow> _assigned = [];

    [Fact]
    public void The_nearest_free_unit_comes_first_and_one_with_a_job_not_at_all()
    {
        Free(1, east: 3_000);
        Free(2, east: 1_000);
        Assigned(3, east: 100, AssignmentStatus.OnScene);

        Assert.Equal([Some.Unit(2), Some.Unit(1)], Units().Free(Skills.Basic, Nobody, 5).Select(unit => unit.Id));
    }

    [Fact]
    public void Whoever_is_being_asked_or_belongs_elsewhere_or_said_no_is_passed_by()
    {
        for (var unit = 1; unit <= 4; unit++)
            Free(unit, east: 100 * unit);
        var units = Units() with { Pending = new HashSet<UnitId> { Some.Unit(1) }, Outside = new HashSet<UnitId> { Some.Unit(2) } };

        Assert.Equal(Some.Unit(4), Assert.Single(units.Free(Skills.Basic, new HashSet<UnitId> { Some.Unit(3) }, 5)).Id);
    }

    [Fact]
    public void What_the_database_says_goes_before_the_index()
    {
        Free(1, east: 100);
        SelectableUnit[] stored =
        [
            new(Some.Unit(1), Skills.Basic, UnitReadiness.Assigned, new Fix(Some.Place(100, 0), null, null, Noon)),
            new(Some.Unit(2), Skills.Basic, UnitReadiness.Available, new Fix(Some.Place(900, 0), null, null, Noon)),
        ];

        Assert.Equal(Some.Unit(2), Assert.Single((Units() with { Stored = stored }).Free(Skills.Basic, Nobody, 5)).Id);
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(301, 0)]
    public void A_unit_that_was_not_seen_for_five_minutes_is_nowhere(int secondsAgo, int found)
    {
        var seen = Noon.AddSeconds(-secondsAgo);
        Free(1, east: 100, seen);
        Assigned(2, east: 100, AssignmentStatus.EnRoute, seen: seen);
        Assigned(3, east: 100, AssignmentStatus.AtHospital, seen: seen);

        Assert.Equal(found, Units().Free(Skills.Basic, Nobody, 5).Count);
        Assert.Equal(found, Units().UnderWay(Skills.Basic).Count);
        Assert.Equal(found, Units().SoonFree(Skills.Basic).Count);
    }

    [Theory]
    [InlineData(AssignmentStatus.Accepted, Priority.LessUrgent, true)]
    [InlineData(AssignmentStatus.EnRoute, Priority.Urgent, true)]
    [InlineData(AssignmentStatus.EnRoute, Priority.LifeThreatening, false)]
    [InlineData(AssignmentStatus.OnScene, Priority.LessUrgent, false)]
    public void Who_is_on_the_way_to_something_less_urgent_could_turn_round(AssignmentStatus status, Priority priority, bool could)
    {
        Assigned(1, east: 1_000, status, priority, patientEast: 4_000);

        var underWay = Units().UnderWay(Skills.Basic);

        Assert.Equal(could, underWay.Count == 1);
        Assert.All(underWay, unit => Assert.Equal(TimeSpan.Zero, unit.UntilFree));
        // Each way by itself, though one search serves one destination: a kilometre here, three to the other patient.
        Assert.All(underWay, unit => Assert.Equal(3.0, unit.UntilPatient!.Value / unit.Travel.Time, 0.01));
    }

    [Fact]
    public void Who_is_soon_clear_is_there_after_what_is_left_of_the_job_unless_another_is_kept_for_it()
    {
        Assigned(1, east: 1_000, AssignmentStatus.AtHospital, since: Noon.AddMinutes(-15));
        Assigned(2, east: 1_000, AssignmentStatus.AtHospital, hasNext: true);
        Assigned(3, east: 1_000, AssignmentStatus.EnRoute);

        var soonFree = Assert.Single(Units().SoonFree(Skills.Basic));

        Assert.Equal((Some.Unit(1), TimeSpan.FromMinutes(5), null), (soonFree.Id, soonFree.UntilFree, soonFree.UntilPatient));
    }

    [Fact]
    public void Nobody_is_diverted_or_waited_for_who_lacks_a_skill_or_belongs_elsewhere_or_has_this_very_emergency()
    {
        Assigned(1, east: 1_000, AssignmentStatus.EnRoute);
        Assigned(2, east: 1_000, AssignmentStatus.EnRoute);
        _assigned[1] = _assigned[1] with { Emergency = Facts.Id };

        Assert.Empty(Units().UnderWay(Skills.Rescue));
        Assert.Equal(Some.Unit(1), Assert.Single(Units().UnderWay(Skills.Basic)).Id);
        Assert.Empty((Units() with { Outside = new HashSet<UnitId> { Some.Unit(1) } }).UnderWay(Skills.Basic));
    }

    [Fact]
    public void Of_many_with_a_job_the_ways_of_the_six_nearest_are_reckoned()
    {
        for (var unit = 1; unit <= 20; unit++)
            Assigned(unit, east: 100 * unit, AssignmentStatus.EnRoute);

        Assert.Equal(Enumerable.Range(1, 6).Select(Some.Unit), Units().UnderWay(Skills.Basic).Select(unit => unit.Id));
    }

    [Fact]
    public void A_unit_has_what_the_index_says()
    {
        Free(1, east: 100);

        Assert.True(Units().Has(Some.Unit(1), Skills.Basic));
        Assert.False(Units().Has(Some.Unit(1), Skills.Rescue));
        Assert.False(Units().Has(Some.Unit(2), Skills.Basic));
    }

    private static readonly EmergencyFacts Facts = new(
        new EmergencyId(new Guid(7, 0, 0, new byte[8])), Patient: null, "unconscious", Priority.LifeThreatening, Skills.Basic,
        new Place(Some.Town, null, LocationSource.Map, null), Noon);

    private UnitAvailability Units() => new(Facts, Some.Town, _index, _assigned, new CrowFlyTravel(), Noon);

    private void Free(int number, double east, DateTimeOffset? seen = null)
    {
        _index.SetAvailability(Some.Unit(number), Skills.Basic, available: true);
        _index.Move(Some.Unit(number), Some.Place(east, 0), seen ?? Noon);
    }

    private void Assigned(
        int number, double east, AssignmentStatus status, Priority priority = Priority.LessUrgent, double patientEast = 9_000,
        DateTimeOffset? seen = null, DateTimeOffset? since = null, bool hasNext = false)
    {
        _index.SetAvailability(Some.Unit(number), Skills.Basic, available: false);
        _index.Move(Some.Unit(number), Some.Place(east, 0), seen ?? Noon);
        _assigned.Add(new AssignedRow(
            Some.Unit(number), Skills.Basic, new EmergencyId(new Guid(100 + number, 0, 0, new byte[8])),
            new AssignmentId(new Guid(200 + number, 0, 0, new byte[8])), priority, status, since ?? Noon,
            Some.Place(patientEast, 0), hasNext));
    }
}
