using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>What happened to a consult. Who did it stands beside the event in the log.</summary>
public abstract record ConsultEvent
{
    private ConsultEvent()
    {
    }

    /// <summary>A patient asked for a consult now, and waits.</summary>
    public sealed record ConsultRequested(ConsultId Consult, PersonId Patient, string Reason, DateTimeOffset At) : ConsultEvent;

    /// <summary>A clinician agreed a time with a patient.</summary>
    public sealed record ConsultBooked(
        ConsultId Consult, PersonId Patient, PersonId Clinician, DateTimeOffset StartsAt, string Reason, DateTimeOffset At) : ConsultEvent;

    /// <summary>The patient opened the booked consult, and waits.</summary>
    public sealed record WaitingRoomEntered(DateTimeOffset At) : ConsultEvent;

    /// <summary>The patient said anew what it is about, before it ran.</summary>
    public sealed record ReasonChanged(string Reason, DateTimeOffset At) : ConsultEvent;

    /// <summary>The clinician let the patient in; the consult runs.</summary>
    public sealed record PatientAdmitted(PersonId Clinician, DateTimeOffset At) : ConsultEvent;

    /// <summary>Somebody took their seat. A guest says how they want to be called.</summary>
    public sealed record ParticipantJoined(ParticipantId Participant, ParticipantRole Role, string? GuestName, DateTimeOffset At)
        : ConsultEvent;

    /// <summary>Somebody gave their seat up, or did not come back in time.</summary>
    public sealed record ParticipantLeft(ParticipantId Participant, LeaveReason Reason, DateTimeOffset At) : ConsultEvent;

    /// <summary>A line of chat.</summary>
    public sealed record MessageSaid(ParticipantId From, string Text, DateTimeOffset At) : ConsultEvent;

    /// <summary>A line of chat is shown to nobody any more.</summary>
    /// <param name="Number">The version at which it was said.</param>
    /// <param name="By">Its author, or the clinician.</param>
    /// <param name="At">When.</param>
    public sealed record MessageWithdrawn(long Number, ParticipantId By, DateTimeOffset At) : ConsultEvent;

    /// <summary>A clinician made a link for a guest. Only the hash of its secret is kept.</summary>
    public sealed record GuestInvited(
        ParticipantId Guest, string Name, ParticipantRole Role, string TokenHash, DateTimeOffset ExpiresAt,
        DateTimeOffset At) : ConsultEvent;

    /// <summary>A clinician withdrew a guest's link.</summary>
    public sealed record GuestLinkRevoked(ParticipantId Guest, DateTimeOffset At) : ConsultEvent;

    /// <summary>From now on nobody new takes a seat.</summary>
    public sealed record ConsultLocked(DateTimeOffset At) : ConsultEvent;

    /// <summary>The room is open again.</summary>
    public sealed record ConsultUnlocked(DateTimeOffset At) : ConsultEvent;

    /// <summary>The clinician holds a participant's track back from everybody.</summary>
    public sealed record ParticipantMuted(ParticipantId Participant, MediaSource Source, DateTimeOffset At) : ConsultEvent;

    /// <summary>The clinician lets the track through again.</summary>
    public sealed record ParticipantUnmuted(ParticipantId Participant, MediaSource Source, DateTimeOffset At) : ConsultEvent;

    /// <summary>The clinician put somebody out. What follows from it, the link and the seat, stands in events of its own.</summary>
    public sealed record ParticipantRemoved(ParticipantId Participant, DateTimeOffset At) : ConsultEvent;

    /// <summary>
    /// The clinician sent the patient back to the waiting room. Every seat is empty with
    /// it, and the patient waits for everybody, with the place of the first arrival.
    /// </summary>
    public sealed record PatientReturned(ReturnReason? Reason, DateTimeOffset At) : ConsultEvent;

    /// <summary>The clinician ended the consult for everybody.</summary>
    public sealed record ConsultEnded(DateTimeOffset At) : ConsultEvent;

    /// <summary>Called off before it ran.</summary>
    public sealed record ConsultCancelled(DateTimeOffset At) : ConsultEvent;
}
