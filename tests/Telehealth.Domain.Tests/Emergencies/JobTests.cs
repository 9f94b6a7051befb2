using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>A job from its acceptance to its end, alarms, and cancelling.</summary>
public sealed class JobTests
{
    private static readonly ReportUnitSilent Silent = new(Alarm(1), Assignment(1), HeardAt: Noon, After: TimeSpan.FromMinutes(3));
    private static readonly DateTimeOffset Late = Noon + Silent.After + TimeSpan.FromTicks(1);

    private static readonly CancelEmergency CancelByPatient = new(Some.Patient, " Better now ");
    private static readonly CancelEmergency CancelByDispatcher = new(null, "Double call");

    [Fact]
    public void A_crew_reports_its_steps_to_the_end()
    {
        var past = Given(Assigned);
        foreach (var status in new[]
            {
                AssignmentStatus.EnRoute,
                AssignmentStatus.OnScene,
                AssignmentStatus.Transporting,
                AssignmentStatus.AtHospital,
            })
        {
            var step = past.When(Report(status), Noon);
            step.Then(Reported(status));
            past = step.Afterwards;
        }

        var clear = past.When(Report(AssignmentStatus.Clear), Noon);
        clear.Then(Reported(AssignmentStatus.Clear), new EmergencyCompleted(Noon));
        Assert.IsType<Emergency.Over>(clear.Afterwards.State);
    }

    [Fact]
    public void The_same_step_again_changes_nothing()
    {
        Given(Assigned).When(Report(AssignmentStatus.Accepted), Noon).ThenNothing();
        Given([.. Assigned, Reported(AssignmentStatus.OnScene)]).When(Report(AssignmentStatus.OnScene), Noon).ThenNothing();
    }

    [Fact]
    public void A_step_back_is_refused() =>
        Given([.. Assigned, Reported(AssignmentStatus.OnScene)])
            .When(Report(AssignmentStatus.EnRoute), Noon)
            .ThenRefused("assignment.step_illegal");

    [Fact]
    public void A_report_on_a_job_that_is_not_ones_own_changes_nothing()
    {
        var report = Report(AssignmentStatus.EnRoute);
        ReportStatus[] wrong = [report with { Assignment = Assignment(2) }, report with { Epoch = 2 }, report with { Unit = Unit(2) }];
        Assert.All(wrong, other => Given(Assigned).When(other, Noon).ThenRefused("assignment.over"));
        Assert.All(
            new[] { Raised, Offered, Exhausted, Completed, Cancelled },
            past => Given(past).When(report, Noon).ThenRefused("assignment.over"));
    }

    [Fact]
    public void When_nobody_is_left_a_person_is_alarmed_once()
    {
        var exhausted = Given(Raised).When(new DeclareUnitsExhausted(Alarm(1)), Noon);
        exhausted.Then(new UnitsExhausted(Alarm(1), Noon));
        exhausted.Afterwards.When(new DeclareUnitsExhausted(Alarm(2)), Noon).ThenNothing();
    }

    [Fact]
    public void Nobody_is_alarmed_while_a_unit_is_asked_or_has_the_job()
    {
        Given(Offered).When(new DeclareUnitsExhausted(Alarm(1)), Noon).ThenNothing();
        Given(Assigned).When(new DeclareUnitsExhausted(Alarm(1)), Noon).ThenNothing();
    }

    [Fact]
    public void A_silent_crew_keeps_its_job_and_is_reported_once()
    {
        var silent = Given(Assigned).When(Silent, Late);
        silent.Then(new UnitFellSilent(Alarm(1), Assignment(1), Unit(1), Late));
        Assert.True(OnlyUnit(silent.Afterwards.State).IsJob);
        silent.Afterwards.When(Silent with { Alarm = Alarm(2) }, Late).ThenNothing();
    }

    [Fact]
    public void Only_a_crew_with_the_job_can_be_silent()
    {
        Given(Assigned).When(Silent with { Assignment = Assignment(2) }, Late).ThenNothing();
        Given(Offered).When(Silent, Late).ThenNothing();
        Given(Completed).When(Silent, Late).ThenNothing();
    }

    [Fact]
    public void A_crew_is_silent_only_after_the_time_that_the_service_gives_it() =>
        Given(Assigned).When(Silent, Noon + Silent.After).ThenNothing();

    [Fact]
    public void A_hospital_that_could_not_be_told_alarms_a_person_also_after_the_end()
    {
        var report = new ReportHospitalNotTold(Alarm(1), Assignment(1), Unit(1), "North Hospital");
        Given(Assigned).When(report, Noon).Then(new HospitalNotTold(Alarm(1), Assignment(1), Unit(1), "North Hospital", Noon));
        var over = Given(Completed).When(report, Noon);
        over.Then(new HospitalNotTold(Alarm(1), Assignment(1), Unit(1), "North Hospital", Noon));
        over.Afterwards.When(new AcknowledgeAlarm(Alarm(1)), Noon).Then(new AlarmAcknowledged(Alarm(1), Noon));
    }

