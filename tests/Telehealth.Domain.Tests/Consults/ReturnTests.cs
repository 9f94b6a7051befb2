using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>From the room back to the waiting room.</summary>
public sealed class ReturnTests
{
    private static readonly PersonId Colleague = new(Some.Id(90));

    private static readonly ConsultEvent[] Returned = [.. Running, new PatientReturned(ReturnReason.PatientAbsent, Noon.AddMinutes(5))];

    [Theory]
    [InlineData(null)]
    [InlineData(ReturnReason.PatientAbsent)]
    [InlineData(ReturnReason.ClinicianCalledAway)]
    [InlineData(ReturnReason.NoSoundOrPicture)]
    public void The_clinician_returns_the_patient_with_a_reason_or_none(ReturnReason? reason) =>
        Given(Running).When(new ReturnToWaitingRoom(Some.Clinician, reason), Noon).Then(new PatientReturned(reason, Noon));

    [Fact]
    public void A_reason_that_is_not_on_the_list_is_refused() =>
        Given(Running).When(new ReturnToWaitingRoom(Some.Clinician, (ReturnReason)77), Noon).ThenRefused("consult.return_reason_invalid");

    [Fact]
    public void Nobody_but_the_clinician_returns_the_patient()
    {
        Given(Running).When(new ReturnToWaitingRoom(Colleague, null), Noon).ThenRefused("consult.not_found");
        Given(Running).When(new ReturnToWaitingRoom(Some.Patient, null), Noon).ThenRefused("consult.not_found");
        Given(Running).When(new ReturnToWaitingRoom(Some.Stranger, null), Noon).ThenRefused("consult.not_found");
    }

    [Fact]
    public void Who_was_not_admitted_is_not_returned()
    {
        Given(Unknown).When(new ReturnToWaitingRoom(Some.Clinician, null), Noon).ThenRefused("consult.not_found");
        Given(Waiting).When(new ReturnToWaitingRoom(Some.Clinician, null), Noon).ThenRefused("consult.not_found");
        Given(Booked).When(new ReturnToWaitingRoom(Some.Clinician, null), Noon).ThenRefused("consult.not_running");
        Given(WaitingAsBooked).When(new ReturnToWaitingRoom(Some.Clinician, null), Noon).ThenRefused("consult.not_running");
    }

    [Fact]
    public void A_second_page_of_the_clinician_that_returns_too_changes_nothing() =>
        Given(Returned).When(new ReturnToWaitingRoom(Some.Clinician, null), Noon).ThenNothing();

    [Fact]
    public void Who_was_ended_meanwhile_is_not_returned() =>
        Given(Ended).When(new ReturnToWaitingRoom(Some.Clinician, null), Noon).ThenRefused("consult.over");

    [Fact]
    public void Who_was_returned_and_left_is_not_returned_again() =>
        Given([.. Returned, new ConsultCancelled(Noon)])
            .When(new ReturnToWaitingRoom(Some.Clinician, null), Noon)
            .ThenRefused("consult.over");

    [Fact]
    public void Who_was_admitted_by_another_meanwhile_is_not_taken_from_them() =>
        Given([.. Returned, new PatientAdmitted(Colleague, Noon)])
            .When(new ReturnToWaitingRoom(Some.Clinician, null), Noon)
            .ThenRefused("consult.taken");

    [Fact]
    public void Any_clinician_admits_who_was_returned()
    {
        Given(Returned).When(new AdmitPatient(Colleague), Noon).Then(new PatientAdmitted(Colleague, Noon));
        Given(Returned).When(new AdmitPatient(Some.Clinician), Noon).Then(new PatientAdmitted(Some.Clinician, Noon));
    }

    [Fact]
    public void A_booked_patient_who_was_returned_waits_for_everybody_at_once() =>
        Given([.. WaitingAsBooked, new PatientAdmitted(Some.Clinician, StartsAt), new PatientReturned(null, StartsAt)])
            .When(new AdmitPatient(Colleague), StartsAt).Then(new PatientAdmitted(Colleague, StartsAt));

    [Fact]
    public void The_place_is_that_of_the_first_arrival_however_often_the_patient_is_returned()
    {
        var twice = Given([.. Returned, new PatientAdmitted(Colleague, Noon.AddHours(1)), new PatientReturned(null, Noon.AddHours(2))]);

        Assert.Equal(Noon, Assert.IsType<Domain.Visits.Consults.Consult.Waiting>(twice.State).Since);
    }

    [Fact]
    public void Nobody_sits_in_the_room_of_who_was_returned()
    {
        Given([.. Seated, new PatientReturned(null, Noon)]).When(new EmptySeat(SomeConsult.Patient, LeaveReason.Left), Noon).ThenNothing();
        Given([.. Seated, new PatientReturned(null, Noon)])
            .When(new Say(SomeConsult.Patient, "Hello"), Noon)
            .ThenRefused("consult.not_running");
        Given([.. Seated, new PatientReturned(null, Noon)]).When(new TakeSeat(Guest(1), "Iris"), Noon).ThenRefused("consult.not_running");
        Given([.. Seated, new PatientReturned(null, Noon)])
            .When(new TakeSeat(SomeConsult.Stranger, null), Noon)
            .ThenRefused("consult.not_found");
        Assert.Empty(
            Assert
                .IsType<Domain.Visits.Consults.Consult.InProgress>(
                    Given([.. Seated, new PatientReturned(null, Noon), new PatientAdmitted(Colleague, Noon)]).State)
                .Seated);
    }

    [Fact]
    public void A_guest_comes_in_by_the_same_link_when_the_room_opens_again_and_the_clinician_of_before_does_not()
    {
        var again = Given([.. Seated, new PatientReturned(null, Noon), new PatientAdmitted(Colleague, Noon)]);

        again.When(new TakeSeat(Guest(1), "Iris"), Noon).Then(new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris", Noon));
        again.When(new TakeSeat(SomeConsult.Clinician, null), Noon).ThenRefused("consult.not_found");
        again.When(new RevokeGuestLink(Colleague, Guest(1)), Noon).Then(new GuestLinkRevoked(Guest(1), Noon));
    }

    [Fact]
    public void A_locked_room_opens_again_locked_also_for_a_guest_who_sat_in_it_or_lost_the_line()
    {
        ConsultEvent[] locked = [.. Seated, new ConsultLocked(Noon), new ParticipantLeft(Guest(1), LeaveReason.ConnectionLost, Noon)];

        Given([.. locked, new PatientReturned(null, Noon), new PatientAdmitted(Colleague, Noon)])
            .When(new TakeSeat(Guest(1), "Iris"), Noon).ThenRefused("consult.locked");
    }

    [Fact]
    public void A_patient_who_was_returned_may_give_the_place_up_and_the_clinician_of_before_may_not()
    {
        Given(Returned).When(new CancelConsult(Some.Patient), Noon).Then(new ConsultCancelled(Noon));
        Given(Returned).When(new CancelConsult(Some.Clinician), Noon).ThenRefused("consult.not_found");
        Given(Returned).When(new EndConsult(Some.Clinician), Noon).ThenRefused("consult.not_running");
    }

    private static IReadOnlyList<ConsultEvent> Seated =>
    [
        .. Running, Invited(1), new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon),
        new ParticipantJoined(SomeConsult.Clinician, ParticipantRole.Clinician, null, Noon),
        new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris", Noon),
    ];
}
