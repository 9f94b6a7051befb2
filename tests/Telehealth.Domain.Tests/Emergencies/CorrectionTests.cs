using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>What is learnt after help was asked for, and what turns out to have been wrong.</summary>
public sealed class CorrectionTests
{
    private static readonly Place OtherEnd = new(GeoPoint.Of(48.41, 9.6), null, LocationSource.Caller, null);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    private static readonly EmergencyEvent[] Nowhere =
    [
        ((EmergencyRaised)Raised[0]) with
        {
            Place = Place.NotKnown,
            CallbackNumber = null,
        },
    ];

    [Fact]
    public void A_correction_keeps_the_old_value_and_the_reason()
    {
        var correct = new CorrectEmergency(new Correction(OtherEnd, "0731 5550199", null, null), " The other end of the street ");

        var corrected = Given(Assigned).When(correct, Noon);

        corrected.Then(
            new EmergencyCorrected(
                "The other end of the street", new Correction(Kerb, "110", null, null),
                new Correction(OtherEnd, "0731 5550199", null, null), null, Noon));
        Assert.Equal(
            (OtherEnd, "0731 5550199"), (FactsOf(corrected.Afterwards.State).Place, FactsOf(corrected.Afterwards.State).CallbackNumber));
        Assert.True(OnlyUnit(corrected.Afterwards.State).IsJob);
    }

    [Fact]
    public void A_correction_to_what_is_known_already_changes_nothing() =>
        Given(Raised).When(new CorrectEmergency(new Correction(Kerb, "110", "chest-pain", null), "Sure"), Noon).ThenNothing();

    [Fact]
    public void A_correction_without_a_reason_or_with_nonsense_is_refused()
    {
        Given(Raised).When(new CorrectEmergency(new Correction(OtherEnd, null, null, null), " "), Noon).ThenRefused("reason.invalid");
        Given(Raised)
            .When(new CorrectEmergency(new Correction(null, null, "boredom", null), "Why"), Noon)
            .ThenRefused("emergency.complaint_unknown");
        Given(Raised).When(new CorrectEmergency(new Correction(null, null, null, 121), "Why"), Noon).ThenRefused("emergency.age_invalid");
        Given(Completed).When(new CorrectEmergency(new Correction(OtherEnd, null, null, null), "Why"), Noon).ThenRefused("emergency.over");
    }

    [Fact]
    public void Another_complaint_asks_for_what_its_plan_says_and_sends_nobody_away()
    {
        var correct = new CorrectEmergency(new Correction(null, null, "accident", null), "They were hit by a car")
        {
            Plans = ResponsePlanBook.Standard,
        };

        var state = Assert.IsType<Emergency.Open>(Given(Assigned).When(correct, Noon).Afterwards.State);

        Assert.Equal("accident", state.Facts.Complaint);
        Assert.True(Assert.Single(state.Assignments).IsJob);
        var planned = ResponsePlanBook
            .Standard.Requirements("accident", state.Facts.Priority, 1, state.Facts.TriagedSkills)
            .Units.Sum(unit => unit.Count);
        Assert.True(state.Facts.Needs.Count >= planned);
    }

    [Fact]
    public void An_age_answers_whether_it_is_a_child()
    {
        var correct = new CorrectEmergency(new Correction(null, null, "unwell", 4), "A child");
        var corrected = Assert.IsType<EmergencyCorrected>(Given(Raised).When(correct, Noon).Events[0]);
        Assert.Contains("The person is a child.", corrected.Triage!.Reasons);
    }

