using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>The handle of emergencies, and the stored names of their events; a name is never changed.</summary>
internal sealed class EmergencyEntity(EntityRouter router, EntityType<EmergencyCommand, Emergency, EmergencyEvent> type)
    : EntityHandle<EmergencyCommand, Emergency, EmergencyEvent>(router, type)
{
    public static EventCatalogue Events { get; } = new EventCatalogue()
        .Add<EmergencyRaised>("emergency.raised.v1")
        .Add<LocationImproved>("emergency.location_improved.v1")
        .Add<DetailsGiven>("emergency.details_given.v1")
        .Add<EmergencyCorrected>("emergency.corrected.v1")
        .Add<ChangesSeen>("emergency.changes_seen.v1")
        .Add<CallerAdded>("emergency.caller_added.v1")
        .Add<PlaceStillMissing>("emergency.place_still_missing.v1")
        .Add<NobodyPresent>("emergency.nobody_present.v1")
        .Add<PriorityChanged>("emergency.priority_changed.v1")
        .Add<NoteAdded>("emergency.note_added.v1")
        .Add<UnitsRequired>("emergency.units_required.v1")
        .Add<NeedWithdrawn>("emergency.need_withdrawn.v1")
        .Add<UnitOffered>("emergency.unit_offered.v1")
        .Add<UnitPagedAgain>("emergency.unit_paged_again.v1")
        .Add<UnitReserved>("emergency.unit_reserved.v1")
        .Add<ReservationOffered>("emergency.reservation_offered.v1")
        .Add<ReservationReleased>("emergency.reservation_released.v1")
        .Add<OfferAccepted>("emergency.offer_accepted.v1")
        .Add<OfferDeclined>("emergency.offer_declined.v1")
        .Add<OfferExpired>("emergency.offer_expired.v1")
        .Add<OfferRescinded>("emergency.offer_rescinded.v1")
        .Add<UnitStatusReported>("emergency.unit_status_reported.v1")
        .Add<UnitStoodDown>("emergency.unit_stood_down.v1")
        .Add<UnitDiverted>("emergency.unit_diverted.v1")
        .Add<JobHandedOver>("emergency.job_handed_over.v1")
        .Add<HospitalChosen>("emergency.hospital_chosen.v1")
        .Add<LateReportRecorded>("emergency.late_report_recorded.v1")
        .Add<AnswerOverdue>("emergency.answer_overdue.v1")
        .Add<DispatchStalled>("emergency.dispatch_stalled.v1")
        .Add<WelfareCheckDue>("emergency.welfare_check_due.v1")
        .Add<UnitsExhausted>("emergency.units_exhausted.v1")
        .Add<UnitFellSilent>("emergency.unit_fell_silent.v1")
        .Add<HospitalNotTold>("emergency.hospital_not_told.v1")
        .Add<HospitalRung>("emergency.hospital_rung.v1")
        .Add<AlarmAcknowledged>("emergency.alarm_acknowledged.v1")
        .Add<SearchRestarted>("emergency.search_restarted.v1")
        .Add<EmergencyCompleted>("emergency.completed.v1")
        .Add<EmergencyCancelled>("emergency.cancelled.v1")
        .Add<EmergencyReopened>("emergency.reopened.v1");
}
