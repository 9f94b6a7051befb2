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
            batch, stored, nobodyLeft: false,
            ", alarm_level = greatest(alarm_level, $5), plan = $6, plan_version = coalesce($7::integer, plan_version)",
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

    /// <summary>
    /// The phase and what is missing follow from the rows of the units; one that is over stays over. One statement for all that an event
    /// does to the row: each further one would write the row, and most of its indexes, once more.
    /// </summary>
    /// <param name="batch">Takes the statement.</param>
    /// <param name="stored">What happened.</param>
    /// <param name="nobodyLeft">Whether nobody is left to ask from now on; null when it stays as it is.</param>
    /// <param name="also">What else it changes, each with a comma before it; its values begin with $5.</param>
    /// <param name="values">For that.</param>
    public static void Refresh(
        NpgsqlBatch batch, StoredEvent stored, bool? nobodyLeft = null, string also = "", params ReadOnlySpan<object?> values)
    {
        // Stands in the text: a value that is null now and then has no type, and such a statement is planned anew each time.
        var left = nobodyLeft switch { true => "true", false => "false", null => "e.nobody_left" };
        batch.Add(
            $"""
            update emergencies.emergency e set version = $3, nobody_left = {left}{also},
                phase = case when e.phase in ('completed', 'cancelled') then e.phase
                    else ($4::text[])[1 + now.crew + now.asked + ({left})::integer] end,
                missing = case when e.phase in ('completed', 'cancelled') then e.missing else now.missing end
            from (
                select
                    4 * coalesce(bool_or(a.status <> 'offered'), false)::integer as crew,
                    2 * coalesce(bool_or(a.status = 'offered'), false)::integer as asked,
                    count(*) filter (where a.assignment_id is null and n.met_at is null)::integer as missing
                from emergencies.emergency_need n
                left join emergencies.assignment a on a.tenant = n.tenant and a.emergency_id = n.emergency_id and a.need = n.number and a.ended_at is null
                where n.tenant = $1 and n.emergency_id = $2) now
            where e.tenant = $1 and e.emergency_id = $2
            """,
            [stored.Tenant.Value, stored.StreamId, stored.Version, Phases, .. values]);
    }
}
