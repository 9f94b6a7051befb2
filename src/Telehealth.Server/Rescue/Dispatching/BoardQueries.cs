using Npgsql;
using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The rows of the dispatch board.</summary>
internal sealed class BoardQueries(
    NpgsqlDataSource database, UnitQueries units, UnitPositions positions, ServiceAreas areas, OverloadMonitor mode, TimeProvider time)
{
    private static readonly TimeSpan ShownAfterEnd = TimeSpan.FromHours(1);

    private const string SelectEmergency = """
        select e.*, p.display_name as patient_name
        from emergencies.emergency e left join people.name p on p.tenant = e.tenant and p.id = e.patient_id
        """;

    private const string SelectAssignment =
        "select a.*, u.call_sign from emergencies.assignment a join units.unit u using (tenant, unit_id)";

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
        var emergencies = (await Emergencies(tenant, shown, ct)).OrderBy(row => row.Priority).ThenBy(row => row.RaisedAt).ToList();
        var alarms = await database.Query(
            $"{SelectAlarm} where a.tenant = $1 and a.acknowledged_at is null and a.cleared_at is null order by a.raised_at", ReadAlarm, ct,
            tenant.Value);
        return new Board(
            emergencies, await units.OnShift(tenant, ct), positions.All(tenant), alarms, await mode.Of(tenant, ct),
            AreaRules.DesksOf(areas.Map), now);
    }

    public async Task<EmergencyRow?> Emergency(TenantId tenant, Guid emergency, CancellationToken ct) =>
        await Emergencies(tenant, [emergency], ct) is [var row, ..] ? row : null;

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

    public Task<IReadOnlyList<AssignmentRow>> Assignments(TenantId tenant, Guid emergency, CancellationToken ct) =>
        database.Query(
            $"{SelectAssignment} where a.tenant = $1 and a.emergency_id = $2 order by a.epoch", ReadAssignment, ct, tenant.Value,
            emergency);

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

    /// <summary>
    /// Rows with their units, in no order, all of one moment: a version stands for the whole row, and a console keeps the first row of a
    /// version. Several short queries by id: one that joins all of it would repeat each emergency for each of its units, and one that
    /// selects the ids within would read every unit that the tenant ever sent.
    /// </summary>
    public Task<IReadOnlyList<EmergencyRow>> Emergencies(TenantId tenant, IEnumerable<Guid> emergencies, CancellationToken ct)
    {
        var ids = emergencies.ToArray();
        return database.InOneMoment(moment => Emergencies(moment, tenant, ids, ct), ct);
    }

    private async Task<IReadOnlyList<EmergencyRow>> Emergencies(NpgsqlConnection moment, TenantId tenant, Guid[] ids, CancellationToken ct)
    {
        var assignments = await moment.Query(
            $"{SelectAssignment} where a.tenant = $1 and a.emergency_id = any ($2) and (a.ended_at is null or a.status = 'clear') order by a.epoch",
            row => (Emergency: row.Guid("emergency_id"), Row: ReadAssignment(row)), ct, tenant.Value, ids);
        var needs = await moment.Query(
            "select * from emergencies.emergency_need n where n.tenant = $1 and n.emergency_id = any ($2) order by n.number",
            row => (Emergency: row.Guid("emergency_id"), Row: ReadNeed(row)), ct, tenant.Value, ids);
        var reservations = await moment.Query(
            """
            select r.*, u.call_sign from emergencies.reservation r join units.unit u using (tenant, unit_id)
            where r.tenant = $1 and r.emergency_id = any ($2) and r.ended_at is null order by r.epoch
            """,
            row => (Emergency: row.Guid("emergency_id"), Row: ReadReservation(row)), ct, tenant.Value, ids);
        var units = assignments.ToLookup(assignment => assignment.Emergency, assignment => assignment.Row);
        var asked = needs.ToLookup(need => need.Emergency, need => need.Row);
        var kept = reservations.ToLookup(reservation => reservation.Emergency, reservation => reservation.Row);
        return await moment.Query(
            $"{SelectEmergency} where e.tenant = $1 and e.emergency_id = any ($2)",
            row =>
                ReadEmergency(
                    row, [.. units[row.Guid("emergency_id")]], [.. asked[row.Guid("emergency_id")]], [.. kept[row.Guid("emergency_id")]]),
            ct, tenant.Value,
            ids);
    }

    private EmergencyRow ReadEmergency(
        NpgsqlDataReader row, IReadOnlyList<AssignmentRow> units, IReadOnlyList<NeedRow> needs,
        IReadOnlyList<ReservationRow> reservations) =>
        new(
            row.Guid("emergency_id"), row.Long("version"), EmergencyColumns.NumberOf(row.Guid("emergency_id")),
            WireNames.FromWire<EmergencyPhase>(row.Text("phase")), row.Integer("priority"), row.Text("complaint"),
            TriageProtocol.Standard.LabelOf(row.Text("complaint")), row.Text("description"), row.Place(), row.TextOrNull("callback_number"),
            row.TextOrNull("patient_name"), row.Time("raised_at"), row.TimeOrNull("ended_at"),
            // The one that is furthest: live before clear, a job before an offer.
            units.OrderBy(unit => unit.Status == AssignmentStatus.Clear).ThenByDescending(unit => unit.Status).FirstOrDefault(), units,
            needs, reservations, row.Integer("missing"), row.Integer("alarm_level"), row.TextOrNull("plan"),
            row.PointOrNull() is { } point ? AreaRules.DeskOf(areas.Map, point) : null, row.IntegerOrNull("age_years"),
            row.Flag("unverified"));

    private static NeedRow ReadNeed(NpgsqlDataReader row) =>
        new(row.Integer("number"), row.Text("role"), UnitQueries.SkillNames((Skills)row.Integer("skills")), row.TimeOrNull("met_at"));

    private static ReservationRow ReadReservation(NpgsqlDataReader row) =>
        new(
            row.Guid("assignment_id"), row.Guid("unit_id"), row.Text("call_sign"), row.Integer("need"), row.Flag("by_hand"),
            row.Time("reserved_at"));

    private static AssignmentRow ReadAssignment(NpgsqlDataReader row) => new(
        row.Guid("assignment_id"),
        row.Integer("epoch"),
        row.Guid("unit_id"),
        row.Text("call_sign"),
        WireNames.FromWire<AssignmentStatus>(row.Text("status")),
        row.Flag("by_hand"),
        row.Time("offered_at"),
        row.TimeOrNull("deadline"),
        row.Time("status_at"),
        row.Travel(),
        row.Integer("need"),
        row.Integer("pages"),
        row.GuidOrNull("relieves"),
        row.TextOrNull("hospital_name"));

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
