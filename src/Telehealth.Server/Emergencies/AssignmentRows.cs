using Npgsql;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using static Telehealth.Domain.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Emergencies;

/// <summary>The part of the read model that binds units to emergencies.</summary>
internal static class AssignmentRows
{
    public static void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        switch (stored.Event)
        {
            case UnitOffered offered:
                Insert(batch, stored, offered);
                Activity(batch, stored, offered.Unit.Value, AssignmentStatus.Offered, offered.At);
                NeedRows.Refresh(batch, stored, "nobody_left = false");
                break;
            case UnitPagedAgain again:
                batch.Add("update assignment set pages = pages + 1 where tenant = $1 and assignment_id = $2", stored.Tenant.Value, again.Assignment.Value);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case UnitStatusReported { Status: AssignmentStatus.Clear } clear:
                NeedRows.Meet(batch, stored, clear.Assignment.Value, clear.At);
                Move(batch, stored, clear.Assignment, clear.Unit, clear.Status, clear.At);
                break;
            case HospitalChosen chosen:
                batch.Add(
                    "update assignment set hospital_code = $3, hospital_name = $4 where tenant = $1 and assignment_id = $2",
                    stored.Tenant.Value, chosen.Assignment.Value, chosen.Hospital, chosen.Name);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case var happened when StepOf(happened) is var (assignment, unit, status, at):
                Move(batch, stored, assignment, unit, status, at);
                break;
            default:
                ReservationRows.Apply(stored, batch);
                break;
        }
    }

    /// <summary>The status to which an event takes an assignment; null for one that does not.</summary>
    private static (AssignmentId Assignment, UnitId Unit, AssignmentStatus Status, DateTimeOffset At)? StepOf(object happened) => happened switch
    {
        OfferAccepted accepted => (accepted.Assignment, accepted.Unit, AssignmentStatus.Accepted, accepted.At),
        UnitStatusReported reported => (reported.Assignment, reported.Unit, reported.Status, reported.At),
        OfferDeclined declined => (declined.Assignment, declined.Unit, AssignmentStatus.Declined, declined.At),
        OfferExpired expired => (expired.Assignment, expired.Unit, AssignmentStatus.Expired, expired.At),
        OfferRescinded rescinded => (rescinded.Assignment, rescinded.Unit, AssignmentStatus.Rescinded, rescinded.At),
        UnitStoodDown stoodDown => (stoodDown.Assignment, stoodDown.Unit, AssignmentStatus.StoodDown, stoodDown.At),
        UnitDiverted diverted => (diverted.Assignment, diverted.Unit, AssignmentStatus.Diverted, diverted.At),
        JobHandedOver handed => (handed.Assignment, handed.Unit, AssignmentStatus.HandedOver, handed.At),
        _ => null,
    };

    /// <summary>What a unit does now, for its own row.</summary>
    public static void Activity(NpgsqlBatch batch, StoredEvent stored, Guid unit, AssignmentStatus? status, DateTimeOffset at) =>
        batch.Add(
            """
            insert into unit_activity as present (tenant, unit_id, emergency_id, status, since, version) values ($1, $2, $3::uuid, $4::text, $5, 1)
            on conflict (tenant, unit_id) do update set emergency_id = $3::uuid, status = $4::text, since = $5, version = present.version + 1
            """,
            stored.Tenant.Value, unit, status is null ? null : stored.StreamId, status?.ToWire(), at);

    private static void Insert(NpgsqlBatch batch, StoredEvent stored, UnitOffered offered) =>
        batch.Add(
            """
            insert into assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, travel_seconds, travel_metres, travel_source,
                offered_at, deadline, status_at, need, relieves, recommended_unit_id)
            values ($1, $2, $3, $4, $5, 'offered', $6, $7::integer, $8::integer, $9::text, $10, $11, $10, $12, $13::uuid, $14::uuid)
            """,
            stored.Tenant.Value, offered.Assignment.Value, stored.StreamId, offered.Epoch, offered.Unit.Value, offered.ByHand,
            (int?)offered.Travel?.Duration.TotalSeconds, (int?)offered.Travel?.Distance.Metres, offered.Travel?.Source, offered.At, offered.Deadline,
            offered.Need, offered.Relieves?.Value, offered.Recommended?.Value);

    private static void Move(NpgsqlBatch batch, StoredEvent stored, AssignmentId assignment, UnitId unit, AssignmentStatus status, DateTimeOffset at)
    {
        var ends = !AssignmentSteps.IsLive(status);
        batch.Add(
            $"update assignment set status = $3, status_at = $4{(ends ? ", ended_at = $4" : string.Empty)} where tenant = $1 and assignment_id = $2",
            stored.Tenant.Value, assignment.Value, status.ToWire(), at);
        Activity(batch, stored, unit.Value, ends ? null : status, at);
        // From then on the unit's further steps change neither the phase nor what is missing.
        if (ends || status == AssignmentStatus.Accepted)
            NeedRows.Refresh(batch, stored);
        else
            EmergencyReadModel.Touch(batch, stored);
    }
}

/// <summary>Jobs that are kept for units which still have another.</summary>
internal static class ReservationRows
{
    public static void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        switch (stored.Event)
        {
            case UnitReserved reserved:
                batch.Add(
                    """
                    insert into reservation (tenant, assignment_id, emergency_id, epoch, unit_id, need, by_hand, travel_seconds, travel_metres, travel_source, reserved_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8::integer, $9::integer, $10::text, $11)
                    """,
                    stored.Tenant.Value, reserved.Assignment.Value, stored.StreamId, reserved.Epoch, reserved.Unit.Value, reserved.Need, reserved.ByHand,
                    (int?)reserved.Travel?.Duration.TotalSeconds, (int?)reserved.Travel?.Distance.Metres, reserved.Travel?.Source, reserved.At);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case ReservationOffered offered:
                End(batch, stored, offered.Assignment, offered.At);
                batch.Add(
                    """
                    insert into assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, travel_seconds, travel_metres, travel_source,
                        offered_at, deadline, status_at, need)
                    select tenant, assignment_id, emergency_id, epoch, unit_id, 'offered', by_hand, travel_seconds, travel_metres, travel_source, $3, $4, $3, need
                    from reservation where tenant = $1 and assignment_id = $2
                    """,
                    stored.Tenant.Value, offered.Assignment.Value, offered.At, offered.Deadline);
                AssignmentRows.Activity(batch, stored, offered.Unit.Value, AssignmentStatus.Offered, offered.At);
                NeedRows.Refresh(batch, stored, "nobody_left = false");
                break;
            case ReservationReleased released:
                End(batch, stored, released.Assignment, released.At);
                EmergencyReadModel.Touch(batch, stored);
                break;
        }
    }

    private static void End(NpgsqlBatch batch, StoredEvent stored, AssignmentId assignment, DateTimeOffset at) =>
        batch.Add("update reservation set ended_at = $3 where tenant = $1 and assignment_id = $2", stored.Tenant.Value, assignment.Value, at);
}
