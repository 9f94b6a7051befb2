using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Telehealth.Dispatch.Planning;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Who is bound to what, and who waits. Read from the database and remembered for a moment: it serves proposals only, and what they lead to
/// is checked when it is stored.
/// </summary>
internal sealed class AssignedUnits(NpgsqlDataSource database)
{
    private const int MostRows = 5_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<TenantId, Moment<AssignedRow>> _units = new();
    private readonly ConcurrentDictionary<TenantId, Moment<WaitingRow>> _waiting = new();

    /// <summary>Units that have a job.</summary>
    public Task<IReadOnlyList<AssignedRow>> Of(TenantId tenant, CancellationToken ct) => Known(_units, tenant, ReadUnits, ct);

    /// <summary>
    /// Needs of emergencies that come before this one and that nobody is left for: more urgent,
    /// or as urgent and older. Mostly nobody waits, and a moment's old answer says so as well;
    /// but whoever does wait is left the best unit, so that is read anew before it is believed.
    /// </summary>
    public async Task<IReadOnlyList<WaitingNeed>> WaitingBefore(TenantId tenant, EmergencyFacts facts, CancellationToken ct)
    {
        var remembered = Before(facts, await Known(_waiting, tenant, ReadWaiting, ct));
        return remembered.Count == 0 ? remembered : Before(facts, await ReadWaiting(tenant, ct));
    }

    private static List<WaitingNeed> Before(EmergencyFacts facts, IReadOnlyList<WaitingRow> waiting) =>
        [.. waiting
            .Where(row => row.Place.ComesBefore(new QueuePlace(facts.Priority, facts.RaisedAt, facts.Id)))
            .Select(row => row.Need)];

    /// <summary>Read once for all who ask within the moment. One that failed is read again.</summary>
    private static Task<IReadOnlyList<TRow>> Known<TRow>(
        ConcurrentDictionary<TenantId, Moment<TRow>> known, TenantId tenant,
        Func<TenantId, CancellationToken, Task<IReadOnlyList<TRow>>> read, CancellationToken ct)
    {
        var now = Stopwatch.GetTimestamp();
        return known
            .AddOrUpdate(
                tenant, _ => new Moment<TRow>(now, read(tenant, CancellationToken.None)),
                (_, last) =>
                    Stopwatch.GetElapsedTime(last.At, now) < Remembered && !last.Rows.IsFaulted
                        ? last
                        : new Moment<TRow>(now, read(tenant, CancellationToken.None)))
            .Rows.WaitAsync(ct);
    }

    private Task<IReadOnlyList<AssignedRow>> ReadUnits(TenantId tenant, CancellationToken ct) =>
        database.Query(
            """
            select a.unit_id, u.skills, a.emergency_id, a.assignment_id, e.priority, a.status, a.status_at, e.latitude, e.longitude,
                exists (select from emergencies.reservation r where r.tenant = a.tenant and r.unit_id = a.unit_id
                    and r.ended_at is null) as has_next
            from emergencies.assignment a join emergencies.emergency e using (tenant, emergency_id)
                join units.unit u on u.tenant = a.tenant and u.unit_id = a.unit_id
            where a.tenant = $1 and a.ended_at is null and a.status <> 'offered'
            limit $2
            """,
            ReadUnit, ct, tenant.Value, MostRows);

    private Task<IReadOnlyList<WaitingRow>> ReadWaiting(TenantId tenant, CancellationToken ct) =>
        database.Query(
            """
            select e.emergency_id, e.priority, e.raised_at, n.skills
            from emergencies.emergency e join emergencies.emergency_need n using (tenant, emergency_id)
            where e.tenant = $1 and e.ended_at is null and e.missing > 0 and e.nobody_left and n.met_at is null
                and not exists (select from emergencies.assignment a where a.tenant = e.tenant and a.emergency_id = e.emergency_id and a.need = n.number and a.ended_at is null)
            order by e.priority, e.raised_at limit 200
            """,
            row =>
            {
                var place = new QueuePlace(
                    (Priority)row.Integer("priority"), row.Time("raised_at"), new EmergencyId(row.Guid("emergency_id")));
                return new WaitingRow(new WaitingNeed(place.Emergency, (Skills)row.Integer("skills")), place);
            },
            ct, tenant.Value);

    private static AssignedRow ReadUnit(NpgsqlDataReader row) => new(
        new UnitId(row.Guid("unit_id")),
        (Skills)row.Integer("skills"),
        new EmergencyId(row.Guid("emergency_id")),
        new AssignmentId(row.Guid("assignment_id")),
        (Priority)row.Integer("priority"),
        WireNames.FromWire<AssignmentStatus>(row.Text("status")),
        row.Time("status_at"),
        row.PointOrNull(),
        row.Flag("has_next"));

    private sealed record Moment<TRow>(long At, Task<IReadOnlyList<TRow>> Rows);

    private sealed record WaitingRow(WaitingNeed Need, QueuePlace Place);
}
