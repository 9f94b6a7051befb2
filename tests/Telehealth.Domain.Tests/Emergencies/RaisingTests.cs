using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>Raising an emergency, and what is learnt about it later.</summary>
public sealed class RaisingTests
{
    private static readonly RaiseEmergency Raise = new(
        TheEmergency, Some.Patient, "chest-pain", " Pressure ", [new TriageAnswer("conscious", Domain.Triage.Answer.Yes)], Kerb,
        " +49 731 12345 ");

    [Fact]
    public void Who_asks_for_help_gets_a_priority_with_reasons()
    {
        var raised = Assert.IsType<EmergencyRaised>(Assert.Single(Given(Unknown).When(Raise, Noon).Events));

        Assert.Equal(
            (TheEmergency, Some.Patient, "chest-pain", "Pressure"),
            (raised.Emergency, raised.Patient, raised.Complaint, raised.Description));
        Assert.Equal((Kerb, "+49 731 12345", Noon), (raised.Place, raised.CallbackNumber, raised.At));
        Assert.Equal(Raise.Answers, raised.Answers);
        Assert.Equal(Priority.LifeThreatening, raised.Triage.Priority);
        Assert.NotEmpty(raised.Triage.Reasons);
        Assert.Equal(TriageProtocol.Standard.Version, raised.Triage.ProtocolVersion);
    }

    [Fact]
    public void An_emergency_may_be_raised_for_a_caller_without_a_sign_in() =>
        Assert.Null(Assert.IsType<EmergencyRaised>(Assert.Single(Given(Unknown).When(Raise with { Patient = null }, Noon).Events)).Patient);

    [Fact]
    public void Raising_twice_is_refused() => Given(Raised).When(Raise, Noon).ThenRefused("emergency.exists");

    [Fact]
    public void A_complaint_that_is_not_listed_is_refused() =>
        Given(Unknown).When(Raise with { Complaint = "boredom" }, Noon).ThenRefused("emergency.complaint_unknown");

