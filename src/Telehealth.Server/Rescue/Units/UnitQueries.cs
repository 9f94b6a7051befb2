using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Rows of units as consoles and devices show them.</summary>
internal sealed class UnitQueries(NpgsqlDataSource database)
{
    // A unit's row changes with its own events and with its jobs; each counts up on its own, so their sum grows with every change.
    private const string SelectRow = """
        select u.unit_id, u.version + coalesce(a.version, 0) as version, u.call_sign, u.skills, u.paused_reason, u.shift_started_at, u.shift_ended_at,
            greatest(u.status_since, a.since) as status_since, a.status, a.emergency_id,
            u.silence_alarm_id, u.silent_since, u.silence_raised_at, u.silence_acknowledged_at, u.silence_ended_at,
            (select p.display_name from people.name p where p.tenant = u.tenant and p.id = u.silence_acknowledged_by) as silence_acknowledged_name,
            -- Whoever has had a job or a break since then is no longer on the way to a post.
            case when u.posted_at >= greatest(u.status_since, a.since) then u.post_name end as post_name,
            array(select p.display_name from people.name p where p.tenant = u.tenant and p.id = any (u.crew) order by p.display_name) as crew_names
        from units.unit u left join units.unit_activity a using (tenant, unit_id)
        """;

    public Task<IReadOnlyList<UnitRow>> OnShift(TenantId tenant, CancellationToken ct) =>
        database.Query($"{SelectRow} where u.tenant = $1 and u.shift_ended_at is null order by u.call_sign", Read, ct, tenant.Value);

    public Task<IReadOnlyList<UnitRow>> Rows(TenantId tenant, IEnumerable<UnitId> units, CancellationToken ct) =>
        database.Query(
            $"{SelectRow} where u.tenant = $1 and u.unit_id = any ($2)", Read, ct, tenant.Value,
            units.Select(unit => unit.Value).ToArray());

    public async Task<UnitRow?> Row(TenantId tenant, UnitId unit, CancellationToken ct) =>
        await Rows(tenant, [unit], ct) is [var row, ..] ? row : null;

    /// <summary>The unit in which a person is on shift.</summary>
    public async Task<UnitId?> UnitOfPerson(TenantId tenant, PersonId person, CancellationToken ct) =>
        await database.Query(
            "select unit_id from units.shift_crew where tenant = $1 and person_id = $2", row => new UnitId(row.Guid("unit_id")), ct,
            tenant.Value, person.Value)
            is [var unit, ..]
            ? unit
            : null;

    /// <summary>The unit in which a person is on shift, or else was last.</summary>
    public async Task<UnitId?> LastUnitOfPerson(TenantId tenant, PersonId person, CancellationToken ct) =>
        await UnitOfPerson(tenant, person, ct) is { } present ? present
        : await database.Query(
            "select unit_id from units.unit where tenant = $1 and $2 = any (crew) order by shift_started_at desc limit 1",
            row => new UnitId(row.Guid("unit_id")), ct, tenant.Value, person.Value) is [var last, ..] ? last
        : null;

    /// <summary>Whether the unit's shift was over by then.</summary>
    public async Task<bool> EndedBefore(TenantId tenant, UnitId unit, DateTimeOffset then, CancellationToken ct) =>
        await database.Query(
            "select 1 from units.unit where tenant = $1 and unit_id = $2 and shift_ended_at < $3", _ => true, ct, tenant.Value, unit.Value,
            then)
            is [_, ..];

    public Task<IReadOnlyList<FleetVehicle>> FreeVehicles(TenantId tenant, CancellationToken ct) =>
        database.Query(
            """
            select v.vehicle_id, v.call_sign, v.skills from units.vehicle v
            where v.tenant = $1 and not exists (select from units.unit_on_shift s where s.tenant = v.tenant and s.vehicle_id = v.vehicle_id)
            order by v.call_sign
            """,
            ReadVehicle, ct, tenant.Value);

    public Task<FleetVehicle?> Vehicle(TenantId tenant, Guid vehicle, CancellationToken ct) =>
        database.QueryFirst(
            "select vehicle_id, call_sign, skills from units.vehicle where tenant = $1 and vehicle_id = $2", ReadVehicle, ct, tenant.Value,
            vehicle);

    public static IReadOnlyList<string> SkillNames(Skills skills) =>
        [.. Enum.GetValues<Skills>().Where(skill => skill != Skills.None && skills.HasFlag(skill)).Select(skill => skill.ToWire())];

    private static FleetVehicle ReadVehicle(NpgsqlDataReader row) =>
        new(row.Guid("vehicle_id"), row.Text("call_sign"), (Skills)row.Integer("skills"));

    private static UnitRow Read(NpgsqlDataReader row)
    {
        var assignment = row.TextOrNull("status") is { } status ? WireNames.FromWire<AssignmentStatus>(status) : (AssignmentStatus?)null;
        var paused = row.TextOrNull("paused_reason");
        return new UnitRow(
            row.Guid("unit_id"),
            row.Long("version"),
            row.Text("call_sign"),
            row.Texts("crew_names"),
            SkillNames((Skills)row.Integer("skills")),
            StatusOf(row.TimeOrNull("shift_ended_at") is not null, assignment, paused is not null),
            assignment,
            row.GuidOrNull("emergency_id"),
            paused,
            row.Time("status_since"),
            row.Time("shift_started_at"),
            row.TextOrNull("post_name"),
            ReadSilence(row));
    }

    private static SilenceRow? ReadSilence(NpgsqlDataReader row) => row.GuidOrNull("silence_alarm_id") is { } alarm
        ? new SilenceRow(
            alarm, row.Time("silent_since"), row.Time("silence_raised_at"), row.TimeOrNull("silence_acknowledged_at"),
            row.TextOrNull("silence_acknowledged_name"), row.TimeOrNull("silence_ended_at"))
        : null;

    private static UnitStatus StatusOf(bool ended, AssignmentStatus? assignment, bool paused) => (ended, assignment, paused) switch
    {
        (true, _, _) => UnitStatus.OffShift,
        (_, AssignmentStatus.Offered, _) => UnitStatus.Offered,
        (_, not null, _) => UnitStatus.Assigned,
        (_, _, true) => UnitStatus.Unavailable,
        _ => UnitStatus.Available,
    };
}
