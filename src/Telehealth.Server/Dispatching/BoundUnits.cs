using System.Collections.Concurrent;
using Npgsql;
using Telehealth.Dispatch.Planning;
using Telehealth.Domain.Emergencies;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Paramedics;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;

namespace Telehealth.Server.Dispatching;

/// <summary>A unit that has a job.</summary>
internal sealed record BoundRow(
    UnitId Unit, Skills Skills, EmergencyId Emergency, AssignmentId Assignment, Priority Priority, AssignmentStatus Status, DateTimeOffset Since, GeoPoint Place)
{
    public bool IsUnderWay => Status is AssignmentStatus.Accepted or AssignmentStatus.EnRoute;
}

/// <summary>
/// Who is bound to what, and who waits. Read from the database and remembered for a moment: it serves proposals only, and what they lead to
/// is checked when it is stored.
/// </summary>
internal sealed class BoundUnits(NpgsqlDataSource database, TimeProvider time)
{
    private const int MostRows = 5_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TenantId, (DateTimeOffset At, IReadOnlyList<BoundRow> Rows)> _known = new();

    public async Task<IReadOnlyList<BoundRow>> Of(TenantId tenant, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(tenant, out var known) && now - known.At < Remembered)
            return known.Rows;
        var rows = await database.Query(
            """
            select a.unit_id, u.skills, a.emergency_id, a.assignment_id, e.priority, a.status, a.status_at, e.latitude, e.longitude
            from assignment a join emergency e using (tenant, emergency_id) join unit u on u.tenant = a.tenant and u.unit_id = a.unit_id
            where a.tenant = $1 and a.ended_at is null and a.status <> 'offered'
                and not exists (select from reservation r where r.tenant = a.tenant and r.unit_id = a.unit_id and r.ended_at is null)
            limit $2
            """,
            Read, ct, tenant.Value, MostRows);
        _known[tenant] = (now, rows);
        return rows;
    }

    /// <summary>Needs of emergencies that come before this one and that nobody is asked for: more urgent, or as urgent and older.</summary>
    public Task<IReadOnlyList<WaitingNeed>> WaitingBefore(TenantId tenant, EmergencyFacts facts, CancellationToken ct) =>
        database.Query(
            """
            select e.emergency_id, n.skills from emergency e join emergency_need n using (tenant, emergency_id)
            where e.tenant = $1 and e.ended_at is null and e.missing > 0 and (e.priority, e.raised_at) < ($2, $3) and e.emergency_id <> $4 and n.met_at is null
                and not exists (select from assignment a where a.tenant = e.tenant and a.emergency_id = e.emergency_id and a.need = n.number and a.ended_at is null)
            order by e.priority, e.raised_at limit 50
            """,
            row => new WaitingNeed(new EmergencyId(row.Guid("emergency_id")), (Skills)row.Integer("skills")),
            ct, tenant.Value, (int)facts.Priority, facts.RaisedAt, facts.Id.Value);

    private static BoundRow Read(NpgsqlDataReader row) => new(
        new UnitId(row.Guid("unit_id")),
        (Skills)row.Integer("skills"),
        new EmergencyId(row.Guid("emergency_id")),
        new AssignmentId(row.Guid("assignment_id")),
        (Priority)row.Integer("priority"),
        WireNames.FromWire<AssignmentStatus>(row.Text("status")),
        row.Time("status_at"),
        GeoPoint.Of(row.Number("latitude"), row.Number("longitude")));
}
