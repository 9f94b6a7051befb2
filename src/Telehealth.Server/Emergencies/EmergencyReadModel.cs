using Npgsql;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using static Telehealth.Domain.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Emergencies;

/// <summary>Emergencies, assignments and alarms as the screens read them; its index is what makes an assignment exclusive.</summary>
internal sealed class EmergencyReadModel : IInlineReadModel
{
    public string Name => "emergencies";

    public IReadOnlyList<string> Tables { get; } = ["emergency", "assignment", "unit_activity", "alarm"];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        switch (stored.Event)
        {
            case EmergencyRaised raised:
                Insert(batch, stored, raised);
                return;
            case LocationImproved improved:
                ChangePlace(batch, stored, improved.Place);
                return;
            case PriorityChanged changed:
                Change(batch, stored, "priority = $4, priority_reasons = array_prepend($5, priority_reasons)", (int)changed.Priority, changed.Reason);
                return;
            case UnitsExhausted exhausted:
                Change(batch, stored, "phase = 'unserved'");
                RaiseAlarm(batch, stored, exhausted.Alarm.Value, AlarmKind.NobodyLeft, null, exhausted.At);
                return;
            case UnitFellSilent silent:
                Touch(batch, stored);
                RaiseAlarm(batch, stored, silent.Alarm.Value, AlarmKind.UnitSilent, silent.Unit.Value, silent.At);
                return;
            case AlarmAcknowledged seen:
                Touch(batch, stored);
                batch.Add(
                    "update alarm set acknowledged_at = $3, acknowledged_by = $4 where tenant = $1 and alarm_id = $2",
                    stored.Tenant.Value, seen.Alarm.Value, seen.At, stored.Actor.Id);
                return;
            case SearchRestarted:
                Change(batch, stored, "phase = 'searching'");
                return;
            case EmergencyCompleted completed:
                Change(batch, stored, "phase = 'completed', ended_at = $4", completed.At);
                return;
            case EmergencyCancelled cancelled:
                Change(batch, stored, "phase = 'cancelled', ended_at = $4", cancelled.At);
                return;
            case NoteAdded:
                Touch(batch, stored);
                return;
            default:
                AssignmentRows.Apply(stored, batch);
                return;
        }
    }

    /// <summary>Every event moves the version on, so that a screen can tell a late row from a new one.</summary>
    public static void Change(NpgsqlBatch batch, StoredEvent stored, string assignments, params ReadOnlySpan<object?> values) =>
        batch.Add(
            $"update emergency set version = $3, {assignments} where tenant = $1 and emergency_id = $2",
            [stored.Tenant.Value, stored.StreamId, stored.Version, .. values]);

    public static void Touch(NpgsqlBatch batch, StoredEvent stored) =>
        batch.Add("update emergency set version = $3 where tenant = $1 and emergency_id = $2", stored.Tenant.Value, stored.StreamId, stored.Version);

    private static void Insert(NpgsqlBatch batch, StoredEvent stored, EmergencyRaised raised) =>
        batch.Add(
            """
            insert into emergency (tenant, emergency_id, version, phase, priority, complaint, description, patient_id, latitude, longitude,
                accuracy_metres, location_source, location_note, callback_number, needed_skills, priority_reasons, raised_at)
            values ($1, $2, $3, 'searching', $4, $5, $6, $7::uuid, $8, $9, $10::double precision, $11, $12::text, $13, $14, $15, $16)
            """,
            stored.Tenant.Value, stored.StreamId, stored.Version, (int)raised.Triage.Priority, raised.Complaint, raised.Description,
            raised.Patient?.Value, raised.Place.Point.Latitude, raised.Place.Point.Longitude, raised.Place.AccuracyMetres,
            raised.Place.Source.ToWire(), raised.Place.Note, raised.CallbackNumber, (int)raised.Triage.NeededSkills,
            raised.Triage.Reasons.ToArray(), raised.At);

    private static void ChangePlace(NpgsqlBatch batch, StoredEvent stored, Place place) =>
        Change(
            batch, stored,
            "latitude = $4, longitude = $5, accuracy_metres = $6::double precision, location_source = $7, location_note = $8::text",
            place.Point.Latitude, place.Point.Longitude, place.AccuracyMetres, place.Source.ToWire(), place.Note);

    private static void RaiseAlarm(NpgsqlBatch batch, StoredEvent stored, Guid alarm, AlarmKind kind, Guid? unit, DateTimeOffset at) =>
        batch.Add(
            "insert into alarm (tenant, alarm_id, kind, emergency_id, unit_id, raised_at) values ($1, $2, $3, $4, $5::uuid, $6)",
            stored.Tenant.Value, alarm, kind.ToWire(), stored.StreamId, unit, at);
}

