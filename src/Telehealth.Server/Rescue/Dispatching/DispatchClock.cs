using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// What time alone brings about: offers that are paged again or ran out, jobs that nobody took, people who wait long, and crews that fell silent.
/// Every node runs it, by the database's clock, and each row is looked at by one node at a time; the log decides who wins
/// between an answer and its expiry.
/// </summary>
internal sealed class DispatchClock(
    ServerCommands commands, OfferWatch offers, NpgsqlDataSource database, IOptions<DispatchOptions> options, TimeProvider time, ILogger<DispatchClock> log)
    : BackgroundService
{
    private const int RowsPerTick = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(options.Value.DeadlineTick, WatchOffers, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ct => offers.Forget(time.GetUtcNow(), ct), log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ReportOverdue, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, AskForWelfare, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ReportSilentUnits, log, stoppingToken));

    /// <summary>Half of the time to answer passed: page again. All of it: the offer is over.</summary>
    private async Task WatchOffers(CancellationToken ct)
    {
        foreach (var offer in await offers.TakeDue(time.GetUtcNow(), RowsPerTick, ct))
        {
            var id = new AssignmentId(offer.Assignment);
            await commands.RunInRound(offer.Tenant, offer.Emergency, offer.IsOver ? new EmergencyCommand.ExpireOffer(id) : new EmergencyCommand.PageAgain(id), ct);
        }
    }

    private async Task ReportOverdue(CancellationToken ct)
    {
        var overdue = await database.Query(
            """
            select tenant, emergency_id from emergency
            where ended_at is null and not overdue_told and priority <= $3 and phase <> 'assigned' and raised_at < $1
            limit $2
            """,
            ReadEmergency, ct, time.GetUtcNow() - options.Value.OverdueAfter, RowsPerTick, (int)Urgency.Last);
        foreach (var (tenant, emergency) in overdue)
            await commands.RunInRound(tenant, emergency, new EmergencyCommand.ReportAnswerOverdue(new AlarmId(DerivedId.From(emergency, "overdue"))), ct);
    }

    private async Task AskForWelfare(CancellationToken ct)
    {
        var waiting = await database.Query(
            """
            select tenant, emergency_id, version from emergency
            where ended_at is null and phase <> 'assigned' and greatest(raised_at, welfare_asked_at) < $1
            limit $2
            """,
            row => (Emergency: ReadEmergency(row), Version: row.Long("version")), ct, time.GetUtcNow() - options.Value.WelfareEvery, RowsPerTick);
        foreach (var ((tenant, emergency), version) in waiting)
            await commands.RunInRound(tenant, emergency, new EmergencyCommand.AskForWelfare(new AlarmId(DerivedId.From(emergency, $"welfare:{version}"))), ct);
    }

    private async Task ReportSilentUnits(CancellationToken ct)
    {
        var silent = await database.Query(
            """
            select a.tenant, a.emergency_id, a.assignment_id from assignment a left join unit_fix f using (tenant, unit_id)
            where a.ended_at is null and a.status <> 'offered' and greatest(a.status_at, f.at) < $1
                and not exists (select from alarm r where r.tenant = a.tenant and r.emergency_id = a.emergency_id and r.unit_id = a.unit_id and r.kind = 'unitSilent' and r.raised_at > a.offered_at)
            limit $2
            """,
            ReadAssignment, ct, time.GetUtcNow() - options.Value.SilentAfter, RowsPerTick);
        foreach (var unit in silent)
        {
            var alarm = new AlarmId(DerivedId.From(unit.Assignment, "silent"));
            await commands.RunInRound(unit.Tenant, unit.Emergency, new EmergencyCommand.ReportUnitSilent(alarm, new AssignmentId(unit.Assignment)), ct);
        }
    }

    private static (TenantId Tenant, Guid Emergency) ReadEmergency(NpgsqlDataReader row) => (new TenantId(row.Guid("tenant")), row.Guid("emergency_id"));

    private static (TenantId Tenant, Guid Emergency, Guid Assignment) ReadAssignment(NpgsqlDataReader row) =>
        (new TenantId(row.Guid("tenant")), row.Guid("emergency_id"), row.Guid("assignment_id"));
}
