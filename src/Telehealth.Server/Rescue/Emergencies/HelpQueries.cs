using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Units;
using static Telehealth.Dispatch.Travel.TravelBases;
using TravelBasis = Telehealth.Dispatch.Travel.TravelBasis;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>An emergency as the caller sees it.</summary>
internal sealed class HelpQueries(NpgsqlDataSource database, UnitPositions positions, TimeProvider time)
{
    /// <summary>An emergency that ended stays on the caller's screen for a day.</summary>
    private static readonly TimeSpan ShownAfterEnd = TimeSpan.FromDays(1);

    // The crew is named once it has taken the job; before that, who was asked is none of the caller's business.
    private const string Select = """
        select e.*, a.status, a.unit_id, a.travel_seconds, a.travel_metres, a.travel_source, u.call_sign,
            array(select p.display_name from people.name p where p.tenant = u.tenant and p.id = any (u.crew) order by p.display_name) as crew_names
        from emergencies.emergency e
        left join lateral (
            select * from emergencies.assignment a where a.tenant = e.tenant and a.emergency_id = e.emergency_id and (a.ended_at is null or a.status = 'clear')
            order by a.ended_at is not null, a.status = 'offered', a.epoch limit 1) a on true
        left join units.unit u on u.tenant = e.tenant and u.unit_id = a.unit_id and a.status <> 'offered'
        """;

    public Task<HelpView?> Newest(TenantId tenant, PersonId patient, CancellationToken ct) =>
        database.QueryFirst(
            $"{Select} where e.tenant = $1 and e.patient_id = $2 and (e.ended_at is null or e.ended_at > $3) order by e.ended_at is null desc, e.raised_at desc limit 1",
            row => Read(tenant, row), ct, tenant.Value, patient.Value, time.GetUtcNow() - ShownAfterEnd);

    public Task<IReadOnlyList<(Guid Patient, HelpView View)>> OfPatients(
        TenantId tenant, IEnumerable<EmergencyId> emergencies, CancellationToken ct) =>
        database.Query(
            $"{Select} where e.tenant = $1 and e.emergency_id = any ($2) and e.patient_id is not null",
            row => (row.Guid("patient_id"), Read(tenant, row)), ct, tenant.Value,
            emergencies.Select(emergency => emergency.Value).ToArray());

    /// <summary>The number to ring back that the account gave the last time.</summary>
    public async Task<string?> LastNumberOf(TenantId tenant, PersonId patient, CancellationToken ct) =>
        await database.Query(
            "select callback_number from emergencies.emergency where tenant = $1 and patient_id = $2 and callback_number is not null order by raised_at desc limit 1",
            row => row.Text("callback_number"), ct, tenant.Value, patient.Value) is [var number] ? number : null;

    /// <summary>Emergencies of patients to which these units are on their way or at work.</summary>
    public Task<IReadOnlyList<EmergencyId>> ServedBy(TenantId tenant, IEnumerable<Guid> units, CancellationToken ct) =>
        database.Query(
            """
            select e.emergency_id from emergencies.assignment a join emergencies.emergency e using (tenant, emergency_id)
            where a.tenant = $1 and a.unit_id = any ($2) and a.ended_at is null and a.status <> 'offered' and e.patient_id is not null
            """,
            row => new EmergencyId(row.Guid("emergency_id")), ct, tenant.Value, units.ToArray());

    private HelpView Read(TenantId tenant, NpgsqlDataReader row)
    {
        var callSign = row.TextOrNull("call_sign");
        var unit = callSign is null ? null : row.GuidOrNull("unit_id");
        var status = row.TextOrNull("status") is { } text ? WireNames.FromWire<AssignmentStatus>(text) : (AssignmentStatus?)null;
        var fix =
            unit is { } id && status is not AssignmentStatus.Clear
                ? positions.Last(new UnitKey(tenant, new UnitId(id)))?.ToContract(new UnitId(id))
                : null;
        return new HelpView(
            row.Guid("emergency_id"),
            row.Long("version"),
            WireNames.FromWire<EmergencyPhase>(row.Text("phase")),
            row.Integer("priority"),
            TriageProtocol.Standard.LabelOf(row.Text("complaint")),
            row.Place(),
            row.TextOrNull("callback_number"),
            row.Time("raised_at"),
            status,
            callSign,
            callSign is null ? [] : row.Texts("crew_names"),
            fix,
            row.Travel(),
            time.GetUtcNow());
    }
}
