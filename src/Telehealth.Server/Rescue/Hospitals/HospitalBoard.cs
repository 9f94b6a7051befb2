using Npgsql;
using Telehealth.Dispatch.Hospitals;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Which hospitals there are and whether they take patients: the configuration's list with what people entered about it.</summary>
internal sealed class HospitalBoard(HospitalList list, NpgsqlDataSource database, TimeProvider time)
{
    public const int LongestReason = 300;

    public static readonly Rejection Unknown = Rejection.Invalid("hospital.unknown", "Choose one of the listed hospitals.");
    private static readonly Rejection ReasonInvalid = Rejection.Invalid(
        "hospital.reason_invalid", $"Say in 1 to {LongestReason} characters why it does not take patients.");
    private static readonly Rejection UntilPast = Rejection.Invalid(
        "hospital.until_past", "This time has passed. Give a later one, or none.");

    public HospitalList List => list;

    /// <summary>Every hospital as it is entered now; what was entered up to a time ends by itself.</summary>
    public async Task<IReadOnlyList<Hospital>> Hospitals(TenantId tenant, CancellationToken ct)
    {
        var entered = await Entered(tenant, ct);
        return
        [
            .. list.All.Select(hospital =>
                hospital.With(entered.TryGetValue(hospital.Code, out var known) ? known.Status : new HospitalStatus.Open())),
        ];
    }

    public async Task<IReadOnlyList<HospitalRow>> Rows(TenantId tenant, CancellationToken ct)
    {
        var entered = await Entered(tenant, ct);
        return [.. list.All.Select(hospital => RowOf(hospital, entered.GetValueOrDefault(hospital.Code)))];
    }

    public async Task<Reply<HospitalRow>> Change(Caller me, string code, HospitalStatusChange change, CancellationToken ct)
    {
        if (list.Find(code) is not { } hospital)
            return Unknown;
        var now = time.GetUtcNow();
        var isOpen = change.State == HospitalState.Open;
        if (!isOpen && (string.IsNullOrWhiteSpace(change.Reason) || change.Reason.Length > LongestReason || change.Reason.Contains('\0')))
            return ReasonInvalid;
        if (!isOpen && change.Until <= now)
            return UntilPast;
        await database.Query(
            """
            insert into hospitals.hospital_status (tenant, code, status, reason, since, until, changed_by) values ($1, $2, $3, $4::text, $5, $6::timestamptz, $7)
            on conflict (tenant, code) do update set
                status = excluded.status, reason = excluded.reason, since = excluded.since, until = excluded.until, changed_by = excluded.changed_by
            """,
            row => row, ct, me.Tenant.Value, code, change.State.ToWire(), isOpen ? null : change.Reason?.Trim(), now,
            isOpen ? null : change.Until?.ToUniversalTime(),
            me.PersonId);
        return RowOf(hospital, (await Entered(me.Tenant, ct)).GetValueOrDefault(code));
    }

    private async Task<Dictionary<string, EnteredStatus>> Entered(TenantId tenant, CancellationToken ct) =>
        (await database.Query(
            """
            select s.*, p.display_name
            from hospitals.hospital_status s left join people.name p on p.tenant = s.tenant and p.id = s.changed_by
            where s.tenant = $1
            """,
            row => (Code: row.Text("code"), Status: Read(row)), ct, tenant.Value))
        .ToDictionary(entry => entry.Code, entry => entry.Status, StringComparer.Ordinal);

    private HospitalRow RowOf(KnownHospital hospital, EnteredStatus? entered)
    {
        var (state, reason, until) = entered?.Status.At(time.GetUtcNow()) switch
        {
            HospitalStatus.Divert divert => (HospitalState.Divert, divert.Reason, divert.Until),
            HospitalStatus.Closed closed => (HospitalState.Closed, closed.Reason, closed.Until),
            _ => (HospitalState.Open, (string?)null, (DateTimeOffset?)null),
        };
        return new HospitalRow(
            hospital.Code, hospital.Name, hospital.Place.Latitude, hospital.Place.Longitude, hospital.Capabilities.Words(),
            hospital.Telephone, hospital.PreAlert is not null, state, reason, entered?.Since, until, entered?.ChangedBy);
    }

    private static EnteredStatus Read(NpgsqlDataReader row)
    {
        var (reason, since, until) = (row.TextOrNull("reason") ?? string.Empty, row.Time("since"), row.TimeOrNull("until"));
        HospitalStatus status = WireNames.FromWire<HospitalState>(row.Text("status")) switch
        {
            HospitalState.Divert => new HospitalStatus.Divert(reason, since, until),
            HospitalState.Closed => new HospitalStatus.Closed(reason, since, until),
            _ => new HospitalStatus.Open(),
        };
        return new EnteredStatus(status, since, row.TextOrNull("display_name"));
    }

    private sealed record EnteredStatus(HospitalStatus Status, DateTimeOffset Since, string? ChangedBy);
}
