using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>Units that are taken to something more urgent, jobs that are kept for later, and reports that come too late.</summary>
public sealed class DiversionTests
{
    private static readonly EmergencyId Other = new(Some.Id(12));
    private static readonly DivertUnit Divert = new(Assignment(1), Other, Priority.LifeThreatening, ByHand: false, "Needed elsewhere");
    private static readonly ReserveUnit Reserve = new(Assignment(2), Unit(2), Need: null, ByHand: false, null);
    private static readonly EmergencyEvent[] Kept = [.. Exhausted, new UnitReserved(Assignment(2), 1, Unit(2), 1, false, null, Noon)];

    [Fact]
    public void A_unit_under_way_goes_to_whoever_is_in_more_danger_and_the_job_goes_back_with_its_age()
    {
        var diverted = Given(Assigned).When(Divert, Noon);

        diverted.Then(new UnitDiverted(Assignment(1), Unit(1), Other, false, "Needed elsewhere", Noon));
        var left = Assert.IsType<Emergency.Open>(diverted.Afterwards.State);
        Assert.Equal(Noon, left.Facts.RaisedAt);
        Assert.Single(left.Unmet);
        Assert.Contains(Unit(1), left.Facts.PassedBy);
    }

    [Fact]
    public void Once_the_search_starts_again_the_diverted_unit_may_be_asked_like_any_other()
    {
        var diverted = Given(Assigned).When(Divert, Noon).Afterwards.When(new SearchAgain(AlsoThoseWhoSaidNo: false), Noon);

        Assert.Empty(FactsOf(diverted.Afterwards.State).PassedBy);
    }

    [Theory]
    [InlineData(Priority.Emergency)]
    [InlineData(Priority.Urgent)]
    public void The_rule_keeps_to_the_matrix_and_a_person_may_not(Priority to)
    {
        Given(Assigned).When(Divert with { ToPriority = to }, Noon).ThenRefused("diversion.not_allowed");
        Assert.Single(Given(Assigned).When(Divert with { ToPriority = to, ByHand = true }, Noon).Events);
    }

    [Fact]
    public void Nobody_is_taken_from_a_patient_or_from_an_offer()
    {
        Given([.. Assigned, Reported(AssignmentStatus.OnScene)])
            .When(Divert with { ByHand = true }, Noon)
            .ThenRefused("diversion.not_under_way");
        Given(Offered).When(Divert, Noon).ThenRefused("diversion.not_under_way");
        Given(Raised).When(Divert, Noon).ThenRefused("assignment.over");
        Given(Assigned).When(Divert with { To = TheEmergency }, Noon).ThenRefused("diversion.same");
    }

    [Theory]
    [InlineData(Priority.LifeThreatening, Priority.LifeThreatening, false)]
    [InlineData(Priority.Emergency, Priority.LifeThreatening, true)]
    [InlineData(Priority.LessUrgent, Priority.LifeThreatening, true)]
    [InlineData(Priority.Urgent, Priority.Emergency, false)]
    [InlineData(Priority.LessUrgent, Priority.Emergency, true)]
    [InlineData(Priority.LessUrgent, Priority.Urgent, false)]
    public void The_matrix_of_priorities(Priority from, Priority to, bool allowed) => Assert.Equal(allowed, Diversion.Allows(from, to));

    [Fact]
    public void A_job_is_kept_for_a_busy_unit_and_binds_nobody()
    {
        var kept = Given(Exhausted).When(Reserve, Noon);

        kept.Then(new UnitReserved(Assignment(2), 1, Unit(2), 1, false, null, Noon));
        Assert.Single(Assert.IsType<Emergency.Open>(kept.Afterwards.State).Unmet);
        kept.Afterwards.When(Reserve with { Unit = Unit(3), Assignment = Assignment(3) }, Noon).ThenRefused("reservation.exists");
        kept.Afterwards.When(Reserve, Noon).ThenRefused("emergency.already_with_unit");
        Given(Offered).When(Reserve, Noon).ThenRefused("emergency.not_searching");
    }

