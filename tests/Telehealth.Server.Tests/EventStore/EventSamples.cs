using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using Telehealth.Domain.Visits.Consults;

namespace Telehealth.Server.Tests.EventStore;

/// <summary>
/// One realistic value of every event that is stored. The files beside it say how each was first written; neither is ever changed.
/// </summary>
internal static class EventSamples
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);
    private static readonly DateTimeOffset OnDevice = At.AddMilliseconds(-840);
    private static readonly PersonId Patient = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000001"));
    private static readonly PersonId Clinician = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000002"));
    private static readonly PersonId Paramedic = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000003"));
    private static readonly ConsultId Consult = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000010"));
    private static readonly ParticipantId Guest = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000011"));
    private static readonly EmergencyId Emergency = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000020"));
    private static readonly AssignmentId Assignment = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000021"));
    private static readonly AlarmId Alarm = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000022"));
    private static readonly UnitId Unit = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000030"));
    private static readonly Guid Vehicle = Guid.Parse("0195a1c0-0000-7000-8000-000000000031");
    private static readonly Place Home = new(GeoPoint.Of(52.52, 13.405), 12.5, LocationSource.Device, "Third floor, left");

    private static readonly EmergencyId OtherEmergency = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000012"));
    private static readonly UnitId OtherUnit = new(Guid.Parse("0195a1c0-0000-7000-8000-000000000031"));
    private static readonly Travel FarAway = new(TimeSpan.FromSeconds(412.5), Distance.FromMetres(4_830.25), "roads");

    public static IReadOnlyList<object> All { get; } =
    [.. Consults(), .. Emergencies(), .. LearntLater(), .. Assignments(), .. Responses(), .. Units(), .. Plans()];

    private static IEnumerable<object> Consults() =>
        [
            new ConsultEvent.ConsultRequested(Consult, Patient, "A rash since Monday", At),
            new ConsultEvent.ConsultBooked(Consult, Patient, Clinician, At.AddDays(2), "Follow-up on blood pressure", At),
            new ConsultEvent.WaitingRoomEntered(At),
            new ConsultEvent.ReasonChanged("The rash is at the neck now, and it is stiff", At),
            new ConsultEvent.PatientAdmitted(Clinician, At),
            new ConsultEvent.ParticipantJoined(Guest, ParticipantRole.Interpreter, "Iris", At),
            new ConsultEvent.ParticipantLeft(Guest, LeaveReason.ConnectionLost, At),
            new ConsultEvent.MessageSaid(new ParticipantId(Patient.Value), "Grüß Gott, können Sie mich hören? 👋", At),
            new ConsultEvent.MessageWithdrawn(7, new ParticipantId(Patient.Value), At),
            new ConsultEvent.GuestInvited(
                Guest, "Interpreter", ParticipantRole.Interpreter, "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=", At.AddHours(4), At),
            new ConsultEvent.GuestLinkRevoked(Guest, At),
            new ConsultEvent.ConsultLocked(At),
            new ConsultEvent.ConsultUnlocked(At),
            new ConsultEvent.ParticipantMuted(Guest, MediaSource.Microphone, At),
            new ConsultEvent.ParticipantUnmuted(Guest, MediaSource.Screen, At),
            new ConsultEvent.ParticipantRemoved(Guest, At),
            new ConsultEvent.PatientReturned(ReturnReason.PatientAbsent, At),
            new ConsultEvent.ConsultEnded(At),
            new ConsultEvent.ConsultCancelled(At),
        ];

    private static IEnumerable<object> Emergencies() =>
        [
            new EmergencyEvent.EmergencyRaised(
                Emergency, Patient, "chest-pain", "Pressure on the chest for ten minutes",
                [new TriageAnswer("conscious", Answer.Yes), new TriageAnswer("breathing", Answer.Unknown)], Home, "+49 30 1234567",
                new TriageResult(
                    Priority.LifeThreatening, ["The person is not known to breathe normally.", "Chest pain starts at priority 2."],
                    Skills.Basic | Skills.Advanced, "2026-11.1"),
                At),
            new EmergencyEvent.LocationImproved(new Place(GeoPoint.Of(-33.8688, 151.2093), null, LocationSource.Caller, null), At),
            new EmergencyEvent.PriorityChanged(Priority.Emergency, "Breathing normally after all", At),
            new EmergencyEvent.NoteAdded("The dog is locked away.", At),
            new EmergencyEvent.UnitsExhausted(Alarm, At),
            new EmergencyEvent.UnitFellSilent(Alarm, Assignment, Unit, At),
            new EmergencyEvent.AlarmAcknowledged(Alarm, At),
            new EmergencyEvent.SearchRestarted(AlsoThoseWhoSaidNo: true, At),
            new EmergencyEvent.EmergencyCompleted(At),
            new EmergencyEvent.EmergencyCancelled("Called by mistake", At),
        ];

    private static IEnumerable<object> LearntLater() =>
        [
            new EmergencyEvent.DetailsGiven(
                "stroke", "Her face hangs", [new TriageAnswer("recent", Answer.Yes)], "0501234567",
                new TriageResult(
                    Priority.LifeThreatening, ["The signs are less than six hours old: treatment is still possible."],
                    Skills.Basic | Skills.Advanced, "2026-11.1"),
                At),
            new EmergencyEvent.EmergencyCorrected(
                "The other end of the street", new Correction(Home, "+49 30 1234567", "fall", null),
                new Correction(new Place(null, null, LocationSource.Caller, "Behind the bakery in Mill Lane"), string.Empty, "unwell", 4),
                new TriageResult(Priority.Emergency, ["The person is a child."], Skills.Basic, "2026-11.1"), At),
            new EmergencyEvent.ChangesSeen(Assignment, Unit, 12, At),
            new EmergencyEvent.CallerAdded("+49 30 7654321", "Two cars, one is burning", At, OnDevice),
            new EmergencyEvent.PlaceStillMissing(Alarm, At),
            new EmergencyEvent.NobodyPresent(Alarm, At),
            new EmergencyEvent.EmergencyReopened("Cleared by mistake", At),
        ];

    private static IEnumerable<object> Assignments() =>
        [
            new EmergencyEvent.UnitOffered(
                Assignment, 2, Unit, ByHand: false, new Travel(TimeSpan.FromSeconds(412.5), Distance.FromMetres(4_830.25), "roads"),
                At.AddSeconds(30), At),
            new EmergencyEvent.OfferAccepted(Assignment, Unit, OnDevice, At),
            new EmergencyEvent.OfferDeclined(Assignment, Unit, "Vehicle fault", OnDevice, At),
            new EmergencyEvent.OfferExpired(Assignment, Unit, At),
            new EmergencyEvent.OfferRescinded(Assignment, Unit, "Assigned by hand.", At),
            new EmergencyEvent.UnitStatusReported(Assignment, Unit, AssignmentStatus.AtHospital, OnDevice, At),
            new EmergencyEvent.UnitStoodDown(Assignment, Unit, "Nearer to the hospital", At),
        ];

    private static IEnumerable<object> Responses() =>
        [
            new EmergencyEvent.UnitsRequired(
                [new Need(1, "Advanced ambulance", Skills.Basic | Skills.Advanced), new Need(2, "Ambulance", Skills.Basic)], AlarmLevel: 1,
                "unconscious, priority 1, alarm level 1", PlanVersion: 3, At),
            new EmergencyEvent.NeedWithdrawn(2, "One is enough", At),
            new EmergencyEvent.UnitPagedAgain(Assignment, Unit, At),
            new EmergencyEvent.UnitReserved(Assignment, 3, Unit, Need: 1, ByHand: true, FarAway, At),
            new EmergencyEvent.ReservationOffered(Assignment, Unit, At.AddSeconds(30), At),
            new EmergencyEvent.ReservationReleased(Assignment, Unit, "Another crew took it.", At),
            new EmergencyEvent.UnitDiverted(Assignment, Unit, OtherEmergency, ByHand: false, "Needed for a priority 1 emergency.", At),
            new EmergencyEvent.JobHandedOver(Assignment, Unit, OtherUnit, At),
            new EmergencyEvent.HospitalChosen(Assignment, Unit, "north", "North Hospital", FarAway, "south", At),
            new EmergencyEvent.LateReportRecorded(
                Assignment, Unit, 2, AssignmentStatus.OnScene, new DateTimeOffset(2026, 3, 14, 9, 26, 50, TimeSpan.Zero), At),
            new EmergencyEvent.AnswerOverdue(Alarm, At),
            new EmergencyEvent.DispatchStalled(Alarm, At),
            new EmergencyEvent.WelfareCheckDue(Alarm, At),
            new EmergencyEvent.HospitalNotTold(Alarm, Assignment, Unit, "North Hospital", At),
            new EmergencyEvent.HospitalRung(new NoticeId(Alarm.Value), Assignment, Unit, "North Hospital", IsComing: false, At),
        ];

    private static IEnumerable<object> Plans() =>
        [
            new ResponsePlanEvent.ResponsePlansPublished(
                1,
                [
                    new ResponsePlan(
                        "accident", Priority.LifeThreatening,
                        [
                            new AlarmLevel([
                                new RequiredUnit("Advanced ambulance", Skills.Basic | Skills.Advanced, 1),
                                new RequiredUnit("Rescue", Skills.Rescue, 1),
                            ]),
                            new AlarmLevel([new RequiredUnit("Ambulance", Skills.Basic, 2)]),
                        ]),
                    new ResponsePlan("*", null, [new AlarmLevel([new RequiredUnit("Ambulance", null, 1)])]),
                ],
                "Two more at level two",
                At),
        ];

    private static IEnumerable<object> Units() =>
    [
        new UnitEvent.ShiftStarted(Unit, Vehicle, "A11", [Paramedic, Clinician], Skills.Basic | Skills.Advanced | Skills.Rescue, At),
        new UnitEvent.UnitPaused("Refuelling", At),
        new UnitEvent.UnitResumed(At),
        new UnitEvent.UnitPosted("Post Weir", GeoPoint.Of(48.4105, 9.561), At),
        new UnitEvent.UnitWentSilent(Alarm, At.AddMinutes(-3), At),
        new UnitEvent.SilenceAcknowledged(Alarm, At),
        new UnitEvent.SilenceEnded(SilenceEnd.HeardAgain, At),
        new UnitEvent.ShiftEnded(At),
    ];
}
