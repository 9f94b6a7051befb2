using Npgsql;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>What hospitals are told and whether it reached them; one row for each thing to say.</summary>
internal sealed class NoticeTable(NpgsqlDataSource database, HospitalList list)
{
    private const string Select = """
        select n.*, p.display_name as told_by_name from hospitals.hospital_notice n left join people.name p on p.tenant = n.tenant and p.id = n.told_by
        """;

    /// <summary>Entered twice it stands there once: the id follows from the event that it tells of.</summary>
    public Task Enter(TenantId tenant, Notice notice, DateTimeOffset dueAt, CancellationToken ct) =>
        database.Query(
            """
            insert into hospitals.hospital_notice (tenant, notice_id, emergency_id, assignment_id, unit_id, hospital_code, kind, outcome, drive_seconds, drive_source, at, next_try_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9::integer, $10::text, $11, $12) on conflict do nothing
            """,
            row => row,
            ct,
            tenant.Value,
            notice.Id,
            notice.Emergency,
            notice.Assignment,
            notice.Unit,
            notice.Hospital,
            notice.Kind.ToWire(),
            (list.Find(notice.Hospital)?.PreAlert is null ? NoticeOutcome.ByTelephone : NoticeOutcome.Waiting).ToWire(),
            notice.DriveSeconds, notice.DriveSource, notice.At, dueAt);

    /// <summary>
    /// Hospitals that expect this unit's patient, or may: told, perhaps told by a try that failed, or to be rung. What still waits is given
    /// up; a hospital that was never tried expects nobody.
    /// </summary>
    public async Task<IReadOnlyList<(Guid Unit, string Hospital)>> NoLongerGoingTo(
        TenantId tenant, Guid assignment, string? exceptHospital, DateTimeOffset before, CancellationToken ct)
    {
        var expecting = await database.Query(
            """
            select unit_id, hospital_code, outcome, tries from (
                select distinct on (hospital_code) unit_id, hospital_code, kind, outcome, tries from hospitals.hospital_notice
                where tenant = $1 and assignment_id = $2 and hospital_code is distinct from $3::text and at <= $4
                order by hospital_code, at desc, kind desc) as last
            where kind = 'coming' and not (outcome in ('waiting', 'superseded') and tries = 0)
            """,
            row => (row.Guid("unit_id"), row.Text("hospital_code")), ct, tenant.Value, assignment, exceptHospital, before);
        await database.Query(
            """
            update hospitals.hospital_notice set outcome = 'superseded'
            where tenant = $1 and assignment_id = $2 and hospital_code is distinct from $3::text and at <= $4 and kind = 'coming' and outcome = 'waiting'
            """,
            row => row, ct, tenant.Value, assignment, exceptHospital, before);
        return expecting;
    }

    public Task<IReadOnlyList<HospitalNoticeView>> Of(TenantId tenant, Guid emergency, CancellationToken ct) =>
        database.Query(
            $"{Select} where n.tenant = $1 and n.emergency_id = $2 order by n.at desc, n.kind, n.hospital_code", Read, ct, tenant.Value,
            emergency);

    public Task<HospitalNoticeView?> One(TenantId tenant, Guid emergency, Guid notice, CancellationToken ct) =>
        database.QueryFirst(
            $"{Select} where n.tenant = $1 and n.emergency_id = $2 and n.notice_id = $3", Read, ct, tenant.Value, emergency, notice);

    /// <summary>Somebody rang. Whoever entered it first stands there.</summary>
    public Task Rung(TenantId tenant, Guid notice, Guid person, DateTimeOffset at, CancellationToken ct) =>
        database.Query(
            "update hospitals.hospital_notice set outcome = 'rung', told_at = $3, told_by = $4 where tenant = $1 and notice_id = $2 and outcome in ('failed', 'byTelephone')",
            row => row, ct, tenant.Value, notice, at, person);

    private HospitalNoticeView Read(NpgsqlDataReader row)
    {
        var code = row.Text("hospital_code");
        var hospital = list.Find(code);
        var (kind, outcome) = (WireNames.FromWire<NoticeKind>(row.Text("kind")), WireNames.FromWire<NoticeOutcome>(row.Text("outcome")));
        var name = hospital?.Name ?? code;
        return new HospitalNoticeView(
            row.Guid("notice_id"), row.Guid("assignment_id"), row.Guid("unit_id"), code, name, kind, outcome, row.Time("at"),
            row.TimeOrNull("told_at"), row.TextOrNull("told_by_name"), row.Integer("tries"),
            TextOf(name, hospital?.Telephone, kind, outcome));
    }

    private static string TextOf(string name, string? telephone, NoticeKind kind, NoticeOutcome outcome)
    {
        var what = kind == NoticeKind.Coming ? "that the patient is coming" : "that the patient is not coming";
        var number = telephone is null ? string.Empty : $" ({telephone})";
        return outcome switch
        {
            NoticeOutcome.Told => $"{name} has been told {what}.",
            NoticeOutcome.Rung => $"{name} was told by telephone {what}.",
            NoticeOutcome.Waiting => $"{name} is being told {what}; no answer yet.",
            NoticeOutcome.Failed => $"{name} could not be told {what}. Tell them by telephone{number}.",
            NoticeOutcome.ByTelephone => $"Tell {name}{number} by telephone {what}.",
            _ => $"{name} no longer needs to know.",
        };
    }
}