    [Fact]
    public void That_somebody_rang_a_hospital_stands_in_the_log_also_after_the_end()
    {
        var rung = new EnterHospitalRung(new NoticeId(Alarm(7).Value), Assignment(1), Unit(1), "North Hospital", IsComing: false);
        var entered = new HospitalRung(new NoticeId(Alarm(7).Value), Assignment(1), Unit(1), "North Hospital", IsComing: false, Noon);
        Given(Assigned).When(rung, Noon).Then(entered);
        Given(Completed).When(rung, Noon).Then(entered);
        Given().When(rung, Noon).ThenRefused("emergency.not_found");
    }

    [Fact]
    public void An_alarm_is_acknowledged_once_also_after_the_end()
    {
        var seen = Given(Exhausted).When(new AcknowledgeAlarm(Alarm(1)), Noon);
        seen.Then(new AlarmAcknowledged(Alarm(1), Noon));
        Assert.True(FactsOf(seen.Afterwards.State).NobodyLeft);
        seen.Afterwards.When(new AcknowledgeAlarm(Alarm(1)), Noon).ThenNothing();
        EmergencyEvent[] ended =
        [
            .. Raised,
            new HospitalNotTold(Alarm(1), Assignment(1), Unit(1), "North", Noon),
            new EmergencyCancelled("Better", Noon),
        ];
        var over = Given(ended).When(new AcknowledgeAlarm(Alarm(1)), Noon);
        over.Then(new AlarmAcknowledged(Alarm(1), Noon));
        over.Afterwards.When(new AcknowledgeAlarm(Alarm(1)), Noon).ThenNothing();
    }

    [Fact]
    public void An_alarm_that_does_not_exist_cannot_be_acknowledged() =>
        Given(Raised).When(new AcknowledgeAlarm(Alarm(1)), Noon).ThenNothing();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Searching_again_asks_those_who_said_no_only_when_a_person_wants_that(bool alsoThoseWhoSaidNo)
    {
        EmergencyEvent[] refusedByAll =
        [
            .. Offered,
            new OfferDeclined(Assignment(1), Unit(1), "Flat tyre", Noon, Noon),
            new UnitsExhausted(Alarm(1), Noon),
        ];

        var again = Given(refusedByAll).When(new SearchAgain(alsoThoseWhoSaidNo), Noon);

        again.Then(new SearchRestarted(alsoThoseWhoSaidNo, Noon));
        Assert.Equal(alsoThoseWhoSaidNo ? [] : [Unit(1)], FactsOf(again.Afterwards.State).SaidNo);
    }

    [Fact]
    public void There_is_no_new_search_while_a_unit_is_asked_or_has_the_job()
    {
        Given(Offered).When(new SearchAgain(true), Noon).ThenRefused("emergency.not_searching");
        Given(Assigned).When(new SearchAgain(true), Noon).ThenRefused("emergency.not_searching");
        Given(Completed).When(new SearchAgain(true), Noon).ThenRefused("emergency.over");
    }

    [Fact]
    public void A_patient_cancels_their_own()
    {
        Given(Raised).When(CancelByPatient, Noon).Then(new EmergencyCancelled("Better now", Noon));
        Given(Exhausted).When(CancelByPatient, Noon).Then(new EmergencyCancelled("Better now", Noon));
        Given(Raised).When(CancelByPatient with { Patient = Some.Stranger }, Noon).ThenRefused("emergency.not_found");
        Given(Completed).When(CancelByPatient with { Patient = Some.Stranger }, Noon).ThenRefused("emergency.not_found");
    }

    [Fact]
    public void Cancelling_takes_an_offer_back_and_stands_a_crew_down()
    {
        Given(Offered)
            .When(CancelByPatient, Noon)
            .Then(new OfferRescinded(Assignment(1), Unit(1), "Better now", Noon), new EmergencyCancelled("Better now", Noon));
        Given(Assigned)
            .When(CancelByPatient, Noon)
            .Then(new UnitStoodDown(Assignment(1), Unit(1), "Better now", Noon), new EmergencyCancelled("Better now", Noon));
    }

    [Theory]
    [InlineData(AssignmentStatus.OnScene)]
    [InlineData(AssignmentStatus.Transporting)]
    [InlineData(AssignmentStatus.AtHospital)]
    public void With_the_crew_present_only_a_dispatcher_cancels(AssignmentStatus status)
    {
        EmergencyEvent[] present = [.. Assigned, Reported(status)];

        Given(present).When(CancelByPatient, Noon).ThenRefused("emergency.crew_present");
        Assert.Equal(2, Given(present).When(CancelByDispatcher, Noon).Events.Count);
    }

    [Fact]
    public void Cancelling_needs_a_reason_and_something_to_cancel()
    {
        Given(Raised).When(CancelByDispatcher with { Reason = "" }, Noon).ThenRefused("reason.invalid");
        Given(Completed).When(CancelByDispatcher, Noon).ThenRefused("emergency.over");
        Given(Cancelled).When(CancelByPatient, Noon).ThenRefused("emergency.over");
    }

    private static ReportStatus Report(AssignmentStatus status) => new(Assignment(1), 1, Unit(1), status, Noon);
}