    [Fact]
    public void A_description_may_be_empty_but_not_endless()
    {
        Assert.Single(Given(Unknown).When(Raise with { Description = "" }, Noon).Events);
        Assert.Single(Given(Unknown).When(Raise with { Description = Letters(EmergencyRules.MaxText) }, Noon).Events);
        Given(Unknown)
            .When(Raise with { Description = Letters(EmergencyRules.MaxText + 1) }, Noon)
            .ThenRefused("emergency.description_too_long");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void An_accuracy_that_is_no_radius_is_refused(double metres)
    {
        Given(Unknown).When(Raise with { Place = Kerb with { AccuracyMetres = metres } }, Noon).ThenRefused("place.accuracy_invalid");
        Given(Raised).When(new ImproveLocation(null, Kerb with { AccuracyMetres = metres }), Noon).ThenRefused("place.accuracy_invalid");
    }

    [Fact]
    public void An_endless_note_on_the_place_is_refused() =>
        Given(Unknown)
            .When(Raise with { Place = Kerb with { Note = Letters(EmergencyRules.MaxReason + 1) } }, Noon)
            .ThenRefused("place.note_too_long");

    [Theory]
    [InlineData("none", "none")]
    [InlineData("0731 5550177 (wife)", "0731 5550177 (wife)")]
    [InlineData("112", "112")]
    [InlineData("\u0660\u0665\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667", "0501234567")]
    [InlineData("\u202a0501234567\u202c", "0501234567")]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void No_number_stands_in_the_way_of_help(string? typed, string? kept)
    {
        var raised = Assert.IsType<EmergencyRaised>(Assert.Single(Given(Unknown).When(Raise with { CallbackNumber = typed }, Noon).Events));
        Assert.Equal(kept, raised.CallbackNumber);
    }

    [Fact]
    public void Help_is_asked_for_before_anybody_knows_where()
    {
        var raised = Given(Unknown)
            .When(Raise with { Place = Place.NotKnown, CallbackNumber = null, Description = "", Answers = [] }, Noon);
        Assert.Null(Assert.IsType<EmergencyRaised>(Assert.Single(raised.Events)).Place.Point);
        Assert.Null(FactsOf(raised.Afterwards.State).Place.Point);
    }

    [Fact]
    public void A_call_that_is_entered_later_keeps_when_it_came()
    {
        var raised = Assert.IsType<EmergencyRaised>(
            Assert.Single(Given(Unknown).When(Raise with { CalledAt = Noon.AddMinutes(-20) }, Noon).Events));
        Assert.Equal((Noon.AddMinutes(-20), Noon), (raised.CalledAt, raised.At));
        Given(Unknown).When(Raise with { CalledAt = Noon.AddMinutes(2) }, Noon).ThenRefused("time.future");
        Given(Unknown).When(Raise with { CalledAt = Noon.AddDays(-2) }, Noon).ThenRefused("time.too_old");
    }

    [Fact]
    public void The_patient_and_a_dispatcher_may_improve_the_location()
    {
        var better = Kerb with { AccuracyMetres = 3 };
        Given(Raised).When(new ImproveLocation(Some.Patient, better), Noon).Then(new LocationImproved(better, Noon));
        var improved = Given(Assigned).When(new ImproveLocation(null, better), Noon);
        improved.Then(new LocationImproved(better, Noon));
        Assert.Equal(better, FactsOf(improved.Afterwards.State).Place);
        Assert.True(OnlyUnit(improved.Afterwards.State).IsJob);
    }

    [Fact]
    public void Nobody_moves_somebody_elses_emergency()
    {
        Given(Raised).When(new ImproveLocation(Some.Stranger, Kerb), Noon).ThenRefused("emergency.not_found");
        Given(Completed).When(new ImproveLocation(Some.Stranger, Kerb), Noon).ThenRefused("emergency.not_found");
        Given(Completed).When(new ImproveLocation(Some.Patient, Kerb), Noon).ThenRefused("emergency.over");
    }

    [Fact]
    public void A_dispatcher_changes_the_priority_with_a_reason()
    {
        var changed = Given(Raised).When(new ChangePriority(Priority.LifeThreatening, " Worse "), Noon);
        changed.Then(new PriorityChanged(Priority.LifeThreatening, "Worse", Noon));
        Assert.Equal(Priority.LifeThreatening, FactsOf(changed.Afterwards.State).Priority);
    }

    [Fact]
    public void A_priority_that_is_none_or_without_a_reason_is_refused()
    {
        Given(Raised).When(new ChangePriority((Priority)5, "Worse"), Noon).ThenRefused("emergency.priority_invalid");
        Given(Raised).When(new ChangePriority(Priority.Urgent, " "), Noon).ThenRefused("reason.invalid");
        Given(Raised).When(new ChangePriority(Priority.Urgent, Letters(EmergencyRules.MaxReason + 1)), Noon).ThenRefused("reason.invalid");
    }

    [Fact]
    public void The_same_priority_again_changes_nothing() =>
        Given(Raised).When(new ChangePriority(Priority.Emergency, "Sure"), Noon).ThenNothing();

    [Fact]
    public void The_priority_of_what_is_over_stays() =>
        Given(Completed).When(new ChangePriority(Priority.Urgent, "Worse"), Noon).ThenRefused("emergency.over");

    [Fact]
    public void A_note_is_kept_even_after_the_end()
    {
        Given(Raised).When(new AddNote(" Dog in the yard "), Noon).Then(new NoteAdded("Dog in the yard", Noon));
        Given(Completed).When(new AddNote("Keys returned"), Noon).Then(new NoteAdded("Keys returned", Noon));
        Given(Raised)
            .When(new AddNote("No signal in the cellar", Noon.AddMinutes(-9)), Noon)
            .Then(new NoteAdded("No signal in the cellar", Noon, Noon.AddMinutes(-9)));
    }

    [Fact]
    public void An_empty_or_endless_note_is_refused()
    {
        Given(Raised).When(new AddNote(""), Noon).ThenRefused("emergency.note_invalid");
        Given(Raised).When(new AddNote(Letters(EmergencyRules.MaxText + 1)), Noon).ThenRefused("emergency.note_invalid");
    }

    [Fact]
    public void An_emergency_that_does_not_exist_answers_every_command_alike()
    {
        EmergencyCommand[] knocks =
        [
            new ImproveLocation(Some.Patient, Kerb),
            new ChangePriority(Priority.Urgent, "Why"),
            new AddNote("Note"),
            new AcknowledgeAlarm(Alarm(1)),
            new OfferUnits([new UnitOffer(Assignment(1), Unit(1), 1, null)], AnswerWithin),
            new AssignByHand(Assignment(1), Unit(1), null, AnswerWithin, "Why"),
            new AcceptOffer(Assignment(1), 1, Unit(1), Noon),
            new DeclineOffer(Assignment(1), 1, Unit(1), "Why", Noon),
            new ExpireOffer(Assignment(1)),
            new ReportStatus(Assignment(1), 1, Unit(1), AssignmentStatus.EnRoute, Noon),
            new DeclareUnitsExhausted(Alarm(1)),
            new ReportUnitSilent(Alarm(1), Assignment(1), Noon, TimeSpan.Zero),
            new SearchAgain(true),
            new CancelEmergency(Some.Patient, "Better"),
        ];

        Assert.All(knocks, knock => Given(Unknown).When(knock, Noon).ThenRefused("emergency.not_found"));
    }
}
