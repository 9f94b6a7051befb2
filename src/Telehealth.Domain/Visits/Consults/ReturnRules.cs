using System.Collections.Immutable;
using Telehealth.Domain.Deciding;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>The way back to the waiting room: the patient was not there, or the clinician is needed elsewhere.</summary>
internal static class ReturnRules
{
    private static readonly Rejection ReturnReasonInvalid =
        Rejection.Invalid("consult.return_reason_invalid", "Choose a reason from the list, or none.");

    public static Decision<ConsultEvent> Return(ReturnToWaitingRoom back, Consult consult, DateTimeOffset now) => consult switch
    {
        _ when back.Reason is { } reason && !Enum.IsDefined(reason) => ReturnReasonInvalid,
        Consult.InProgress running when running.Clinician == back.Clinician => new PatientReturned(back.Reason, now),
        // Pressed again on a second page of the same clinician.
        Consult.Waiting waiting when waiting.Room?.ReturnedBy == back.Clinician => Decision.Nothing<ConsultEvent>(),
        Consult.InProgress running when running.ReturnedBy == back.Clinician => ConsultRules.Taken,
        Consult.Over over when over.Clinician == back.Clinician => ConsultRules.IsOver,
        _ => ConsultRules.NotRunningFor(new ParticipantId(back.Clinician.Value), consult),
    };

    /// <summary>
    /// The patient waits for everybody, also one who was booked with this clinician, who has just given them up; and at the place of the
    /// first arrival, because the time in the room was waiting too.
    /// </summary>
    public static Consult.Waiting Returned(Consult.InProgress running) => new(running.Patient, null, running.WaitingSince)
    {
        Room = running with { Seated = [], Lapsed = [], ReturnedBy = running.Clinician },
    };

    public static Consult.InProgress Opened(Consult.Waiting waiting, PatientAdmitted admitted)
    {
        var room = waiting.Room
            ?? new Consult.InProgress(waiting.Patient, admitted.Clinician, ImmutableDictionary<ParticipantId, Consult.Guest>.Empty, []);
        return room with { Clinician = admitted.Clinician, WaitingSince = waiting.Since };
    }

    public static bool HadPart(ParticipantId who, Consult.InProgress? room) =>
        room is not null && (who.Value == room.Clinician.Value || RoomRules.IsGuest(who, room));

    public static ImmutableHashSet<ParticipantId> LinksOf(Consult.InProgress? room) =>
        room is null ? [] : [.. room.Guests.Where(link => !link.Value.Revoked).Select(link => link.Key)];
}