    [Fact]
    public void The_patient_tells_more_after_the_first_call_for_help()
    {
        TriageAnswer[] fine =
        [
            new("conscious", Domain.Triage.Answer.Yes),
            new("breathing", Domain.Triage.Answer.Yes),
            new("sweating", Domain.Triage.Answer.No),
        ];
        var details = new GiveDetails(Some.Patient, null, " Since noon ", fine, "0501234567") { Plans = ResponsePlanBook.Standard };
        var first = Given(Unknown)
            .When(
                new RaiseEmergency(TheEmergency, Some.Patient, "chest-pain", "", [], Place.NotKnown, null)
                {
                    Plans = ResponsePlanBook.Standard,
                },
                Noon);
        Assert.Equal(Priority.LifeThreatening, FactsOf(first.Afterwards.State).Priority);

        var told = first.Afterwards.When(details, Noon);

        var given = Assert.IsType<DetailsGiven>(told.Events[0]);
        Assert.Equal(("Since noon", "0501234567", Priority.Emergency), (given.Description, given.CallbackNumber, given.Triage.Priority));
        var state = Assert.IsType<Emergency.Open>(told.Afterwards.State);
        Assert.Equal((Priority.Emergency, "0501234567"), (state.Facts.Priority, state.Facts.CallbackNumber));
        var planned = ResponsePlanBook.Standard.Requirements("chest-pain", Priority.Emergency, 1, state.Facts.TriagedSkills);
        Assert.Equal(planned.Units.Sum(unit => unit.Count), state.Facts.Needs.Count);
    }

    [Fact]
    public void What_the_patient_tells_never_sends_away_a_crew_that_has_taken_the_job()
    {
        var needs = RaisedFor(new Need(1, "Ambulance", Skills.Advanced), new Need(2, "Rescue", Skills.Rescue));
        var taken = new GiveDetails(Some.Patient, "fall", null, [], null) { Plans = ResponsePlanBook.Standard };
        var state = Assert.IsType<Emergency.Open>(
            Given([.. needs, Offer(1) with { Need = 2 }, FirstAccepted]).When(taken, Noon).Afterwards.State);
        Assert.Contains(state.Facts.Needs, need => need.Number == 2);
        Assert.True(Assert.Single(state.Assignments).IsJob);
    }

    [Fact]
    public void A_priority_that_a_person_has_set_stays()
    {
        var details = new GiveDetails(Some.Patient, null, null, [new("breathing", Domain.Triage.Answer.No)], null);
        var state = Given([.. Raised, new PriorityChanged(Priority.Urgent, "Calm", Noon)]).When(details, Noon).Afterwards.State;
        Assert.Equal(Priority.Urgent, FactsOf(state).Priority);
    }

    [Fact]
    public void Nobody_tells_more_about_somebody_elses_emergency()
    {
        Given(Raised).When(new GiveDetails(Some.Stranger, null, "Mine", null, null), Noon).ThenRefused("emergency.not_found");
        Given(Completed).When(new GiveDetails(Some.Patient, null, "More", null, null), Noon).ThenRefused("emergency.over");
    }

    [Fact]
    public void A_place_that_is_known_is_not_lost_to_words()
    {
        var words = new Place(null, null, LocationSource.Caller, "Behind the bakery");
        Given(Raised)
            .When(new ImproveLocation(Some.Patient, words), Noon)
            .Then(new LocationImproved(Kerb with { Note = "Behind the bakery" }, Noon));
        Given(Raised)
            .When(new ImproveLocation(Some.Patient, Place.NotKnown with { Source = LocationSource.CallerDoesNotKnow }), Noon)
            .ThenNothing();
        Given(Nowhere).When(new ImproveLocation(Some.Patient, words), Noon).Then(new LocationImproved(words, Noon));
    }

    [Fact]
    public void A_place_that_nobody_says_raises_one_alarm_and_ends_it_when_it_comes()
    {
        var report = new ReportPlaceMissing(Alarm(1), TimeSpan.FromSeconds(10));
        var late = Noon + report.After + TimeSpan.FromTicks(1);
        var missing = Given(Nowhere).When(report, late);
        missing.Then(new PlaceStillMissing(Alarm(1), late));
        missing.Afterwards.When(report with { Alarm = Alarm(2) }, late).ThenNothing();
        Given(Raised).When(report, late).ThenNothing();
        Given(Nowhere).When(report, Noon + report.After).ThenNothing();
        var known = missing.Afterwards.When(new ImproveLocation(Some.Patient, Kerb), Noon).Afterwards.State;
        Assert.Empty(FactsOf(known).OpenAlarms);
    }

