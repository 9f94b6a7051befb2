using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>What a response asks for, and what is still missing of it.</summary>
internal static class NeedRows
{
    // The statement counts and the domain decides: the phase for each combination of what is counted, in the order of its binary number.
    private static readonly string[] Phases =
    [
        .. from counted in Enumerable.Range(0, 8)
           select EmergencyPhases.Of(hasCrew: (counted & 4) != 0, isAsked: (counted & 2) != 0, nobodyLeft: (counted & 1) != 0).ToWire(),
    ];

    public static void Insert(NpgsqlBatch batch, StoredEvent stored, Need need) =>
        batch.Add(
            """
            insert into emergencies.emergency_need (tenant, emergency_id, number, role, skills) values ($1, $2, $3, $4, $5)
            on conflict (tenant, emergency_id, number) do update set role = $4, skills = $5
            """,
            stored.Tenant.Value, stored.StreamId, need.Number, need.Role, (int)need.Skills);

    public static void Require(NpgsqlBatch batch, StoredEvent stored, EmergencyEvent.UnitsRequired required)
    {
        foreach (var need in required.Needs)
            Insert(batch, stored, need);
        Refresh(
            batch, stored,
            "nobody_left = false, alarm_level = greatest(alarm_level, $4), plan = $5, plan_version = coalesce($6::integer, plan_version)",
            required.AlarmLevel, required.Plan, required.PlanVersion);
    }

    public static void Withdraw(NpgsqlBatch batch, StoredEvent stored, int number)
    {
        batch.Add(
            "delete from emergencies.emergency_need where tenant = $1 and emergency_id = $2 and number = $3", stored.Tenant.Value,
            stored.StreamId, number);
        Refresh(batch, stored);
    }

    public static void Meet(NpgsqlBatch batch, StoredEvent stored, Guid assignment, DateTimeOffset at) =>
        batch.Add(
            """
            update emergencies.emergency_need n set met_at = $4 from emergencies.assignment a
            where a.tenant = $1 and a.assignment_id = $3 and n.tenant = $1 and n.emergency_id = $2 and n.number = a.need
            """,
            stored.Tenant.Value, stored.StreamId, assignment, at);

    /// <summary>The phase and what is missing follow from the rows of the units; one that is over stays over.</summary>
    public static void Refresh(NpgsqlBatch batch, StoredEvent stored, string? also = null, params ReadOnlySpan<object?> values)
    {
        if (also is null)
            EmergencyReadModel.Touch(batch, stored);
        else
            EmergencyReadModel.Change(batch, stored, also, values);
        batch.Add(
            """
            update emergencies.emergency e set phase = now.phase, missing = now.missing
            from (
                select
                    ($3::text[])[1 + 4 * coalesce(bool_or(a.status <> 'offered'), false)::integer
                        + 2 * coalesce(bool_or(a.status = 'offered'), false)::integer
                        + coalesce(bool_or(o.nobody_left), false)::integer] as phase,
                    count(*) filter (where a.assignment_id is null and n.met_at is null)::integer as missing
                from emergencies.emergency o
                join emergencies.emergency_need n on n.tenant = o.tenant and n.emergency_id = o.emergency_id
                left join emergencies.assignment a on a.tenant = n.tenant and a.emergency_id = n.emergency_id and a.need = n.number and a.ended_at is null
                where o.tenant = $1 and o.emergency_id = $2) now
            where e.tenant = $1 and e.emergency_id = $2 and e.phase not in ('completed', 'cancelled')
            """,
            stored.Tenant.Value, stored.StreamId, Phases);
    }
}
