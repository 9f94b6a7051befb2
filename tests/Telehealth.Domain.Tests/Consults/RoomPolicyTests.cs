using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>Who may come in, be heard and be seen while a consult runs.</summary>
public sealed class RoomPolicyTests
{
    private static readonly ConsultEvent[] Locked = [.. Running, new ConsultLocked(Noon)];
    private static readonly ParticipantJoined GuestSat = new(Guest(1), ParticipantRole.Interpreter, "Iris", Noon);
    private static readonly ParticipantMuted GuestMuted = new(Guest(1), MediaSource.Microphone, Noon);

    [Fact]
    public void The_clinician_locks_and_opens_the_room_and_each_once()
    {
        var locked = Given(Running).When(new LockRoom(Some.Clinician, IsLocked: true), Noon);
        locked.Then(new ConsultLocked(Noon));
        locked.Afterwards.When(new LockRoom(Some.Clinician, IsLocked: true), Noon).ThenNothing();
        var opened = locked.Afterwards.When(new LockRoom(Some.Clinician, IsLocked: false), Noon);
        opened.Then(new ConsultUnlocked(Noon));
        opened.Afterwards.When(new LockRoom(Some.Clinician, IsLocked: false), Noon).ThenNothing();
    }

    [Fact]
    public void Only_the_clinician_of_a_running_consult_rules_its_room()
    {
        ConsultCommand[] byThePatient =
        [
            new LockRoom(Some.Patient, true),
            new MuteParticipant(Some.Patient, Guest(1), MediaSource.Camera, true),
            new RemoveParticipant(Some.Patient, Guest(1)),
        ];
        foreach (var command in byThePatient)
        {
            Given([.. Running, Invited(1)]).When(command, Noon).ThenRefused("consult.not_found");
        }

        Given(Unknown).When(new LockRoom(Some.Clinician, true), Noon).ThenRefused("consult.not_found");
        Given(Booked).When(new LockRoom(Some.Clinician, true), Noon).ThenRefused("consult.not_running");
        Given(Ended).When(new RemoveParticipant(Some.Clinician, Guest(1)), Noon).ThenRefused("consult.not_running");
    }

    [Fact]
    public void Nobody_new_sits_down_in_a_locked_room_until_it_is_opened()
    {
        Given([.. Locked, Invited(1)]).When(new TakeSeat(Guest(1), "Iris"), Noon).ThenRefused("consult.locked");
        Given([.. Locked, Invited(1), new ConsultUnlocked(Noon)]).When(new TakeSeat(Guest(1), "Iris"), Noon).Then(GuestSat);
    }

    [Fact]
    public void Guests_are_invited_into_a_locked_room_and_wait() =>
        Given(Locked)
            .When(new InviteGuest(Some.Clinician, Guest(1), "Iris", ParticipantRole.Interpreter, "hash", TimeSpan.FromHours(1)), Noon)
            .Then(Invited(1));

    [Fact]
    public void Who_is_seated_stays_in_a_locked_room_and_returns_after_an_outage()
    {
        ConsultEvent[] seated = [.. Running, Invited(1), GuestSat, new ConsultLocked(Noon)];
        Given(seated).When(new TakeSeat(Guest(1), "Iris"), Noon).ThenNothing();
        ConsultEvent[] lapsed = [.. seated, new ParticipantLeft(Guest(1), LeaveReason.ConnectionLost, Noon)];
        var back = Given(lapsed).When(new TakeSeat(Guest(1), "Iris"), Noon);
        back.Then(GuestSat);
        back.Afterwards.When(new EmptySeat(Guest(1), LeaveReason.Left), Noon).Afterwards
            .When(new TakeSeat(Guest(1), "Iris"), Noon).ThenRefused("consult.locked");
    }

