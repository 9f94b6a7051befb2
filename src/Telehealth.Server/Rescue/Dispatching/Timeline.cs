using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>Tells an emergency's events in words: who did what, when, by which clock.</summary>
internal sealed class Timeline(IReadOnlyDictionary<Guid, string> people, IReadOnlyDictionary<Guid, string> callSigns)
{
    public TimelineEntry Tell(StoredEvent stored) => new(
        stored.Version,
        stored.At,
        DeviceTimeOf(stored.Event),
        stored.Name[..stored.Name.LastIndexOf(".v", StringComparison.Ordinal)],
        NameOf(stored.Actor),
        TextOf(stored.Event));

    private string NameOf(Actor actor) => actor.Kind == ActorKind.System ? "System" : people.GetValueOrDefault(actor.Id, "Unknown");

    private string UnitName(UnitId unit) => callSigns.GetValueOrDefault(unit.Value, "a unit");

    private string TextOf(object happened) =>
        happened switch
        {
            EmergencyRaised raised => $"{TriageProtocol.Standard.LabelOf(raised.Complaint)}, priority {(int)raised.Triage.Priority}.",
            LocationImproved improved => Located(improved.Place),
            DetailsGiven details =>
                $"The patient has told more{(details.Complaint is { } complaint ? $": {TriageProtocol.Standard.LabelOf(complaint)}" : string.Empty)}, priority {(int)details.Triage.Priority} by the protocol.",
            EmergencyCorrected corrected => $"{ChangeText.Of(corrected.Was, corrected.Now)}{NumberBefore(corrected)} {corrected.Reason}",
            ChangesSeen seen => $"{UnitName(seen.Unit)} has seen what changed.",
            CallerAdded caller =>
                $"Another caller{(caller.CallbackNumber is { } number ? $", {number}" : string.Empty)}: {(caller.Words.Length == 0 ? "about the same." : caller.Words)}",
            PlaceStillMissing => "Nobody has said where help is needed. An alarm asks a dispatcher.",
            NobodyPresent => "No console is open. An alarm waits for whoever opens one.",
            EmergencyReopened reopened => $"Opened again: {reopened.Reason}",
            PriorityChanged changed => $"Priority changed to {(int)changed.Priority}: {changed.Reason}",
            NoteAdded note => note.Text,
            UnitOffered offered => Offered(offered),
            UnitsRequired { PlanVersion: null } required => $"One more unit is asked for: {required.Plan}",
            UnitsRequired required => $"Response plan ({required.Plan}): {string.Join(", ", required.Needs.Select(need => need.Role))}.",
            NeedWithdrawn withdrawn => $"Unit {withdrawn.Need} of the response is no longer asked for: {withdrawn.Reason}",
            UnitPagedAgain again => $"{UnitName(again.Unit)} was paged again.",
            UnitReserved reserved => $"Kept for {UnitName(reserved.Unit)} {(reserved.ByHand ? "by hand" : "as the first to be clear")}.",
            ReservationOffered offered => $"{UnitName(offered.Unit)} is clear and was offered the job.",
            ReservationReleased released => $"No longer kept for {UnitName(released.Unit)}: {released.Reason}",
            UnitDiverted diverted =>
                $"{UnitName(diverted.Unit)} was diverted to {EmergencyColumns.NumberOf(diverted.To.Value)}: {diverted.Reason}",
            JobHandedOver handed => $"{UnitName(handed.Unit)} handed over to {UnitName(handed.To)}.",
            HospitalChosen chosen => HospitalText(chosen),
            LateReportRecorded late => $"{UnitName(late.Unit)} reported too late: {late.Status.ToWire()}. It changed nothing.",
            AnswerOverdue => "Nobody has taken it for too long. An alarm asks a dispatcher.",
            DispatchStalled => "Automatic dispatch does not get on. An alarm asks a dispatcher to assign by hand.",
            WelfareCheckDue => "Still waiting. An alarm asks a dispatcher to ring back.",
            OfferAccepted accepted => $"{UnitName(accepted.Unit)} accepted.",
            OfferDeclined declined => $"{UnitName(declined.Unit)} declined: {declined.Reason}",
            OfferExpired expired => $"{UnitName(expired.Unit)} did not answer in time.",
            OfferRescinded rescinded => $"The offer to {UnitName(rescinded.Unit)} was withdrawn: {rescinded.Reason}",
            UnitStatusReported reported => $"{UnitName(reported.Unit)} {StatusText(reported.Status)}.",
            UnitStoodDown stoodDown => $"{UnitName(stoodDown.Unit)} was stood down: {stoodDown.Reason}",
            UnitsExhausted => "No suitable unit is left. An alarm asks a dispatcher.",
            UnitFellSilent silent => $"{UnitName(silent.Unit)} has not been heard of. It keeps the job.",
            HospitalNotTold failed => $"{failed.Hospital} could not be told. An alarm asks a dispatcher to ring.",
            HospitalRung rung => $"{rung.Hospital} was told by telephone that the patient is {(rung.IsComing ? "coming" : "not coming")}.",
            AlarmAcknowledged => "Alarm acknowledged.",
            SearchRestarted again => again.AlsoThoseWhoSaidNo
                ? "All units are looked at again."
                : "A unit came free; units are looked at again.",
            EmergencyCompleted => "Completed.",
            EmergencyCancelled cancelled => $"Cancelled: {cancelled.Reason}",
            _ => string.Empty,
        };

    private static string Located(Place place) => place switch
    {
        { Point: null, Source: LocationSource.CallerDoesNotKnow } => "They do not know where they are.",
        { Point: null, Note: { } words } => $"The place in words: {words}",
        { AccuracyMetres: { } metres } => $"Location improved, within {metres:0} m.",
        _ => "Location corrected.",
    };

    private static string NumberBefore(EmergencyCorrected corrected) =>
        corrected.Now.CallbackNumber is null || corrected.Was.CallbackNumber is not { Length: > 0 } before
            ? string.Empty
            : $" It was {before}.";

    private string Offered(UnitOffered offered)
    {
        var how = offered.ByHand ? "by hand" : "as the fastest suitable unit";
        var travel = offered.Travel is { } known ? $", {Math.Max(1, Math.Round(known.Duration.TotalMinutes)):0} min away" : string.Empty;
        var instead = offered.Recommended is { } recommended ? $" {UnitName(recommended)} was recommended." : string.Empty;
        return $"Offered to {UnitName(offered.Unit)} {how}{travel}.{instead}";
    }

    private string HospitalText(HospitalChosen chosen) =>
        $"{UnitName(chosen.Unit)} goes to {chosen.Name}{(chosen.Recommended is { } recommended ? $"; {recommended} was recommended" : string.Empty)}.";

    private static string StatusText(AssignmentStatus status) => status switch
    {
        AssignmentStatus.EnRoute => "is en route",
        AssignmentStatus.OnScene => "is on scene",
        AssignmentStatus.Transporting => "is transporting",
        AssignmentStatus.AtHospital => "is at the hospital",
        AssignmentStatus.Clear => "is clear",
        _ => status.ToWire(),
    };

    private static DateTimeOffset? DeviceTimeOf(object happened) => happened switch
    {
        OfferAccepted accepted => accepted.DeviceTime,
        OfferDeclined declined => declined.DeviceTime,
        UnitStatusReported reported => reported.DeviceTime,
        LateReportRecorded late => late.DeviceTime,
        NoteAdded note => note.DeviceTime,
        EmergencyRaised raised => raised.CalledAt,
        CallerAdded caller => caller.CalledAt,
        _ => null,
    };
}
