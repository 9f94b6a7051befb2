using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>The part of the read model that binds units to emergencies.</summary>
internal static class AssignmentRows
{
    public static void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        switch (stored.Event)
        {
            case UnitOffered offered:
                Insert(batch, stored, offered);
                NeedRows.Refresh(batch, stored, nobodyLeft: false);
                break;
            case UnitPagedAgain again:
                batch.Add(
                    "update emergencies.assignment set pages = pages + 1 where tenant = $1 and assignment_id = $2", stored.Tenant.Value,
                    again.Assignment.Value);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case UnitStatusReported { Status: AssignmentStatus.Clear } clear:
                NeedRows.Meet(batch, stored, clear.Assignment.Value, clear.At);
                Move(batch, stored, new AssignmentStep(clear.Assignment, clear.Unit, clear.Status, clear.At));
                break;
            case HospitalChosen chosen:
                batch.Add(
                    "update emergencies.assignment set hospital_code = $3, hospital_name = $4 where tenant = $1 and assignment_id = $2",
                    stored.Tenant.Value, chosen.Assignment.Value, chosen.Hospital, chosen.Name);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case UnitReserved or ReservationOffered or ReservationReleased:
                ReservationRows.Apply(stored, batch);
                break;
            case EmergencyEvent happened when AssignmentSteps.Of(happened) is { } step:
                Move(batch, stored, step);
                break;
        }
    }

    private static void Insert(NpgsqlBatch batch, StoredEvent stored, UnitOffered offered) =>
        batch.Add(
            """
            insert into emergencies.assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, travel_seconds, travel_metres, travel_source,
                offered_at, deadline, status_at, need, relieves, recommended_unit_id, second_page_at)
            values ($1, $2, $3, $4, $5, 'offered', $6, $7::integer, $8::integer, $9::text, $10, $11, $10, $12, $13::uuid, $14::uuid, $15)
            """,
            stored.Tenant.Value, offered.Assignment.Value, stored.StreamId, offered.Epoch, offered.Unit.Value, offered.ByHand,
            (int?)offered.Travel?.Duration.TotalSeconds, (int?)offered.Travel?.Distance.Metres, offered.Travel?.Source, offered.At,
            offered.Deadline, offered.Need, offered.Relieves?.Value, offered.Recommended?.Value,
            OfferTimes.SecondPageAt(offered.At, offered.Deadline));

    private static void Move(NpgsqlBatch batch, StoredEvent stored, AssignmentStep step)
    {
        var ends = !AssignmentSteps.IsLive(step.Status);
        batch.Add(
            $"update emergencies.assignment set status = $3, status_at = $4{(ends ? ", ended_at = $4" : string.Empty)} where tenant = $1 and assignment_id = $2",
            stored.Tenant.Value, step.Assignment.Value, step.Status.ToWire(), step.At);
        // From then on the unit's further steps change neither the phase nor what is missing.
        if (ends || step.Status == AssignmentStatus.Accepted)
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
                    insert into emergencies.reservation (tenant, assignment_id, emergency_id, epoch, unit_id, need, by_hand, travel_seconds, travel_metres, travel_source, reserved_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8::integer, $9::integer, $10::text, $11)
                    """,
                    stored.Tenant.Value, reserved.Assignment.Value, stored.StreamId, reserved.Epoch, reserved.Unit.Value, reserved.Need,
                    reserved.ByHand, (int?)reserved.Travel?.Duration.TotalSeconds, (int?)reserved.Travel?.Distance.Metres,
                    reserved.Travel?.Source,
                    reserved.At);
                EmergencyReadModel.Touch(batch, stored);
                break;
            case ReservationOffered offered:
                End(batch, stored, offered.Assignment, offered.At);
                batch.Add(
                    """
                    insert into emergencies.assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, travel_seconds, travel_metres, travel_source,
                        offered_at, deadline, status_at, need, second_page_at)
                    select tenant, assignment_id, emergency_id, epoch, unit_id, 'offered', by_hand, travel_seconds, travel_metres,
                        travel_source, $3, $4, $3, need, $5
                    from emergencies.reservation where tenant = $1 and assignment_id = $2
                    """,
                    stored.Tenant.Value, offered.Assignment.Value, offered.At, offered.Deadline,
                    OfferTimes.SecondPageAt(offered.At, offered.Deadline));
                NeedRows.Refresh(batch, stored, nobodyLeft: false);
                break;
            case ReservationReleased released:
                End(batch, stored, released.Assignment, released.At);
                EmergencyReadModel.Touch(batch, stored);
                break;
        }
    }

    private static void End(NpgsqlBatch batch, StoredEvent stored, AssignmentId assignment, DateTimeOffset at) =>
        batch.Add(
            "update emergencies.reservation set ended_at = $3 where tenant = $1 and assignment_id = $2", stored.Tenant.Value,
            assignment.Value, at);
}