    [Fact]
    public void Patient_and_clinician_are_never_locked_out_of_their_own_consult()
    {
        Given(Locked)
            .When(new TakeSeat(SomeConsult.Patient, null), Noon)
            .Then(new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon));
        Given(Locked)
            .When(new TakeSeat(SomeConsult.Clinician, null), Noon)
            .Then(new ParticipantJoined(SomeConsult.Clinician, ParticipantRole.Clinician, null, Noon));
    }

    [Fact]
    public void A_stranger_is_not_told_that_a_room_is_locked() =>
        Given(Locked).When(new TakeSeat(SomeConsult.Stranger, null), Noon).ThenRefused("consult.not_found");

    [Fact]
    public void A_track_is_held_back_until_the_clinician_lets_it_through()
    {
        var muted = Given([.. Running, Invited(1)])
            .When(new MuteParticipant(Some.Clinician, Guest(1), MediaSource.Microphone, IsMuted: true), Noon);
        muted.Then(GuestMuted);
        muted.Afterwards.When(new MuteParticipant(Some.Clinician, Guest(1), MediaSource.Microphone, IsMuted: true), Noon).ThenNothing();
        muted.Afterwards.When(new MuteParticipant(Some.Clinician, Guest(1), MediaSource.Camera, IsMuted: true), Noon)
            .Then(new ParticipantMuted(Guest(1), MediaSource.Camera, Noon));
        muted.Afterwards.When(new MuteParticipant(Some.Clinician, Guest(1), MediaSource.Microphone, IsMuted: false), Noon)
            .Then(new ParticipantUnmuted(Guest(1), MediaSource.Microphone, Noon));
    }

    [Fact]
    public void A_mute_outlives_the_seat()
    {
        var back = Given([
            .. Running,
            Invited(1),
            GuestSat,
            GuestMuted,
            new ParticipantLeft(Guest(1), LeaveReason.Left, Noon),
            GuestSat,
        ]).State;
        Assert.Equal(
            [new Domain.Visits.Consults.Consult.MutedTrack(Guest(1), MediaSource.Microphone)],
            Assert.IsType<Domain.Visits.Consults.Consult.InProgress>(back).Muted);
    }

    [Fact]
    public void The_patient_can_be_muted_and_the_clinician_cannot()
    {
        Given(Running).When(new MuteParticipant(Some.Clinician, SomeConsult.Patient, MediaSource.Screen, true), Noon)
            .Then(new ParticipantMuted(SomeConsult.Patient, MediaSource.Screen, Noon));
        Given(Running)
            .When(new MuteParticipant(Some.Clinician, SomeConsult.Clinician, MediaSource.Screen, true), Noon)
            .ThenRefused("consult.clinician_stays");
        Given(Running)
            .When(new MuteParticipant(Some.Clinician, Guest(1), MediaSource.Screen, true), Noon)
            .ThenRefused("participant.not_found");
    }

    [Fact]
    public void Who_is_removed_loses_seat_and_link_and_does_not_come_back()
    {
        var removed = Given([.. Running, Invited(1), GuestSat]).When(new RemoveParticipant(Some.Clinician, Guest(1)), Noon);
        removed.Then(
            new ParticipantRemoved(Guest(1), Noon), new GuestLinkRevoked(Guest(1), Noon),
            new ParticipantLeft(Guest(1), LeaveReason.Removed, Noon));
        removed.Afterwards.When(new TakeSeat(Guest(1), "Iris"), Noon).ThenRefused("consult.not_found");
        removed.Afterwards.When(new RemoveParticipant(Some.Clinician, Guest(1)), Noon).ThenNothing();
    }

    [Fact]
    public void Who_has_not_come_yet_is_removed_by_the_link() =>
        Given([.. Running, Invited(1)]).When(new RemoveParticipant(Some.Clinician, Guest(1)), Noon)
            .Then(new ParticipantRemoved(Guest(1), Noon), new GuestLinkRevoked(Guest(1), Noon));

    [Fact]
    public void Neither_the_patient_nor_the_clinician_is_removed()
    {
        Given(Running).When(new RemoveParticipant(Some.Clinician, SomeConsult.Patient), Noon).ThenRefused("consult.patient_stays");
        Given(Running).When(new RemoveParticipant(Some.Clinician, SomeConsult.Clinician), Noon).ThenRefused("consult.clinician_stays");
        Given(Running).When(new RemoveParticipant(Some.Clinician, Guest(1)), Noon).ThenRefused("participant.not_found");
    }

    [Fact]
    public void An_observer_is_a_guest_whose_coming_is_told()
    {
        var invited = Given(Running)
            .When(new InviteGuest(Some.Clinician, Guest(2), "Oda", ParticipantRole.Observer, "hash", TimeSpan.FromHours(1)), Noon);
        invited
            .Afterwards.When(new TakeSeat(Guest(2), "Oda"), Noon)
            .Then(new ParticipantJoined(Guest(2), ParticipantRole.Observer, "Oda", Noon));
        ConsultEvent[] full = [.. Running, .. Enumerable.Range(1, ConsultRules.MaxGuests).Select(Invited)];
        Given(full)
            .When(new InviteGuest(Some.Clinician, Guest(9), "Oda", ParticipantRole.Observer, "hash", TimeSpan.FromHours(1)), Noon)
            .ThenRefused("guest.too_many");
    }
}
