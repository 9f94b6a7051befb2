using System.Text.Json;
using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>A unit's job as its crew sees it.</summary>
internal sealed class JobQueries(NpgsqlDataSource database, TimeProvider time)
{
    private const string Select = """
        select e.*, p.display_name as patient_name, a.assignment_id, a.epoch, a.unit_id, a.status, a.offered_at, a.deadline, a.pages,
            a.travel_seconds, a.travel_metres, a.travel_source, a.hospital_code, a.hospital_name,
            (select n.role from emergencies.emergency_need n where n.tenant = a.tenant and n.emergency_id = a.emergency_id and n.number = a.need) as role,
            (select ru.call_sign from emergencies.assignment r join units.unit ru using (tenant, unit_id) where r.tenant = a.tenant and r.assignment_id = a.relieves) as relieves,
            array(select u.call_sign || ': ' || o.status from emergencies.assignment o join units.unit u using (tenant, unit_id)
                where o.tenant = a.tenant and o.emergency_id = a.emergency_id and o.ended_at is null and o.status <> 'offered'
                    and o.assignment_id <> a.assignment_id order by o.epoch) as companions,
            coalesce((select jsonb_agg(jsonb_build_object('version', c.version, 'at', c.at, 'text', c.text, 'reason', c.reason) order by c.version)
                from emergencies.emergency_change c
                where c.tenant = a.tenant and c.emergency_id = a.emergency_id and c.version > a.seen_version and c.at >= a.offered_at
                    and a.status <> 'offered')::text, '[]') as changes
        from emergencies.assignment a join emergencies.emergency e using (tenant, emergency_id)
        left join people.name p on p.tenant = e.tenant and p.id = e.patient_id
        """;

    public Task<JobView?> Live(TenantId tenant, UnitId unit, CancellationToken ct) =>
        database.QueryFirst($"{Select} where a.tenant = $1 and a.unit_id = $2 and a.ended_at is null", Read, ct, tenant.Value, unit.Value);

    /// <summary>The jobs of those units that have one.</summary>
    public Task<IReadOnlyList<(UnitId Unit, JobView Job)>> LiveOf(TenantId tenant, IEnumerable<UnitId> units, CancellationToken ct) =>
        database.Query(
            $"{Select} where a.tenant = $1 and a.unit_id = any ($2) and a.ended_at is null",
            row => (new UnitId(row.Guid("unit_id")), Read(row)), ct, tenant.Value, units.Select(unit => unit.Value).ToArray());

    public Task<JobView?> OfAssignment(TenantId tenant, UnitId unit, Guid assignment, CancellationToken ct) =>
        database.QueryFirst(
            $"{Select} where a.tenant = $1 and a.unit_id = $2 and a.assignment_id = $3", Read, ct, tenant.Value, unit.Value, assignment);

    /// <summary>A unit's part in an emergency, live or over; null when there is none of this id.</summary>
    public Task<Involvement?> Involvement(TenantId tenant, Guid assignment, CancellationToken ct) => database.QueryFirst(
        """
        select a.emergency_id, a.assignment_id, a.unit_id, a.status, u.call_sign
        from emergencies.assignment a join units.unit u using (tenant, unit_id)
        where a.tenant = $1 and a.assignment_id = $2
        """,
        row => new Involvement(
            row.Guid("emergency_id"), row.Guid("assignment_id"), new UnitId(row.Guid("unit_id")), row.Text("call_sign"),
            WireNames.FromWire<AssignmentStatus>(row.Text("status"))),
        ct, tenant.Value, assignment);

    public async Task<string?> CallSign(TenantId tenant, UnitId unit, CancellationToken ct) =>
        await database.QueryFirst(
            "select call_sign from units.unit where tenant = $1 and unit_id = $2", row => row.Text("call_sign"), ct, tenant.Value,
            unit.Value);

    public Task<IReadOnlyList<(Guid Id, string Name)>> Names(TenantId tenant, IEnumerable<Guid> people, CancellationToken ct) =>
        database.Query(
            "select id, display_name from people.name where tenant = $1 and id = any ($2)", row => (row.GetGuid(0), row.GetString(1)), ct,
            tenant.Value, people.ToArray());

    /// <summary>Units that are bound by these emergencies.</summary>
    public Task<IReadOnlyList<UnitId>> UnitsOn(TenantId tenant, IEnumerable<Guid> emergencies, CancellationToken ct) =>
        database.Query(
            "select unit_id from emergencies.assignment where tenant = $1 and emergency_id = any ($2) and ended_at is null",
            row => new UnitId(row.Guid("unit_id")), ct, tenant.Value, emergencies.ToArray());

    /// <summary>Who is or was in the unit: its devices hear of the end of the shift too.</summary>
    public Task<IReadOnlyList<(UnitId Unit, IReadOnlyList<Guid> Crew)>> CrewsOf(
        TenantId tenant, IEnumerable<UnitId> units, CancellationToken ct) =>
        database.Query<(UnitId, IReadOnlyList<Guid>)>(
            "select unit_id, crew from units.unit where tenant = $1 and unit_id = any ($2)",
            row => (new UnitId(row.Guid("unit_id")), row.GetFieldValue<Guid[]>(row.GetOrdinal("crew"))),
            ct, tenant.Value, units.Select(unit => unit.Value).ToArray());

    private JobView Read(NpgsqlDataReader row)
    {
        var status = WireNames.FromWire<AssignmentStatus>(row.Text("status"));
        var knowsCaller = CrewKnowledge.OfCaller(status);
        return new JobView(
            row.Guid("emergency_id"),
            row.Long("version"),
            EmergencyColumns.NumberOf(row.Guid("emergency_id")),
            row.Guid("assignment_id"),
            row.Integer("epoch"),
            status,
            row.Integer("priority"),
            TriageProtocol.Standard.LabelOf(row.Text("complaint")),
            row.Text("description"),
            row.Texts("priority_reasons"),
            row.Place(),
            knowsCaller ? row.TextOrNull("callback_number") : null,
            knowsCaller ? row.TextOrNull("patient_name") : null,
            row.Time("offered_at"),
            status == AssignmentStatus.Offered ? row.TimeOrNull("deadline") : null,
            row.Travel(),
            row.TextOrNull("role") ?? "Additional unit",
            row.Integer("pages"),
            row.Texts("companions"),
            row.TextOrNull("relieves"),
            row.TextOrNull("hospital_code"),
            row.TextOrNull("hospital_name"),
            time.GetUtcNow(),
            row.IntegerOrNull("age_years"),
            JsonSerializer.Deserialize<IReadOnlyList<JobChange>>(row.Text("changes"), JsonSerializerOptions.Web) ?? []);
    }
}

/// <summary>A unit's part in an emergency.</summary>
internal sealed record Involvement(Guid Emergency, Guid Assignment, UnitId Unit, string CallSign, AssignmentStatus Status)
{
    /// <summary>Whether the crew has or had the job, and not only an offer.</summary>
    public bool WasTaken => CrewKnowledge.OfNotes(Status);

    /// <summary>Whether the crew still has to answer, or has or had the job.</summary>
    public bool IsAskedOrTaken => CrewKnowledge.OfTriage(Status);
}
