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
        .Add<EmergencyRaised>(
            "emergency.raised.v1", nameof(EmergencyRaised.Emergency), nameof(EmergencyRaised.CalledAt),
            nameof(EmergencyRaised.Unverified))
        .Add<LocationImproved>("emergency.location_improved.v1")
        .Add<DetailsGiven>("emergency.details_given.v1")
        .Add<EmergencyCorrected>("emergency.corrected.v1")
        .Add<ChangesSeen>(
            "emergency.changes_seen.v1", nameof(ChangesSeen.Assignment), nameof(ChangesSeen.Unit), nameof(ChangesSeen.Version))
        .Add<CallerAdded>("emergency.caller_added.v1", nameof(CallerAdded.CalledAt))
        .Add<PlaceStillMissing>("emergency.place_still_missing.v1", nameof(PlaceStillMissing.Alarm))
        .Add<NobodyPresent>("emergency.nobody_present.v1", nameof(NobodyPresent.Alarm))
        .Add<PriorityChanged>("emergency.priority_changed.v1")
        .Add<NoteAdded>("emergency.note_added.v1", nameof(NoteAdded.DeviceTime))
        .Add<UnitsRequired>("emergency.units_required.v1", nameof(UnitsRequired.AlarmLevel), nameof(UnitsRequired.PlanVersion))
        .Add<NeedWithdrawn>("emergency.need_withdrawn.v1", nameof(NeedWithdrawn.Need), nameof(NeedWithdrawn.ByRule))
        .Add<UnitOffered>(
            "emergency.unit_offered.v1", nameof(UnitOffered.Assignment), nameof(UnitOffered.Epoch), nameof(UnitOffered.Unit),
            nameof(UnitOffered.ByHand), nameof(UnitOffered.Deadline), nameof(UnitOffered.Need), nameof(UnitOffered.Relieves),
            nameof(UnitOffered.Recommended))
        .Add<UnitPagedAgain>("emergency.unit_paged_again.v1", nameof(UnitPagedAgain.Assignment), nameof(UnitPagedAgain.Unit))
        .Add<UnitReserved>(
            "emergency.unit_reserved.v1", nameof(UnitReserved.Assignment), nameof(UnitReserved.Epoch), nameof(UnitReserved.Unit),
            nameof(UnitReserved.Need), nameof(UnitReserved.ByHand))
        .Add<ReservationOffered>(
            "emergency.reservation_offered.v1", nameof(ReservationOffered.Assignment), nameof(ReservationOffered.Unit),
            nameof(ReservationOffered.Deadline))
        .Add<ReservationReleased>(
            "emergency.reservation_released.v1", nameof(ReservationReleased.Assignment), nameof(ReservationReleased.Unit))
        .Add<OfferAccepted>(
            "emergency.offer_accepted.v1", nameof(OfferAccepted.Assignment), nameof(OfferAccepted.Unit),
            nameof(OfferAccepted.DeviceTime))
        .Add<OfferDeclined>(
            "emergency.offer_declined.v1", nameof(OfferDeclined.Assignment), nameof(OfferDeclined.Unit),
            nameof(OfferDeclined.DeviceTime))
        .Add<OfferExpired>("emergency.offer_expired.v1", nameof(OfferExpired.Assignment), nameof(OfferExpired.Unit))
        .Add<OfferRescinded>(
            "emergency.offer_rescinded.v1", nameof(OfferRescinded.Assignment), nameof(OfferRescinded.Unit),
            nameof(OfferRescinded.ByRule))
        .Add<UnitStatusReported>(
            "emergency.unit_status_reported.v1", nameof(UnitStatusReported.Assignment), nameof(UnitStatusReported.Unit),
            nameof(UnitStatusReported.Status), nameof(UnitStatusReported.DeviceTime))
        .Add<UnitStoodDown>("emergency.unit_stood_down.v1", nameof(UnitStoodDown.Assignment), nameof(UnitStoodDown.Unit))
        .Add<UnitDiverted>(
            "emergency.unit_diverted.v1", nameof(UnitDiverted.Assignment), nameof(UnitDiverted.Unit), nameof(UnitDiverted.To),
            nameof(UnitDiverted.ByHand))
        .Add<JobHandedOver>(
            "emergency.job_handed_over.v1", nameof(JobHandedOver.Assignment), nameof(JobHandedOver.Unit), nameof(JobHandedOver.To))
        .Add<HospitalChosen>("emergency.hospital_chosen.v1", nameof(HospitalChosen.Assignment), nameof(HospitalChosen.Unit))
        .Add<LateReportRecorded>(
            "emergency.late_report_recorded.v1", nameof(LateReportRecorded.Assignment), nameof(LateReportRecorded.Unit),
            nameof(LateReportRecorded.Epoch), nameof(LateReportRecorded.Status), nameof(LateReportRecorded.DeviceTime))
        .Add<AnswerOverdue>("emergency.answer_overdue.v1", nameof(AnswerOverdue.Alarm))
        .Add<DispatchStalled>("emergency.dispatch_stalled.v1", nameof(DispatchStalled.Alarm))
        .Add<WelfareCheckDue>("emergency.welfare_check_due.v1", nameof(WelfareCheckDue.Alarm))
        .Add<UnitsExhausted>("emergency.units_exhausted.v1", nameof(UnitsExhausted.Alarm))
        .Add<UnitFellSilent>(
            "emergency.unit_fell_silent.v1", nameof(UnitFellSilent.Alarm), nameof(UnitFellSilent.Assignment),
            nameof(UnitFellSilent.Unit))
        .Add<HospitalNotTold>(
            "emergency.hospital_not_told.v1", nameof(HospitalNotTold.Alarm), nameof(HospitalNotTold.Assignment),
            nameof(HospitalNotTold.Unit))
        .Add<HospitalRung>(
            "emergency.hospital_rung.v1", nameof(HospitalRung.Notice), nameof(HospitalRung.Assignment), nameof(HospitalRung.Unit),
            nameof(HospitalRung.IsComing))
        .Add<AlarmAcknowledged>("emergency.alarm_acknowledged.v1", nameof(AlarmAcknowledged.Alarm))
        .Add<SearchRestarted>("emergency.search_restarted.v1", nameof(SearchRestarted.AlsoThoseWhoSaidNo))
        .Add<EmergencyCompleted>("emergency.completed.v1")
        .Add<EmergencyCancelled>("emergency.cancelled.v1")
        .Add<EmergencyReopened>("emergency.reopened.v1");
}