/// <summary>The part of the read model that binds units to emergencies.</summary>
internal static class AssignmentRows
{
    public static void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        switch (stored.Event)
        {
            case UnitOffered offered:
                Insert(batch, stored, offered);
                EmergencyReadModel.Change(batch, stored, "phase = 'offered'");
                Activity(batch, stored, offered.Unit.Value, AssignmentStatus.Offered, offered.At);
                break;
            case OfferAccepted accepted:
                Move(batch, stored, accepted.Assignment.Value, accepted.Unit.Value, AssignmentStatus.Accepted, accepted.At);
                EmergencyReadModel.Change(batch, stored, "phase = 'assigned'");
                break;
            case UnitStatusReported reported:
                Move(batch, stored, reported.Assignment.Value, reported.Unit.Value, reported.Status, reported.At);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case OfferDeclined declined:
                Release(batch, stored, declined.Assignment.Value, declined.Unit.Value, AssignmentStatus.Declined, declined.At);
                break;
            case OfferExpired expired:
                Release(batch, stored, expired.Assignment.Value, expired.Unit.Value, AssignmentStatus.Expired, expired.At);
                break;
            case OfferRescinded rescinded:
                Release(batch, stored, rescinded.Assignment.Value, rescinded.Unit.Value, AssignmentStatus.Rescinded, rescinded.At);
                break;
            case UnitStoodDown stoodDown:
                Release(batch, stored, stoodDown.Assignment.Value, stoodDown.Unit.Value, AssignmentStatus.StoodDown, stoodDown.At);
                break;
        }
    }

    private static void Insert(NpgsqlBatch batch, StoredEvent stored, UnitOffered offered) =>
        batch.Add(
            """
            insert into assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, travel_seconds, travel_metres, travel_source,
                offered_at, deadline, status_at)
            values ($1, $2, $3, $4, $5, 'offered', $6, $7::integer, $8::integer, $9::text, $10, $11, $10)
            """,
            stored.Tenant.Value, offered.Assignment.Value, stored.StreamId, offered.Epoch, offered.Unit.Value, offered.ByHand,
            (int?)offered.Travel?.Duration.TotalSeconds, (int?)offered.Travel?.Distance.Metres, offered.Travel?.Source, offered.At, offered.Deadline);

    private static void Move(NpgsqlBatch batch, StoredEvent stored, Guid assignment, Guid unit, AssignmentStatus status, DateTimeOffset at)
    {
        var ends = !AssignmentSteps.IsLive(status);
        batch.Add(
            $"update assignment set status = $3, status_at = $4{(ends ? ", ended_at = $4" : string.Empty)} where tenant = $1 and assignment_id = $2",
            stored.Tenant.Value, assignment, status.ToWire(), at);
        Activity(batch, stored, unit, ends ? null : status, at);
    }

    private static void Release(NpgsqlBatch batch, StoredEvent stored, Guid assignment, Guid unit, AssignmentStatus status, DateTimeOffset at)
    {
        Move(batch, stored, assignment, unit, status, at);
        EmergencyReadModel.Change(batch, stored, "phase = 'searching'");
    }

    private static void Activity(NpgsqlBatch batch, StoredEvent stored, Guid unit, AssignmentStatus? status, DateTimeOffset at) =>
        batch.Add(
            """
            insert into unit_activity as present (tenant, unit_id, emergency_id, status, since, version) values ($1, $2, $3::uuid, $4::text, $5, 1)
            on conflict (tenant, unit_id) do update set emergency_id = $3::uuid, status = $4::text, since = $5, version = present.version + 1
            """,
            stored.Tenant.Value, unit, status is null ? null : stored.StreamId, status?.ToWire(), at);
}
