using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>
/// Tells hospitals what is due, each row by one node at a time. A try that fails is repeated after a growing wait and at last given up,
/// aloud: then a person must telephone. A node that dies while it tells leaves the row to be tried again.
/// </summary>
internal sealed class NoticeSender(
    HospitalLine line, NoticeAlarm alarm, NpgsqlDataSource database, IOptions<HospitalOptions> options, TimeProvider time,
    ILogger<NoticeSender> log) : BackgroundService
{
    private const int RowsPerTick = 16;
    private static readonly TimeSpan LeaseBeyondTry = TimeSpan.FromSeconds(5);

    // The next try is put off by what one may take, so that whatever is due for longer is tried by nobody.
    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(30);

    /// <summary>Notices whose try is due.</summary>
    public static DueWork Work(NpgsqlDataSource database, TimeProvider time) => new(
        "hospital pre-alerts", BehindAfter, ct => database.CountDue(
            """
            select count(*) as count, min(next_try_at) as since from hospitals.hospital_notice
            where outcome = 'waiting' and next_try_at <= $1
            """,
            ct, time.GetUtcNow()));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.PreAlertTick, TellWhatIsDue, log, stoppingToken);

    private async Task TellWhatIsDue(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var due = await database.Query(
            """
            update hospitals.hospital_notice n set tries = n.tries + 1, next_try_at = $2
            from (
                select tenant, notice_id from hospitals.hospital_notice where outcome = 'waiting' and next_try_at <= $1
                order by next_try_at limit $3 for update skip locked) due, emergencies.emergency e, units.unit u, emergencies.assignment a
            where n.tenant = due.tenant and n.notice_id = due.notice_id
                and e.tenant = n.tenant and e.emergency_id = n.emergency_id and u.tenant = n.tenant and u.unit_id = n.unit_id
                and a.tenant = n.tenant and a.assignment_id = n.assignment_id
            returning n.*, e.priority, e.complaint, u.call_sign, a.status as unit_status
            """,
            row =>
                (To: new Transport(new TenantId(row.Guid("tenant")), row.Guid("emergency_id"), row.Guid("unit_id")),
                    Tries: row.Integer("tries"),
                    Alert: Read(row)),
            ct, now, now + options.Value.PreAlertWithin + LeaseBeyondTry,
            RowsPerTick);
        await Task.WhenAll(due.Select(notice => Tell(notice.To, notice.Alert, notice.Tries, ct)));
    }

    private async Task Tell(Transport about, PreAlert alert, int tries, CancellationToken ct)
    {
        var failure = await line.Tell(alert, ct);
        var now = time.GetUtcNow();
        var outcome = failure is null ? NoticeOutcome.Told
            : failure == HospitalLine.NoAddress ? NoticeOutcome.ByTelephone
            : tries < options.Value.PreAlertTries ? NoticeOutcome.Waiting
            : NoticeOutcome.Failed;
        // First the alarm: a node that dies in between tries once more and raises the same one.
        if (outcome == NoticeOutcome.Failed)
            await alarm.Raise(about, alert, ct);
        // What was superseded meanwhile stays so.
        await database.Query(
            """
            update hospitals.hospital_notice set outcome = $3, told_at = $4::timestamptz, failure = $5::text, next_try_at = $6
            where tenant = $1 and notice_id = $2 and outcome = 'waiting'
            """,
            row => row, ct, about.Tenant.Value, alert.NoticeId, outcome.ToWire(), outcome == NoticeOutcome.Told ? now : null, failure,
            now + options.Value.PreAlertRetryAfter * Math.Pow(2, tries - 1));
        if (outcome == NoticeOutcome.Told)
            log.HospitalTold(alert.HospitalCode, alert.NoticeId, tries);
        else if (outcome == NoticeOutcome.Failed)
            log.HospitalNotTold(alert.HospitalCode, alert.NoticeId, tries, failure ?? string.Empty);
    }

    private static PreAlert Read(NpgsqlDataReader row)
    {
        var (at, drive) = (row.Time("at"), row.IntegerOrNull("drive_seconds"));
        return new PreAlert(
            row.Guid("notice_id"),
            WireNames.FromWire<NoticeKind>(row.Text("kind")),
            row.Text("hospital_code"),
            row.Guid("assignment_id"),
            EmergencyColumns.NumberOf(row.Guid("emergency_id")),
            row.Text("call_sign"),
            WireNames.FromWire<AssignmentStatus>(row.Text("unit_status")),
            row.Integer("priority"),
            TriageProtocol.Standard.LabelOf(row.Text("complaint")),
            drive,
            row.TextOrNull("drive_source"),
            drive is { } seconds ? at.AddSeconds(seconds) : null,
            at);
    }
}
