using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>
/// Responses of several units: who is asked for, all at once or none, the first acceptance wins, and what ends the whole.
/// </summary>
public sealed class ResponseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Late = Noon + Patience + TimeSpan.FromTicks(1);
    private static readonly ReportAnswerOverdue Overdue = new(Alarm(1), Patience);
    private static readonly AskForWelfare Welfare = new(Alarm(1), Patience);
    private static readonly Need Advanced = new(1, "Advanced ambulance", Skills.Advanced);
    private static readonly Need Basic = new(2, "Ambulance", Skills.Basic);
    private static readonly EmergencyEvent[] Two = RaisedFor(Advanced, Basic);
    private static readonly EmergencyEvent[] BothAsked = [.. Two, Offer(1), Offer(2) with { Need = 2 }];
    private static readonly EmergencyEvent[] BothTaken = [.. BothAsked, Taken(1), Taken(2)];

    [Fact]
    public void The_response_plan_says_who_is_asked_for()
    {
        var raise = new RaiseEmergency(TheEmergency, Some.Patient, "unconscious", "Fell", [], Kerb, "12345")
        {
            Plans = ResponsePlanBook.Standard,
        };

        var raised = Given(Unknown).When(raise, Noon);

        var required = Assert.IsType<UnitsRequired>(raised.Events[1]);
        Assert.Equal(0, required.PlanVersion);
        Assert.True(required.Needs.Count >= 2);
        Assert.Equal(required.Needs, FactsOf(raised.Afterwards.State).Needs);
    }

    [Fact]
    public void Without_a_plan_one_unit_is_asked_for_with_what_triage_found() =>
        Assert.Equal([new Need(1, "Ambulance", Skills.Advanced)], FactsOf(Given(Raised).State).Needs);

    [Fact]
    public void All_units_are_asked_together_or_none()
    {
        var both = new OfferUnits([Ask(1, 1), Ask(2, 2)], AnswerWithin);
        Given(Two).When(both, Noon).Then(Offer(1), Offer(2) with { Need = 2 });
        Given([.. Two, Offer(1)]).When(both, Noon).ThenRefused("emergency.not_searching");
        Given(Two).When(new OfferUnits([Ask(1, 1), Ask(1, 2)], AnswerWithin), Noon).ThenRefused("unit.asked_twice");
    }

    [Fact]
    public void The_first_of_those_asked_for_the_same_need_wins()
    {
        EmergencyEvent[] parallel = [.. Raised, Offer(1), Offer(2)];

        var accepted = Given(parallel).When(new AcceptOffer(Assignment(2), 2, Unit(2), Noon), Noon);

        accepted.Then(Taken(2), new OfferRescinded(Assignment(1), Unit(1), "Another crew took it.", Noon, ByRule: true));
        accepted.Afterwards.When(new AcceptOffer(Assignment(1), 1, Unit(1), Noon), Noon)
            .ThenRefusedAndRecorded("offer.over", new LateReportRecorded(Assignment(1), Unit(1), 1, AssignmentStatus.Accepted, Noon, Noon));
        Assert.Empty(FactsOf(accepted.Afterwards.State).SaidNo);
    }

    [Fact]
    public void It_is_complete_when_the_last_unit_is_clear()
    {
        var first = Given(BothTaken).When(Report(1, AssignmentStatus.Clear), Noon);
        first.Then(new UnitStatusReported(Assignment(1), Unit(1), AssignmentStatus.Clear, Noon, Noon));
        var last = first.Afterwards.When(Report(2, AssignmentStatus.Clear), Noon);
        Assert.Equal(new EmergencyCompleted(Noon), last.Events[^1]);
    }

    [Fact]
    public void It_stays_open_while_a_unit_that_is_asked_for_never_came()
    {
        EmergencyEvent[] one = [.. Two, Offer(1), Taken(1)];
        var clear = Given(one).When(Report(1, AssignmentStatus.Clear), Noon);
        Assert.Single(clear.Events);
        Assert.Equal([Basic], Assert.IsType<Emergency.Open>(clear.Afterwards.State).Unmet);
        Given(one).When(new WithdrawNeed(2, "Not needed any more"), Noon).Then(new NeedWithdrawn(2, "Not needed any more", Noon));
    }

    [Fact]
    public void What_a_crew_has_taken_or_what_is_the_last_is_not_withdrawn()
    {
        Given(BothTaken).When(new WithdrawNeed(2, "No"), Noon).ThenRefused("need.has_unit");
        Given(Raised).When(new WithdrawNeed(1, "No"), Noon).ThenRefused("need.last");
        Given(BothAsked).When(new WithdrawNeed(2, "No"), Noon)
            .Then(new OfferRescinded(Assignment(2), Unit(2), "No", Noon), new NeedWithdrawn(2, "No", Noon));
    }

    [Fact]
    public void A_further_alarm_level_adds_and_never_takes_away()
    {
        var raise = new RaiseEmergency(TheEmergency, null, "accident", "Crash", [], Kerb, "12345") { Plans = ResponsePlanBook.Standard };
        var raised = Given(Unknown).When(raise, Noon).Afterwards;
        var before = FactsOf(raised.State).Needs;

        var struck = raised.When(new StrikeAlarm(2, ResponsePlanBook.Standard), Noon);

        var after = FactsOf(struck.Afterwards.State).Needs;
        Assert.Equal(before, after.Take(before.Count));
        Assert.True(after.Count > before.Count);
        Assert.Equal(after.Count, after.DistinctBy(need => need.Number).Count());
        struck.Afterwards.When(new StrikeAlarm(2, ResponsePlanBook.Standard), Noon).ThenRefused("alarm_level.struck");
        struck.Afterwards.When(new StrikeAlarm(5, ResponsePlanBook.Standard), Noon).ThenRefused("alarm_level.not_planned");
    }

    [Fact]
    public void A_unit_by_hand_meets_what_nobody_has_and_else_comes_on_top()
    {
        Given([.. Two, Offer(1), Taken(1)]).When(ByHand(2), Noon).Then(Offer(2, byHand: true) with { Need = 2 });
        var extra = Given(BothTaken).When(ByHand(3), Noon);
        Assert.Equal([3], Assert.IsType<UnitsRequired>(extra.Events[0]).Needs.Select(need => need.Number));
        Assert.Equal(3, Assert.IsType<UnitOffered>(extra.Events[1]).Need);
    }

    [Fact]
    public void A_person_stands_one_unit_down_and_the_search_goes_on()
    {
        var down = Given(BothTaken).When(new StandDown(Assignment(2), " Near enough "), Noon);
        down.Then(new UnitStoodDown(Assignment(2), Unit(2), "Near enough", Noon));
        Assert.Equal([Basic], Assert.IsType<Emergency.Open>(down.Afterwards.State).Unmet);
        down.Afterwards.When(new StandDown(Assignment(2), "Again"), Noon).ThenRefused("assignment.over");
    }

    [Fact]
    public void Whoever_relieves_releases_the_other_on_scene_and_not_before()
    {
        EmergencyEvent[] present = [.. Assigned, Reported(AssignmentStatus.OnScene)];
        var relief = Given(present).When(ByHand(2) with { Relieves = Assignment(1) }, Noon);
        relief.Then(Offer(2, byHand: true) with { Relieves = Assignment(1) });

        var taken = relief.Afterwards.When(new AcceptOffer(Assignment(2), 2, Unit(2), Noon), Noon);
        taken.Then(Taken(2));
        taken
            .Afterwards.When(Report(2, AssignmentStatus.OnScene), Noon)
            .Then(
                new UnitStatusReported(Assignment(2), Unit(2), AssignmentStatus.OnScene, Noon, Noon),
                new JobHandedOver(Assignment(1), Unit(1), Unit(2), Noon));
        Given(Offered).When(ByHand(2) with { Relieves = Assignment(1) }, Noon).ThenRefused("assignment.not_a_job");
    }

    [Fact]
    public void A_crew_that_does_not_answer_is_paged_again_once()
    {
        var half = Noon + AnswerWithin / 2;
        var page = Given(Offered).When(new PageAgain(Assignment(1)), half);
        page.Then(new UnitPagedAgain(Assignment(1), Unit(1), half));
        page.Afterwards.When(new PageAgain(Assignment(1)), half).ThenNothing();
        Given(Offered).When(new PageAgain(Assignment(1)), Deadline.AddTicks(1)).ThenNothing();
        Given(Assigned).When(new PageAgain(Assignment(1)), half).ThenNothing();
    }

    [Fact]
    public void The_second_page_is_due_at_half_of_the_time_to_answer_and_not_before()
    {
        var half = Noon + AnswerWithin / 2;
        Assert.Equal(half, OfferTimes.SecondPageAt(Noon, Deadline));
        Given(Offered).When(new PageAgain(Assignment(1)), half.AddTicks(-1)).ThenNothing();
    }

    [Fact]
    public void Whoever_was_kept_is_paged_again_at_half_of_the_time_since_they_were_asked()
    {
        var asked = Noon.AddMinutes(10);
        var offered = Given([.. Raised, new UnitReserved(Assignment(1), 1, Unit(1), 1, ByHand: false, Travel: null, Noon)])
            .When(new OfferReservation(Assignment(1), AnswerWithin), asked).Afterwards;
        var half = asked + AnswerWithin / 2;
        offered.When(new PageAgain(Assignment(1)), half.AddTicks(-1)).ThenNothing();
        offered.When(new PageAgain(Assignment(1)), half).Then(new UnitPagedAgain(Assignment(1), Unit(1), half));
    }

    [Fact]
    public void A_better_place_moves_an_unanswered_offer_and_nothing_else()
    {
        var replace = new ReplaceOffer(Assignment(1), Ask(2, 1), AnswerWithin);
        var moved = Given(Offered).When(replace, Noon);
        Assert.IsType<OfferRescinded>(moved.Events[0]);
        Assert.Equal(Offer(2), moved.Events[1]);
        Assert.Empty(FactsOf(moved.Afterwards.State).SaidNo);
        Given(Assigned).When(replace, Noon).ThenRefused("emergency.not_searching");
    }

    [Fact]
    public void Long_waits_raise_their_alarms_until_a_crew_has_the_job()
    {
        var overdue = Given(Offered).When(Overdue, Late);
        overdue.Then(new AnswerOverdue(Alarm(1), Late));
        overdue.Afterwards.When(Overdue with { Alarm = Alarm(2) }, Late).ThenNothing();
        Given(Raised).When(Welfare, Late).Then(new WelfareCheckDue(Alarm(1), Late));
        Given(Assigned).When(Overdue, Late).ThenNothing();
        Given(Assigned).When(Welfare, Late).ThenNothing();
        Given(Completed).When(Welfare, Late).ThenNothing();
    }

    [Fact]
    public void A_wait_is_long_only_after_the_time_that_the_service_gives_it()
    {
        Given(Offered).When(Overdue, Noon + Patience).ThenNothing();
        Given(Raised).When(Welfare, Noon + Patience).ThenNothing();
    }

    [Theory]
    [InlineData(Priority.LifeThreatening, true)]
    [InlineData(Priority.Emergency, true)]
    [InlineData(Priority.Urgent, false)]
    [InlineData(Priority.LessUrgent, false)]
    public void Nobody_is_overdue_where_minutes_do_not_matter(Priority priority, bool isAlarmed) =>
        Assert.Equal(isAlarmed, Given([.. Offered, new PriorityChanged(priority, "Seen", Noon)]).When(Overdue, Late).Events.Count > 0);

    [Fact]
    public void Whoever_waits_on_is_asked_how_they_are_once_in_each_such_time()
    {
        var asked = Given(Raised).When(Welfare, Late).Afterwards;
        asked.When(Welfare with { Alarm = Alarm(2) }, Late + Patience).ThenNothing();
        var again = Late + Patience + TimeSpan.FromTicks(1);
        asked.When(Welfare with { Alarm = Alarm(2) }, again).Then(new WelfareCheckDue(Alarm(2), again));
    }

    [Fact]
    public void A_dispatch_that_does_not_get_on_is_told_once_until_somebody_is_asked_or_nobody_is_left()
    {
        var told = Given(Raised).When(new ReportDispatchStalled(Alarm(1)), Noon);
        told.Then(new DispatchStalled(Alarm(1), Noon));
        told.Afterwards.When(new ReportDispatchStalled(Alarm(2)), Noon).ThenNothing();

        Given([.. Raised, new DispatchStalled(Alarm(1), Noon), Offer(1)])
            .When(new ReportDispatchStalled(Alarm(2)), Noon)
            .Then(new DispatchStalled(Alarm(2), Noon));
        Given([.. Raised, new DispatchStalled(Alarm(1), Noon), new UnitsExhausted(Alarm(3), Noon)])
            .When(new ReportDispatchStalled(Alarm(2)), Noon)
            .Then(new DispatchStalled(Alarm(2), Noon));
        Given(Completed).When(new ReportDispatchStalled(Alarm(1)), Noon).ThenNothing();
    }

    private static UnitOffer Ask(int unit, int need) => new(Assignment(unit), Unit(unit), need, null);

    private static OfferAccepted Taken(int unit) => new(Assignment(unit), Unit(unit), Noon, Noon);

    private static ReportStatus Report(int unit, AssignmentStatus status) => new(Assignment(unit), unit, Unit(unit), status, Noon);

    private static AssignByHand ByHand(int unit) => new(Assignment(unit), Unit(unit), null, AnswerWithin, "Because");
}
