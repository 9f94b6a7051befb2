using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Emergencies as consoles see them: what is stored of each, and what the rules say of that, so that no page decides it again.
/// </summary>
internal sealed class EmergencyRowQueries(NpgsqlDataSource database, ServiceAreas areas, IOptions<DispatchOptions> options)
{
    private const string Emergencies = """
        select e.*, p.display_name as patient_name
        from emergencies.emergency e left join people.name p on p.tenant = e.tenant and p.id = e.patient_id
        where e.tenant = $1 and e.emergency_id = any ($2)
        """;

    private const string SelectAssignment =
        "select a.*, u.call_sign from emergencies.assignment a join units.unit u using (tenant, unit_id)";

    private const string LiveAssignments =
        $"{SelectAssignment} where a.tenant = $1 and a.emergency_id = any ($2) and (a.ended_at is null or a.status = 'clear') order by a.epoch";

    private const string Needs =
        "select * from emergencies.emergency_need n where n.tenant = $1 and n.emergency_id = any ($2) order by n.number";

    private const string Reservations = """
        select r.*, u.call_sign from emergencies.reservation r join units.unit u using (tenant, unit_id)
        where r.tenant = $1 and r.emergency_id = any ($2) and r.ended_at is null order by r.epoch
        """;

    /// <summary>All dispatch desks that a row may belong to.</summary>
    public IReadOnlyList<string> Desks => AreaRules.DesksOf(areas.Map);

    public async Task<EmergencyRow?> One(TenantId tenant, Guid emergency, CancellationToken ct) =>
        await Of(tenant, [emergency], ct) is [var row, ..] ? row : null;

    public Task<IReadOnlyList<AssignmentRow>> Assignments(TenantId tenant, Guid emergency, CancellationToken ct) =>
        database.Query(
            $"{SelectAssignment} where a.tenant = $1 and a.emergency_id = $2 order by a.epoch", ReadAssignment, ct, tenant.Value,
            emergency);

    /// <summary>
    /// Rows with their units, in no order, all of one moment: a version stands for the whole row, and a console keeps the first row of a
    /// version. Several short queries by id: one that joins all of it would repeat each emergency for each of its units, and one that
    /// selects the ids within would read every unit that the tenant ever sent.
    /// </summary>
    public async Task<IReadOnlyList<EmergencyRow>> Of(TenantId tenant, IEnumerable<Guid> emergencies, CancellationToken ct)
    {
        object[] which = [tenant.Value, emergencies.ToArray()];
        await using var moment = await OneMoment.Of(
            database, [(LiveAssignments, which), (Needs, which), (Reservations, which), (Emergencies, which)], ct);
        var units = (await moment.Next(row => (Emergency: row.Guid("emergency_id"), Row: ReadAssignment(row)), ct))
            .ToLookup(assignment => assignment.Emergency, assignment => assignment.Row);
        var asked = (await moment.Next(row => (Emergency: row.Guid("emergency_id"), Row: ReadNeed(row)), ct))
            .ToLookup(need => need.Emergency, need => need.Row);
        var kept = (await moment.Next(row => (Emergency: row.Guid("emergency_id"), Row: ReadReservation(row)), ct))
            .ToLookup(reservation => reservation.Emergency, reservation => reservation.Row);
        return await moment.Next(
            row =>
                ReadEmergency(
                    row, [.. units[row.Guid("emergency_id")]], [.. asked[row.Guid("emergency_id")]], [.. kept[row.Guid("emergency_id")]]),
            ct);
    }

    private EmergencyRow ReadEmergency(
        NpgsqlDataReader row, IReadOnlyList<AssignmentRow> units, IReadOnlyList<NeedRow> needs,
        IReadOnlyList<ReservationRow> reservations)
    {
        var (id, priority, raisedAt) = (row.Guid("emergency_id"), row.Integer("priority"), row.Time("raised_at"));
        var (endedAt, missing) = (row.TimeOrNull("ended_at"), row.Integer("missing"));
        return new EmergencyRow(
            id, row.Long("version"), EmergencyColumns.NumberOf(id), WireNames.FromWire<EmergencyPhase>(row.Text("phase")), priority,
            row.Text("complaint"), TriageProtocol.Standard.LabelOf(row.Text("complaint")), row.Text("description"), row.Place(),
            row.TextOrNull("callback_number"), row.TextOrNull("patient_name"), raisedAt, endedAt,
            // The one that is furthest: live before clear, a job before an offer.
            units.OrderBy(unit => unit.Status == AssignmentStatus.Clear).ThenByDescending(unit => unit.Status).FirstOrDefault(), units,
            [.. needs.Select(need => need with { Missing = IsMissing(need, units) })], reservations, missing,
            row.Integer("alarm_level"), row.TextOrNull("plan"), row.PointOrNull() is { } point ? AreaRules.DeskOf(areas.Map, point) : null,
            new QueuePlace((Priority)priority, raisedAt, new EmergencyId(id)).Key,
            OfferEffects.Of(missing > 0, [.. units.Select(unit => unit.Status).Where(AssignmentSteps.IsLive), .. KeptFor(reservations)]),
            endedAt is { } ended ? CorrectionRules.ReopensUntil(ended, options.Value.ReopenWithin) : null,
            row.IntegerOrNull("age_years"), row.Flag("unverified"));
    }

    private static bool IsMissing(NeedRow need, IReadOnlyList<AssignmentRow> units) =>
        Need.IsUnmet(need.MetAt is not null, units.Where(unit => unit.Need == need.Number).Select(unit => unit.Status));

    private static IEnumerable<AssignmentStatus> KeptFor(IReadOnlyList<ReservationRow> reservations) =>
        Enumerable.Repeat(AssignmentStatus.Reserved, reservations.Count);

    private static NeedRow ReadNeed(NpgsqlDataReader row) =>
        new(
            row.Integer("number"), row.Text("role"), UnitQueries.SkillNames((Skills)row.Integer("skills")), row.TimeOrNull("met_at"),
            Missing: false);

    private static ReservationRow ReadReservation(NpgsqlDataReader row) =>
        new(
            row.Guid("assignment_id"), row.Guid("unit_id"), row.Text("call_sign"), row.Integer("need"), row.Flag("by_hand"),
            row.Time("reserved_at"));

    private static AssignmentRow ReadAssignment(NpgsqlDataReader row)
    {
        var (status, statusAt, travel) = (WireNames.FromWire<AssignmentStatus>(row.Text("status")), row.Time("status_at"), row.Travel());
        return new AssignmentRow(
            row.Guid("assignment_id"), row.Integer("epoch"), row.Guid("unit_id"), row.Text("call_sign"), status, row.Flag("by_hand"),
            row.Time("offered_at"), row.TimeOrNull("deadline"), statusAt, travel,
            AssignmentSteps.DueAt(status, statusAt, travel is { Seconds: var seconds } ? TimeSpan.FromSeconds(seconds) : null),
            row.Integer("need"), row.Integer("pages"), row.GuidOrNull("relieves"), row.TextOrNull("hospital_name"));
    }
}
