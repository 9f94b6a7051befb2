using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>From asking or booking to the end.</summary>
public sealed class ConsultLifeTests
{
    [Fact]
    public void A_patient_who_asks_waits_with_a_tidy_reason() =>
        Given(Unknown)
            .When(new AskForConsult(SomeConsult.Consult, Some.Patient, "  Cough "), Noon)
            .Then(new ConsultRequested(SomeConsult.Consult, Some.Patient, "Cough", Noon));

    [Fact]
    public void Asking_twice_for_one_consult_is_refused() =>
        Given(Waiting).When(new AskForConsult(SomeConsult.Consult, Some.Patient, "Cough"), Noon).ThenRefused("consult.exists");

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void A_consult_without_a_reason_is_refused(string reason)
    {
        Given(Unknown).When(new AskForConsult(SomeConsult.Consult, Some.Patient, reason), Noon).ThenRefused("consult.reason_invalid");
        Given(Unknown)
            .When(new BookConsult(SomeConsult.Consult, Some.Patient, Some.Clinician, StartsAt, reason), Noon)
            .ThenRefused("consult.reason_invalid");
    }

    [Fact]
    public void A_reason_may_be_as_long_as_the_limit_and_no_longer()
    {
        Assert.Single(
            Given(Unknown).When(new AskForConsult(SomeConsult.Consult, Some.Patient, Letters(ConsultRules.MaxReason)), Noon).Events);
        Given(Unknown)
            .When(new AskForConsult(SomeConsult.Consult, Some.Patient, Letters(ConsultRules.MaxReason + 1)), Noon)
            .ThenRefused("consult.reason_invalid");
    }

    [Fact]
    public void A_clinician_books_a_time() =>
        Given(Unknown).When(new BookConsult(SomeConsult.Consult, Some.Patient, Some.Clinician, StartsAt, "Cough"), Noon)
            .Then(new ConsultBooked(SomeConsult.Consult, Some.Patient, Some.Clinician, StartsAt, "Cough", Noon));

    [Fact]
    public void Booking_what_exists_is_refused() =>
        Given(Booked)
            .When(new BookConsult(SomeConsult.Consult, Some.Patient, Some.Clinician, StartsAt, "Cough"), Noon)
            .ThenRefused("consult.exists");

    [Fact]
    public void A_time_in_the_past_or_more_than_a_year_away_is_refused()
    {
        Given(Unknown)
            .When(new BookConsult(SomeConsult.Consult, Some.Patient, Some.Clinician, Noon.AddSeconds(-1), "Cough"), Noon)
            .ThenRefused("consult.time_invalid");
        Given(Unknown)
            .When(new BookConsult(SomeConsult.Consult, Some.Patient, Some.Clinician, Noon.AddYears(1).AddSeconds(1), "Cough"), Noon)
            .ThenRefused("consult.time_invalid");
    }

    [Fact]
    public void A_booked_consult_opens_half_an_hour_before_it_begins()
    {
        var opens = StartsAt - ConsultRules.OpensBefore;
        Given(Booked).When(new OpenBookedConsult(Some.Patient), opens.AddSeconds(-1)).ThenRefused("consult.too_early");
        Given(Booked).When(new OpenBookedConsult(Some.Patient), opens).Then(new WaitingRoomEntered(opens));
    }

    [Fact]
    public void Opening_again_changes_nothing()
    {
        Given(WaitingAsBooked).When(new OpenBookedConsult(Some.Patient), StartsAt).ThenNothing();
        Given(Running).When(new OpenBookedConsult(Some.Patient), StartsAt).ThenNothing();
    }

    [Fact]
    public void Opening_what_is_over_is_refused() =>
        Given(CalledOff).When(new OpenBookedConsult(Some.Patient), StartsAt).ThenRefused("consult.over");

    [Fact]
    public void A_clinician_admits_who_waits()
    {
        Given(Waiting).When(new AdmitPatient(Some.Clinician), Noon).Then(new PatientAdmitted(Some.Clinician, Noon));
        Given(WaitingAsBooked).When(new AdmitPatient(Some.Clinician), StartsAt).Then(new PatientAdmitted(Some.Clinician, StartsAt));
    }

    [Fact]
    public void Who_waits_for_the_clinician_of_the_booking_is_not_admitted_by_another_who_learns_nothing()
    {
        Given(Booked).When(new AdmitPatient(Some.Stranger), StartsAt).ThenRefused("consult.not_found");
        Given(WaitingAsBooked)
            .When(new AdmitPatient(Some.Stranger), StartsAt + ConsultRules.KeptForBooked - TimeSpan.FromSeconds(1))
            .ThenRefused("consult.not_found");
    }

    [Fact]
    public void Who_has_waited_too_long_for_the_clinician_of_the_booking_is_admitted_by_anybody()
    {
        var due = StartsAt + ConsultRules.KeptForBooked;
        Given(WaitingAsBooked).When(new AdmitPatient(Some.Stranger), due).Then(new PatientAdmitted(Some.Stranger, due));
    }

