using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>Seats, chat and guests of a consult.</summary>
public sealed class ConsultSeatTests
{
    private static readonly DateTimeOffset LinkOver = Noon.AddHours(1);

    private static readonly ConsultEvent[] PatientSits =
    [
        .. Running,
        new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon),
    ];
    private static readonly ConsultEvent GuestSat = new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris", Noon);

    [Fact]
    public void Patient_and_clinician_take_their_seats_once()
    {
        Given(Running)
            .When(new TakeSeat(SomeConsult.Patient, null), Noon)
            .Then(new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon));
        var seated = Given(Running).When(new TakeSeat(SomeConsult.Clinician, null), Noon);
        seated.Then(new ParticipantJoined(SomeConsult.Clinician, ParticipantRole.Clinician, null, Noon));
        seated.Afterwards.When(new TakeSeat(SomeConsult.Clinician, null), Noon).ThenNothing();
    }

    [Fact]
    public void There_are_no_seats_before_and_after_a_consult()
    {
        Given(Waiting).When(new TakeSeat(SomeConsult.Patient, null), Noon).ThenRefused("consult.not_running");
        Given(Booked).When(new TakeSeat(SomeConsult.Clinician, null), Noon).ThenRefused("consult.not_running");
        Given(Ended).When(new TakeSeat(SomeConsult.Patient, null), Noon).ThenRefused("consult.not_running");
        Given([.. Running, Invited(1), new ConsultEnded(Noon)])
            .When(new TakeSeat(Guest(1), "Iris"), Noon)
            .ThenRefused("consult.not_running");
    }

    [Fact]
    public void A_guest_sits_in_the_role_of_the_link_under_the_name_they_say() =>
        Given([.. Running, Invited(1)]).When(new TakeSeat(Guest(1), " Iris B. "), Noon)
            .Then(new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris B.", Noon));

    [Fact]
    public void A_guest_needs_a_name_of_a_sensible_length()
    {
        Given([.. Running, Invited(1)]).When(new TakeSeat(Guest(1), " "), Noon).ThenRefused("guest.name_invalid");
        Given([.. Running, Invited(1)])
            .When(new TakeSeat(Guest(1), Letters(ConsultRules.MaxGuestName + 1)), Noon)
            .ThenRefused("guest.name_invalid");
    }

    [Theory]
    [InlineData("\u200B\u2060")]
    [InlineData("\u3164")]
    [InlineData("\u202E\u2066 \u2800")]
    public void A_guest_whom_nobody_could_read_does_not_come_in(string name)
    {
        Given([.. Running, Invited(1)]).When(new TakeSeat(Guest(1), name), Noon).ThenRefused("guest.name_invalid");
        Given(Running).When(Invite(1, name), Noon).ThenRefused("guest.name_invalid");
    }

    [Fact]
    public void Marks_that_turn_the_writing_around_are_taken_out_of_a_name() =>
        Given([.. Running, Invited(1)]).When(new TakeSeat(Guest(1), "Iris\u202E\u200B"), Noon)
            .Then(new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris", Noon));

    [Fact]
    public void A_guest_whose_link_is_over_is_a_stranger()
    {
        Given([.. Running, Invited(1)]).When(new TakeSeat(Guest(1), "Iris"), LinkOver).ThenRefused("consult.not_found");
        Given([.. Running, Invited(1)]).When(new Say(Guest(1), "Hello"), LinkOver).ThenRefused("consult.not_found");
        Given([.. Running, Invited(1), new GuestLinkRevoked(Guest(1), Noon)])
            .When(new TakeSeat(Guest(1), "Iris"), Noon)
            .ThenRefused("consult.not_found");
    }

    [Fact]
    public void A_seat_is_emptied_once_and_only_when_taken()
    {
        var seated = new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon);
        var emptied = Given([.. Running, seated]).When(new EmptySeat(SomeConsult.Patient, LeaveReason.ConnectionLost), Noon);
        emptied.Then(new ParticipantLeft(SomeConsult.Patient, LeaveReason.ConnectionLost, Noon));
        emptied.Afterwards.When(new EmptySeat(SomeConsult.Patient, LeaveReason.Left), Noon).ThenNothing();
        Given(Ended).When(new EmptySeat(SomeConsult.Patient, LeaveReason.Left), Noon).ThenNothing();
        Given(Running).When(new EmptySeat(SomeConsult.Stranger, LeaveReason.Left), Noon).ThenNothing();
    }

    [Fact]
    public void A_participant_writes_a_tidy_line() =>
        Given(PatientSits).When(new Say(SomeConsult.Patient, " Hello\n"), Noon).Then(new MessageSaid(SomeConsult.Patient, "Hello", Noon));

    [Fact]
    public void A_guest_may_write_too() =>
        Given([.. Running, Invited(1), GuestSat]).When(new Say(Guest(1), "Hello"), Noon).Then(new MessageSaid(Guest(1), "Hello", Noon));

    [Fact]
    public void Who_has_no_seat_says_nothing()
    {
        Given([.. Running, Invited(1)]).When(new Say(Guest(1), "Hello"), Noon).ThenRefused("consult.not_seated");
        Given([.. Running, Invited(1), GuestSat, new ParticipantLeft(Guest(1), LeaveReason.Left, Noon)])
            .When(new Say(Guest(1), "Hello"), Noon)
            .ThenRefused("consult.not_seated");
        Given(Running).When(new Say(SomeConsult.Patient, "Hello"), Noon).ThenRefused("consult.not_seated");
    }

    [Fact]
    public void Nothing_is_said_before_and_after_a_consult()
    {
        Given(Waiting).When(new Say(SomeConsult.Patient, "Hello"), Noon).ThenRefused("consult.not_running");
        Given(Ended).When(new Say(SomeConsult.Clinician, "Hello"), Noon).ThenRefused("consult.not_running");
    }

    [Fact]
    public void Empty_and_endless_lines_are_refused()
    {
        Given(PatientSits).When(new Say(SomeConsult.Patient, " "), Noon).ThenRefused("chat.empty");
        Assert.Single(Given(PatientSits).When(new Say(SomeConsult.Patient, Letters(ConsultRules.MaxMessage)), Noon).Events);
        Given(PatientSits).When(new Say(SomeConsult.Patient, Letters(ConsultRules.MaxMessage + 1)), Noon).ThenRefused("chat.too_long");
    }

    [Fact]
    public void A_chat_ends_at_its_limit()
    {
        var lines = Enumerable.Repeat<ConsultEvent>(new MessageSaid(SomeConsult.Patient, "Hello", Noon), ConsultRules.MaxMessages);
        Given([.. PatientSits, .. lines]).When(new Say(SomeConsult.Patient, "One more"), Noon).ThenRefused("chat.full");
    }

    [Fact]
    public void The_clinician_invites_a_guest_for_a_time() =>
        Given(Running).When(Invite(1, " Iris "), Noon).Then(Invited(1));

    [Fact]
    public void Only_the_clinician_invites()
    {
        Given(Running).When(Invite(1, "Iris") with { Clinician = Some.Patient }, Noon).ThenRefused("consult.not_found");
        Given(WaitingAsBooked).When(Invite(1, "Iris"), Noon).ThenRefused("consult.not_running");
    }

    [Theory]
    [InlineData(ParticipantRole.Patient)]
    [InlineData(ParticipantRole.Clinician)]
    [InlineData((ParticipantRole)99)]
    public void A_guest_is_a_relative_an_interpreter_a_colleague_or_an_observer_and_nothing_else(ParticipantRole role) =>
        Given(Running).When(Invite(1, "Iris") with { Role = role }, Noon).ThenRefused("guest.role_invalid");

    [Fact]
    public void An_invited_guest_needs_a_name()
    {
        Given(Running).When(Invite(1, ""), Noon).ThenRefused("guest.name_invalid");
        Given(Running).When(Invite(1, Letters(ConsultRules.MaxGuestName + 1)), Noon).ThenRefused("guest.name_invalid");
    }

    [Fact]
    public void Only_valid_links_count_against_the_limit()
    {
        ConsultEvent[] full = [.. Running, .. Enumerable.Range(1, ConsultRules.MaxGuests).Select(Invited)];
        Given(full).When(Invite(9, "Iris"), Noon).ThenRefused("guest.too_many");
        Assert.Single(Given(full).When(Invite(9, "Iris"), LinkOver).Events);
        Assert.Single(Given([.. full, new GuestLinkRevoked(Guest(1), Noon)]).When(Invite(9, "Iris"), Noon).Events);
    }

    [Fact]
    public void A_withdrawn_link_empties_the_guests_seat()
    {
        var revoke = new RevokeGuestLink(Some.Clinician, Guest(1));
        Given([.. Running, Invited(1)]).When(revoke, Noon).Then(new GuestLinkRevoked(Guest(1), Noon));
        var seated = new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris", Noon);
        var withdrawn = Given([.. Running, Invited(1), seated]).When(revoke, Noon);
        withdrawn.Then(new GuestLinkRevoked(Guest(1), Noon), new ParticipantLeft(Guest(1), LeaveReason.Removed, Noon));
        withdrawn.Afterwards.When(revoke, Noon).ThenNothing();
    }

    [Fact]
    public void A_link_that_does_not_exist_cannot_be_withdrawn() =>
        Given(Running).When(new RevokeGuestLink(Some.Clinician, Guest(1)), Noon).ThenRefused("consult.not_found");

    private static InviteGuest Invite(int number, string name) =>
        new(Some.Clinician, Guest(number), name, ParticipantRole.Interpreter, "hash", TimeSpan.FromHours(1));
}