    [Fact]
    public void Whoever_it_was_kept_for_is_asked_when_clear()
    {
        var asked = Given(Kept).When(new OfferReservation(Assignment(2), AnswerWithin), Noon);

        asked.Then(new ReservationOffered(Assignment(2), Unit(2), Deadline, Noon));
        Assert.Single(asked.Afterwards.When(new AcceptOffer(Assignment(2), 1, Unit(2), Noon), Noon).Events);
        asked.Afterwards.When(new OfferReservation(Assignment(2), AnswerWithin), Noon).ThenRefused("reservation.over");
    }

    [Fact]
    public void It_is_no_longer_kept_when_another_takes_it_or_a_person_says_so()
    {
        EmergencyEvent[] found = [.. Kept, new SearchRestarted(false, Noon), Offer(1) with { Epoch = 2 }];
        Given(found)
            .When(new OfferReservation(Assignment(2), AnswerWithin), Noon)
            .Then(new ReservationReleased(Assignment(2), Unit(2), "Another unit has been asked.", Noon));
        Given(found)
            .When(new AcceptOffer(Assignment(1), 2, Unit(1), Noon), Noon)
            .Then(FirstAccepted, new ReservationReleased(Assignment(2), Unit(2), "Another crew took it.", Noon));
        Given(Kept)
            .When(new ReleaseReservation(Assignment(2), "Not needed"), Noon)
            .Then(new ReservationReleased(Assignment(2), Unit(2), "Not needed", Noon));
        Given(Kept)
            .When(new CancelEmergency(null, "Better"), Noon)
            .Then(new ReservationReleased(Assignment(2), Unit(2), "Better", Noon), new EmergencyCancelled("Better", Noon));
    }

    [Fact]
    public void What_a_crew_reports_after_its_job_was_taken_away_is_kept_and_changes_nothing()
    {
        EmergencyEvent[] gone = [.. Assigned, new UnitStoodDown(Assignment(1), Unit(1), "Nearer one", Noon)];
        var late = Given(gone).When(new ReportStatus(Assignment(1), 1, Unit(1), AssignmentStatus.OnScene, Noon), Deadline);

        late.ThenRefusedAndRecorded(
            "assignment.over", new LateReportRecorded(Assignment(1), Unit(1), 1, AssignmentStatus.OnScene, Noon, Deadline));
        Assert.Empty(Assert.IsType<Emergency.Open>(late.Afterwards.State).Assignments);
        Assert.Single(
            Given([.. gone, new EmergencyCancelled("Over", Noon)])
                .When(new ReportStatus(Assignment(1), 1, Unit(1), AssignmentStatus.Clear, Noon), Noon)
                .Recorded);
    }

    [Fact]
    public void Reports_of_strangers_and_floods_are_not_kept()
    {
        EmergencyEvent[] gone = [.. Assigned, new UnitStoodDown(Assignment(1), Unit(1), "Nearer one", Noon)];
        Assert.Empty(Given(gone).When(new ReportStatus(Assignment(1), 1, Unit(2), AssignmentStatus.OnScene, Noon), Noon).Recorded);
        Assert.Empty(Given(gone).When(new ReportStatus(Assignment(1), 1, Unit(1), AssignmentStatus.Declined, Noon), Noon).Recorded);
        var flood = Enumerable.Repeat<EmergencyEvent>(
            new LateReportRecorded(Assignment(1), Unit(1), 1, AssignmentStatus.OnScene, Noon, Noon), EmergencyRules.MaxLateReports);
        Assert.Empty(
            Given([.. gone, .. flood]).When(new ReportStatus(Assignment(1), 1, Unit(1), AssignmentStatus.OnScene, Noon), Noon).Recorded);
    }

    [Fact]
    public void A_hospital_is_chosen_for_a_job_only()
    {
        var choose = new ChooseHospital(Assignment(1), Unit(1), "north", "North Hospital", null, "south");
        Given(Assigned).When(choose, Noon).Then(new HospitalChosen(Assignment(1), Unit(1), "north", "North Hospital", null, "south", Noon));
        Given(Offered).When(choose, Noon).ThenRefused("assignment.over");
        Given(Assigned).When(choose with { Unit = Unit(2) }, Noon).ThenRefused("assignment.over");
    }
}