    [Fact]
    public void That_nobody_is_present_is_said_once_and_not_of_a_job_that_a_crew_has()
    {
        var report = new ReportNobodyPresent(Alarm(1), TimeSpan.FromSeconds(10));
        var late = Noon + report.After + TimeSpan.FromTicks(1);
        var nobody = Given(Raised).When(report, late);
        nobody.Then(new NobodyPresent(Alarm(1), late));
        nobody.Afterwards.When(report with { Alarm = Alarm(2) }, late).ThenNothing();
        Given(Assigned).When(report, late).ThenNothing();
        Given(Raised).When(report, Noon + report.After).ThenNothing();
    }

    [Fact]
    public void Alarms_end_with_their_emergency_except_that_a_hospital_must_be_rung()
    {
        EmergencyEvent[] events =
        [
            .. Exhausted,
            new HospitalNotTold(Alarm(2), Assignment(1), Unit(1), "North", Noon),
            new EmergencyCancelled("Better", Noon),
        ];
        Given(events).When(new AcknowledgeAlarm(Alarm(1)), Noon).ThenNothing();
        Given(events).When(new AcknowledgeAlarm(Alarm(2)), Noon).Then(new AlarmAcknowledged(Alarm(2), Noon));
    }

    [Fact]
    public void What_was_cleared_by_mistake_is_opened_again_and_needs_its_unit()
    {
        var reopened = Given(Completed).When(new ReopenEmergency("Pressed by mistake", Within), Noon.AddMinutes(14));
        reopened.Then(new EmergencyReopened("Pressed by mistake", Noon.AddMinutes(14)));
        var state = Assert.IsType<Emergency.Open>(reopened.Afterwards.State);
        Assert.Equal([1], state.Unmet.Select(need => need.Number));
        Assert.Empty(state.Facts.PassedBy);
    }

    [Fact]
    public void Until_when_it_can_be_opened_again_is_known_beforehand()
    {
        var until = CorrectionRules.ReopensUntil(Noon, Within);

        Assert.Equal(Noon.AddMinutes(15), until);
        Assert.Single(Given(Completed).When(new ReopenEmergency("In time", Within), until).Events);
        Given(Completed).When(new ReopenEmergency("Late", Within), until.AddTicks(1)).ThenRefused("emergency.over_too_long");
    }

    [Fact]
    public void Only_what_has_just_ended_is_opened_again()
    {
        Given(Completed).When(new ReopenEmergency("Late", Within), Noon.AddMinutes(16)).ThenRefused("emergency.over_too_long");
        Given(Completed).When(new ReopenEmergency(" ", Within), Noon).ThenRefused("reason.invalid");
        Given(Raised).When(new ReopenEmergency("Open", Within), Noon).ThenRefused("emergency.open");
        Assert.Equal(
            [1],
            Assert
                .IsType<Emergency.Open>(Given(Cancelled).When(new ReopenEmergency("Still ill", Within), Noon).Afterwards.State)
                .Unmet.Select(need => need.Number));
    }

    [Fact]
    public void A_second_caller_stands_with_the_emergency()
    {
        Given(Raised)
            .When(new AddCaller(" 0501 ", " Two cars ", Noon.AddMinutes(-3)), Noon)
            .Then(new CallerAdded("0501", "Two cars", Noon, Noon.AddMinutes(-3)));
        Given(Completed).When(new AddCaller(null, "Two cars"), Noon).ThenRefused("emergency.over");
        Given(Raised).When(new AddCaller(null, Letters(EmergencyRules.MaxText + 1)), Noon).ThenRefused("emergency.description_too_long");
    }

    [Fact]
    public void A_crew_sees_what_changed_once()
    {
        var seen = Given(Assigned).When(new SeeChanges(Assignment(1), Unit(1), 7), Noon);
        seen.Then(new ChangesSeen(Assignment(1), Unit(1), 7, Noon));
        seen.Afterwards.When(new SeeChanges(Assignment(1), Unit(1), 7), Noon).ThenNothing();
        Given(Assigned).When(new SeeChanges(Assignment(1), Unit(2), 7), Noon).ThenNothing();
    }
}
