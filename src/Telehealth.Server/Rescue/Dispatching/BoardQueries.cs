using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The rows of the dispatch board.</summary>
internal sealed class BoardQueries(
    NpgsqlDataSource database, EmergencyRowQueries rows, UnitQueries units, UnitPositions positions, OverloadMonitor mode,
    TimeProvider time)
{
    /// <summary>So long an emergency stays on the board after its end.</summary>
    public static readonly TimeSpan ShownAfterEnd = TimeSpan.FromHours(1);

    private const string SelectAlarm = """
        select a.*, e.version, e.priority, e.complaint, e.latitude, e.longitude, e.accuracy_metres, e.location_source, e.location_note,
            u.call_sign, p.display_name as acknowledged_name
        from emergencies.alarm a
        join emergencies.emergency e using (tenant, emergency_id)
        left join units.unit u on u.tenant = a.tenant and u.unit_id = a.unit_id
        left join people.name p on p.tenant = a.tenant and p.id = a.acknowledged_by
        """;

    public async Task<Board> Board(TenantId tenant, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var shown = await database.Query(
            "select emergency_id from emergencies.emergency where tenant = $1 and (ended_at is null or ended_at > $2)",
            row => row.Guid("emergency_id"), ct, tenant.Value, now - ShownAfterEnd);
        var emergencies = (await rows.Of(tenant, shown, ct)).OrderBy(row => row.QueueKey, StringComparer.Ordinal).ToList();
        var alarms = await database.Query(
            $"{SelectAlarm} where a.tenant = $1 and a.acknowledged_at is null and a.cleared_at is null order by a.raised_at", ReadAlarm, ct,
            tenant.Value);
        return new Board(
            emergencies, await units.OnShift(tenant, ct), positions.All(tenant), alarms, await mode.Of(tenant, ct),
            rows.Desks, now);
    }

    public Task<IReadOnlyList<AlarmRow>> AlarmsOf(TenantId tenant, IEnumerable<Guid> emergencies, CancellationToken ct) =>
        database.Query(
            $"{SelectAlarm} where a.tenant = $1 and a.emergency_id = any ($2)", ReadAlarm, ct, tenant.Value, emergencies.ToArray());

    public Task<AlarmRow?> Alarm(TenantId tenant, Guid alarm, CancellationToken ct) =>
        database.QueryFirst($"{SelectAlarm} where a.tenant = $1 and a.alarm_id = $2", ReadAlarm, ct, tenant.Value, alarm);

    public async Task<IReadOnlyList<string>> PriorityReasons(TenantId tenant, Guid emergency, CancellationToken ct) =>
        await database.Query(
            "select priority_reasons from emergencies.emergency where tenant = $1 and emergency_id = $2",
            row => row.Texts("priority_reasons"), ct, tenant.Value, emergency)
            is [var reasons, ..]
            ? reasons
            : [];

    /// <summary>The sampled way of every unit that took the emergency, while it had it.</summary>
    public Task<IReadOnlyList<TrackPoint>> Track(TenantId tenant, Guid emergency, CancellationToken ct) =>
        database.Query(
            """
            select t.unit_id, u.call_sign, t.latitude, t.longitude, t.at
            from emergencies.assignment a join units.unit u using (tenant, unit_id)
            join units.unit_track t on t.tenant = a.tenant and t.unit_id = a.unit_id
                and t.at between a.offered_at and coalesce(a.ended_at, 'infinity')
            where a.tenant = $1 and a.emergency_id = $2 and a.status not in ('offered', 'declined', 'expired', 'rescinded') order by t.at limit 5000
            """,
            row => new TrackPoint(
                row.Guid("unit_id"), row.Text("call_sign"), row.Number("latitude"), row.Number("longitude"), row.Time("at")),
            ct, tenant.Value,
            emergency);

    public Task<IReadOnlyList<(Guid Id, string Name)>> NamesOf(TenantId tenant, IEnumerable<Guid> people, CancellationToken ct) =>
        database.Query(
            "select id, display_name from people.name where tenant = $1 and id = any ($2)",
            row => (row.Guid("id"), row.Text("display_name")), ct, tenant.Value, people.ToArray());

    private static AlarmRow ReadAlarm(NpgsqlDataReader row)
    {
        var kind = WireNames.FromWire<AlarmKind>(row.Text("kind"));
        var unit = row.TextOrNull("call_sign");
        var text = kind switch
        {
            AlarmKind.NobodyLeft => "No suitable unit is left.",
            AlarmKind.AnswerOverdue => "Nobody has taken it for too long. The search goes on.",
            AlarmKind.DispatchStalled => "Automatic dispatch does not get on. Assign a unit by hand.",
            AlarmKind.WelfareCheck => "Still waiting. Ring back and ask how they are.",
            AlarmKind.PlaceMissing => "No place yet. Ask where help is needed: no unit is looked for until then.",
            AlarmKind.NobodyPresent => "No console was open when help was asked for. Look after it now.",
            AlarmKind.HospitalNotTold => $"A hospital could not be told about {unit}. Ring it: whom and what about stands in the incident.",
            _ => $"{unit} has not been heard of. It keeps the job until you act.",
        };
        return new AlarmRow(
            row.Guid("alarm_id"), row.Long("version"), kind, row.Guid("emergency_id"), row.GuidOrNull("unit_id"), WhatAndWhere(row), text,
            row.Time("raised_at"), row.TimeOrNull("acknowledged_at"), row.TextOrNull("acknowledged_name"),
            row.TimeOrNull("cleared_at"));
    }

    private static string WhatAndWhere(NpgsqlDataReader row)
    {
        var what = TriageProtocol.Standard.LabelOf(row.Text("complaint"));
        var where = row.Place().Words();
        return $"{EmergencyColumns.NumberOf(row.Guid("emergency_id"))}, P{row.Integer("priority")} {what}, {where}";
    }
}
