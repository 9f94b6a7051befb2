using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>What may be asked of a consult.</summary>
public abstract record ConsultCommand
{
    private ConsultCommand()
    {
    }

    /// <summary>A patient asks to be seen now.</summary>
    public sealed record AskForConsult(ConsultId Consult, PersonId Patient, string Reason) : ConsultCommand;

    /// <summary>A clinician books a time for a patient.</summary>
    public sealed record BookConsult(ConsultId Consult, PersonId Patient, PersonId Clinician, DateTimeOffset StartsAt, string Reason)
        : ConsultCommand;

    /// <summary>The patient opens a booked consult.</summary>
    public sealed record OpenBookedConsult(PersonId Patient) : ConsultCommand;

    /// <summary>The patient says anew what it is about, before it runs.</summary>
    public sealed record ChangeReason(PersonId Patient, string Reason) : ConsultCommand;

    /// <summary>A clinician lets the patient in.</summary>
    public sealed record AdmitPatient(PersonId Clinician) : ConsultCommand;

    /// <summary>A participant takes their seat, or takes it again.</summary>
    public sealed record TakeSeat(ParticipantId Participant, string? GuestName) : ConsultCommand;

    /// <summary>A participant's seat becomes empty.</summary>
    public sealed record EmptySeat(ParticipantId Participant, LeaveReason Reason) : ConsultCommand;

    /// <summary>A participant writes to the others.</summary>
    public sealed record Say(ParticipantId From, string Text) : ConsultCommand;

    /// <summary>An author takes back a line of chat, or the clinician takes anybody's off the screens.</summary>
    /// <param name="By">Who does.</param>
    /// <param name="Number">The version of the consult at which the line was said.</param>
    public sealed record WithdrawMessage(ParticipantId By, long Number) : ConsultCommand;

    /// <summary>The clinician makes a guest link.</summary>
    public sealed record InviteGuest(
        PersonId Clinician, ParticipantId Guest, string Name, ParticipantRole Role, string TokenHash, TimeSpan ValidFor) : ConsultCommand;

    /// <summary>The clinician withdraws a guest link.</summary>
    public sealed record RevokeGuestLink(PersonId Clinician, ParticipantId Guest) : ConsultCommand;

    /// <summary>The clinician lets nobody new in, or opens the room again.</summary>
    public sealed record LockRoom(PersonId Clinician, bool IsLocked) : ConsultCommand;

    /// <summary>The clinician holds a participant's track back from everybody, or lets it through again.</summary>
    public sealed record MuteParticipant(PersonId Clinician, ParticipantId Participant, MediaSource Source, bool IsMuted) : ConsultCommand;

    /// <summary>The clinician puts a guest out for good.</summary>
    public sealed record RemoveParticipant(PersonId Clinician, ParticipantId Participant) : ConsultCommand;

    /// <summary>The clinician sends the patient back to the waiting room, for whoever has time.</summary>
    /// <param name="Clinician">Who leads the consult.</param>
    /// <param name="Reason">Null when none was given.</param>
    public sealed record ReturnToWaitingRoom(PersonId Clinician, ReturnReason? Reason) : ConsultCommand;

    /// <summary>The clinician ends the consult.</summary>
    public sealed record EndConsult(PersonId Clinician) : ConsultCommand;

    /// <summary>Patient or clinician calls it off before it runs.</summary>
    public sealed record CancelConsult(PersonId By) : ConsultCommand;
}
