using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Emergencies, assignments and alarms as the screens read them; its index is what makes an assignment exclusive.</summary>
internal sealed class EmergencyReadModel : IInlineReadModel
{
    public string Name => "emergencies";

    public IReadOnlyList<string> Tables { get; } =
    [
        "emergencies.emergency", "emergencies.emergency_need", "emergencies.assignment", "emergencies.reservation", "emergencies.alarm",
        "emergencies.emergency_change",
    ];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        switch (stored.Event)
        {
            case EmergencyRaised raised:
                Insert(batch, stored, raised);
                return;
            case LocationImproved improved:
                ChangeRows.Improve(batch, stored, improved);
                return;
            case DetailsGiven or EmergencyCorrected or EmergencyReopened or CallerAdded or ChangesSeen:
                ChangeRows.Apply(batch, stored);
                return;
            case PlaceStillMissing missing:
                Change(batch, stored, "place_alarm_told = true");
                RaiseAlarm(batch, stored, missing.Alarm.Value, AlarmKind.PlaceMissing, null, missing.At);
                return;
            case NobodyPresent nobody:
                Change(batch, stored, "nobody_present_told = true");
                RaiseAlarm(batch, stored, nobody.Alarm.Value, AlarmKind.NobodyPresent, null, nobody.At);
                return;
            case PriorityChanged changed:
                Change(
                    batch, stored, "priority = $4, priority_by_hand = true, priority_reasons = array_prepend($5, priority_reasons)",
                    (int)changed.Priority, changed.Reason);
                return;
            case UnitsRequired required:
                NeedRows.Require(batch, stored, required);
                return;
            case NeedWithdrawn withdrawn:
                NeedRows.Withdraw(batch, stored, withdrawn.Need);
                return;
            case UnitsExhausted exhausted:
                RaiseAlarm(batch, stored, exhausted.Alarm.Value, AlarmKind.NobodyLeft, null, exhausted.At);
                NeedRows.Refresh(batch, stored, nobodyLeft: true);
                return;
            case AnswerOverdue overdue:
                Change(batch, stored, "overdue_told = true");
                RaiseAlarm(batch, stored, overdue.Alarm.Value, AlarmKind.AnswerOverdue, null, overdue.At);
                return;
            case DispatchStalled stalled:
                Touch(batch, stored);
                RaiseAlarm(batch, stored, stalled.Alarm.Value, AlarmKind.DispatchStalled, null, stalled.At);
                return;
            case WelfareCheckDue due:
                Change(batch, stored, "welfare_asked_at = $4", due.At);
                RaiseAlarm(batch, stored, due.Alarm.Value, AlarmKind.WelfareCheck, null, due.At);
                return;
            case UnitFellSilent silent:
                Touch(batch, stored);
                RaiseAlarm(batch, stored, silent.Alarm.Value, AlarmKind.UnitSilent, silent.Unit.Value, silent.At);
                return;
            case HospitalNotTold failed:
                Touch(batch, stored);
                RaiseAlarm(batch, stored, failed.Alarm.Value, AlarmKind.HospitalNotTold, failed.Unit.Value, failed.At);
                return;
            case AlarmAcknowledged seen:
                Acknowledge(batch, stored, seen);
                return;
            case SearchRestarted:
                NeedRows.Refresh(batch, stored, nobodyLeft: false);
                return;
            case EmergencyCompleted or EmergencyCancelled:
                End(batch, stored);
                return;
            case NoteAdded or LateReportRecorded:
                Touch(batch, stored);
                return;
            default:
                AssignmentRows.Apply(stored, batch);
                return;
        }
    }

    private static void Acknowledge(NpgsqlBatch batch, StoredEvent stored, AlarmAcknowledged seen)
    {
        Touch(batch, stored);
        batch.Add(
            "update emergencies.alarm set acknowledged_at = $3, acknowledged_by = $4 where tenant = $1 and alarm_id = $2",
            stored.Tenant.Value, seen.Alarm.Value, seen.At, stored.Actor.Id);
    }

    /// <summary>Every event moves the version on, so that a screen can tell a late row from a new one.</summary>
    public static void Change(NpgsqlBatch batch, StoredEvent stored, string assignments, params ReadOnlySpan<object?> values) =>
        batch.Add(
            $"update emergencies.emergency set version = $3, {assignments} where tenant = $1 and emergency_id = $2",
            [stored.Tenant.Value, stored.StreamId, stored.Version, .. values]);

    public static void Touch(NpgsqlBatch batch, StoredEvent stored) =>
        batch.Add(
            "update emergencies.emergency set version = $3 where tenant = $1 and emergency_id = $2", stored.Tenant.Value, stored.StreamId,
            stored.Version);

    private static void Insert(NpgsqlBatch batch, StoredEvent stored, EmergencyRaised raised)
    {
        batch.Add(
            """
            insert into emergencies.emergency (tenant, emergency_id, version, phase, priority, complaint, description, patient_id,
                latitude, longitude, accuracy_metres, location_source, location_note, callback_number,
                needed_skills, priority_reasons, raised_at, unverified)
            values ($1, $2, $3, 'searching', $4, $5, $6, $7::uuid, $8::double precision, $9::double precision, $10::double precision, $11, $12::text, $13::text, $14, $15, $16, $17)
            """,
            stored.Tenant.Value, stored.StreamId, stored.Version, (int)raised.Triage.Priority, raised.Complaint, raised.Description,
            raised.Patient?.Value, raised.Place.Point?.Latitude, raised.Place.Point?.Longitude, raised.Place.AccuracyMetres,
            raised.Place.Source.ToWire(), raised.Place.Note, raised.CallbackNumber, (int)raised.Triage.NeededSkills,
            raised.Triage.Reasons.ToArray(), raised.At, raised.Unverified);
        NeedRows.Insert(batch, stored, new Need(1, "Ambulance", raised.Triage.NeededSkills));
    }

    /// <summary>Alarms have nothing to ask any more, except that a hospital must be rung all the same.</summary>
    private static void End(NpgsqlBatch batch, StoredEvent stored)
    {
        var (phase, at) = stored.Event is EmergencyCancelled cancelled
            ? (EmergencyPhase.Cancelled, cancelled.At)
            : (EmergencyPhase.Completed, ((EmergencyCompleted)stored.Event).At);
        Change(batch, stored, "phase = $4, missing = 0, ended_at = $5", phase.ToWire(), at);
        batch.Add(
            """
            update emergencies.alarm set cleared_at = $3
            where tenant = $1 and emergency_id = $2 and acknowledged_at is null and cleared_at is null and kind <> 'hospitalNotTold'
            """,
            stored.Tenant.Value, stored.StreamId, at);
    }

    private static void RaiseAlarm(NpgsqlBatch batch, StoredEvent stored, Guid alarm, AlarmKind kind, Guid? unit, DateTimeOffset at) =>
        batch.Add(
            "insert into emergencies.alarm (tenant, alarm_id, kind, emergency_id, unit_id, raised_at) "
            + "values ($1, $2, $3, $4, $5::uuid, $6)",
            stored.Tenant.Value, alarm, kind.ToWire(), stored.StreamId, unit, at);
}