    [Fact]
    public void A_patient_who_comes_early_or_late_is_kept_for_the_booking_from_the_later_of_the_two_times()
    {
        ConsultEvent[] early = [.. Booked, new WaitingRoomEntered(StartsAt - ConsultRules.OpensBefore)];
        ConsultEvent[] late = [.. Booked, new WaitingRoomEntered(StartsAt.AddMinutes(20))];

        Given(early).When(new AdmitPatient(Some.Stranger), StartsAt).ThenRefused("consult.not_found");
        Given(late).When(new AdmitPatient(Some.Stranger), StartsAt.AddMinutes(34)).ThenRefused("consult.not_found");
        Given(late)
            .When(new AdmitPatient(Some.Stranger), StartsAt.AddMinutes(35))
            .Then(new PatientAdmitted(Some.Stranger, StartsAt.AddMinutes(35)));
    }

    [Fact]
    public void Admitting_again_changes_nothing_and_a_second_clinician_comes_too_late()
    {
        Given(Running).When(new AdmitPatient(Some.Clinician), Noon).ThenNothing();
        Given(Running).When(new AdmitPatient(Some.Stranger), Noon).ThenRefused("consult.taken");
    }

    [Fact]
    public void Nobody_is_admitted_who_is_not_there()
    {
        Given(Booked).When(new AdmitPatient(Some.Clinician), Noon).ThenRefused("consult.patient_absent");
        Given(Ended).When(new AdmitPatient(Some.Clinician), Noon).ThenRefused("consult.over");
        Given(Unknown).When(new AdmitPatient(Some.Clinician), Noon).ThenRefused("consult.not_found");
    }

    [Fact]
    public void The_clinician_ends_it_once()
    {
        Given(Running).When(new EndConsult(Some.Clinician), Noon).Then(new ConsultEnded(Noon));
        Given(Ended).When(new EndConsult(Some.Clinician), Noon).ThenNothing();
    }

    [Fact]
    public void What_does_not_run_cannot_be_ended()
    {
        Given(Booked).When(new EndConsult(Some.Clinician), Noon).ThenRefused("consult.not_running");
        Given(Waiting).When(new EndConsult(Some.Clinician), Noon).ThenRefused("consult.not_running");
    }

    [Fact]
    public void Patient_and_clinician_may_call_off_what_does_not_run_yet()
    {
        Given(Booked).When(new CancelConsult(Some.Patient), Noon).Then(new ConsultCancelled(Noon));
        Given(Booked).When(new CancelConsult(Some.Clinician), Noon).Then(new ConsultCancelled(Noon));
        Given(Waiting).When(new CancelConsult(Some.Patient), Noon).Then(new ConsultCancelled(Noon));
        Given(WaitingAsBooked).When(new CancelConsult(Some.Clinician), Noon).Then(new ConsultCancelled(Noon));
    }

    [Fact]
    public void A_running_consult_is_not_called_off_and_one_that_is_over_stays_so()
    {
        Given(Running).When(new CancelConsult(Some.Patient), Noon).ThenRefused("consult.running");
        Given(CalledOff).When(new CancelConsult(Some.Patient), Noon).ThenNothing();
        Given(Ended).When(new CancelConsult(Some.Clinician), Noon).ThenNothing();
    }

    public static TheoryData<string> States => [.. StrangersView.Keys];

    private static readonly Dictionary<string, ConsultEvent[]> StrangersView = new(StringComparer.Ordinal)
    {
        ["unknown"] = Unknown,
        ["booked"] = Booked,
        ["waiting"] = Waiting,
        ["running"] = Running,
        ["ended"] = Ended,
        ["called off"] = CalledOff,
    };

    [Theory]
    [MemberData(nameof(States))]
    public void A_stranger_is_told_the_same_in_every_state(string state)
    {
        ConsultCommand[] knocks =
        [
            new OpenBookedConsult(Some.Stranger),
            new CancelConsult(Some.Stranger),
            new TakeSeat(SomeConsult.Stranger, null),
            new TakeSeat(SomeConsult.Stranger, "Eve"),
            new Say(SomeConsult.Stranger, "Hello"),
            new InviteGuest(Some.Stranger, Guest(1), "Eve", ParticipantRole.Relative, "hash", TimeSpan.FromHours(1)),
            new RevokeGuestLink(Some.Stranger, Guest(1)),
        ];

        Assert.All(knocks, knock => Given(StrangersView[state]).When(knock, Noon).ThenRefused("consult.not_found"));
    }

    [Fact]
    public void Another_clinician_cannot_end_a_running_consult() =>
        Given(Running).When(new EndConsult(Some.Stranger), Noon).ThenRefused("consult.not_found");
}
