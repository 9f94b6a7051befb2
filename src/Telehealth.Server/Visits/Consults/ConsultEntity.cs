using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Server.Visits.Consults;

/// <summary>The handle of consults, and the stored names of their events; a name is never changed.</summary>
internal sealed class ConsultEntity(EntityRouter router, EntityType<ConsultCommand, Consult, ConsultEvent> type)
    : EntityHandle<ConsultCommand, Consult, ConsultEvent>(router, type)
{
    public static EventCatalogue Events { get; } = new EventCatalogue()
        .Add<ConsultRequested>("consult.requested.v1", nameof(ConsultRequested.Consult))
        .Add<ConsultBooked>("consult.booked.v1", nameof(ConsultBooked.Consult), nameof(ConsultBooked.StartsAt))
        .Add<WaitingRoomEntered>("consult.waiting_room_entered.v1")
        .Add<ReasonChanged>("consult.reason_changed.v1")
        .Add<PatientAdmitted>("consult.patient_admitted.v1")
        .Add<ParticipantJoined>("consult.participant_joined.v1", nameof(ParticipantJoined.Role))
        .Add<ParticipantLeft>("consult.participant_left.v1", nameof(ParticipantLeft.Reason))
        .Add<MessageSaid>("consult.message_said.v1")
        .Add<MessageWithdrawn>("consult.message_withdrawn.v1", nameof(MessageWithdrawn.Number))
        .Add<GuestInvited>(
            "consult.guest_invited.v1", nameof(GuestInvited.Guest), nameof(GuestInvited.Role), nameof(GuestInvited.ExpiresAt))
        .Add<GuestLinkRevoked>("consult.guest_link_revoked.v1", nameof(GuestLinkRevoked.Guest))
        .Add<ConsultLocked>("consult.locked.v1")
        .Add<ConsultUnlocked>("consult.unlocked.v1")
        .Add<ParticipantMuted>("consult.participant_muted.v1", nameof(ParticipantMuted.Source))
        .Add<ParticipantUnmuted>("consult.participant_unmuted.v1", nameof(ParticipantUnmuted.Source))
        .Add<ParticipantRemoved>("consult.participant_removed.v1")
        .Add<PatientReturned>("consult.patient_returned.v1", nameof(PatientReturned.Reason))
        .Add<ConsultEnded>("consult.ended.v1")
        .Add<ConsultCancelled>("consult.cancelled.v1");
}
