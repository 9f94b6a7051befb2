using Telehealth.Domain.Deciding;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>What the clinician rules while a consult runs: who may come in, and who is heard and seen.</summary>
internal static class RoomRules
{
    private static readonly Rejection ClinicianStays = Rejection.NotNow(
        "consult.clinician_stays", "The clinician who leads the consult cannot be muted or removed.");

    private static readonly Rejection PatientStays =
        Rejection.NotNow("consult.patient_stays", "The patient cannot be removed from their own consult. End the consult instead.");

    private static readonly Rejection NoSuchParticipant = Rejection.NotFound(
        "participant.not_found", "Nobody of this id takes part in the consult.");

    public static Decision<ConsultEvent> Lock(LockRoom change, Consult consult, DateTimeOffset now)
    {
        if (LedBy(change.Clinician, consult) is not { } running)
        {
            return NotLedBy(change.Clinician, consult);
        }

        return change switch
        {
            _ when running.IsLocked == change.IsLocked => Decision.Nothing<ConsultEvent>(),
            { IsLocked: true } => new ConsultLocked(now),
            _ => new ConsultUnlocked(now),
        };
    }

    public static Decision<ConsultEvent> Mute(MuteParticipant mute, Consult consult, DateTimeOffset now)
    {
        if (LedBy(mute.Clinician, consult) is not { } running)
        {
            return NotLedBy(mute.Clinician, consult);
        }

        return mute switch
        {
            _ when mute.Participant.Value == running.Clinician.Value => ClinicianStays,
            _ when mute.Participant.Value != running.Patient.Value && !IsGuest(mute.Participant, running) => NoSuchParticipant,
            _ when running.Muted.Contains(new Consult.MutedTrack(mute.Participant, mute.Source)) == mute.IsMuted =>
                Decision.Nothing<ConsultEvent>(),
            { IsMuted: true } => new ParticipantMuted(mute.Participant, mute.Source, now),
            _ => new ParticipantUnmuted(mute.Participant, mute.Source, now),
        };
    }

    public static Decision<ConsultEvent> Remove(RemoveParticipant remove, Consult consult, DateTimeOffset now)
    {
        if (LedBy(remove.Clinician, consult) is not { } running)
        {
            return NotLedBy(remove.Clinician, consult);
        }

        if (remove.Participant.Value == running.Clinician.Value)
        {
            return ClinicianStays;
        }

        if (remove.Participant.Value == running.Patient.Value)
        {
            return PatientStays;
        }

        if (!running.Guests.TryGetValue(remove.Participant, out var guest))
        {
            return NoSuchParticipant;
        }

        // Whose link is withdrawn already holds no seat and gets none: there is nothing left to take.
        if (guest.Revoked)
        {
            return Decision.Nothing<ConsultEvent>();
        }

        var removed = new ParticipantRemoved(remove.Participant, now);
        var revoked = new GuestLinkRevoked(remove.Participant, now);
        return running.Seated.Contains(remove.Participant)
            ? Decision.Of<ConsultEvent>(removed, revoked, new ParticipantLeft(remove.Participant, LeaveReason.Removed, now))
            : Decision.Of<ConsultEvent>(removed, revoked);
    }

    // The consult is the patient's and the clinician's: a lock is there to keep others out. Whoever merely lost the connection is not new.
    public static bool MayEnterLocked(ParticipantId participant, ParticipantRole role, Consult.InProgress running) =>
        role is ParticipantRole.Patient or ParticipantRole.Clinician || running.Lapsed.Contains(participant);

    public static bool IsGuest(ParticipantId participant, Consult.InProgress running) =>
        running.Guests.TryGetValue(participant, out var guest) && !guest.Revoked;

    private static Consult.InProgress? LedBy(PersonId clinician, Consult consult) =>
        consult is Consult.InProgress running && running.Clinician == clinician ? running : null;

    private static Rejection NotLedBy(PersonId clinician, Consult consult) =>
        ConsultRules.NotRunningFor(new ParticipantId(clinician.Value), consult);
}
