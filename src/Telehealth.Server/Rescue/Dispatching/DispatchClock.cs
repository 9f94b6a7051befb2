using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// What time alone brings about: offers that are paged again or ran out, jobs that nobody took, people who wait long, and crews that fell
/// silent. Every node runs it, by the database's clock, and each offer is looked at by one node at a time. Its rows only say what may be
/// due; whether it is, the rules of the emergency decide, and the log who wins between an answer and its expiry.
/// </summary>
internal sealed class DispatchClock(
    ServerCommands commands, OfferWatch offers, NpgsqlDataSource database, IOptions<DispatchOptions> options, TimeProvider time,
    ILogger<DispatchClock> log) : BackgroundService
{
    private const int RowsPerTick = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(options.Value.DeadlineTick, WatchOffers, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ct => offers.Forget(time.GetUtcNow(), ct), log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ReportOverdue, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, AskForWelfare, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ReportSilentUnits, log, stoppingToken));

    /// <summary>The crew is paged again, or the offer is over.</summary>
    private async Task WatchOffers(CancellationToken ct)
    {
        foreach (var offer in await offers.TakeDue(time.GetUtcNow(), RowsPerTick, ct))
        {
            var id = new AssignmentId(offer.Assignment);
            await commands.RunInRound(
                offer.Tenant, offer.Emergency, offer.IsOver ? new EmergencyCommand.ExpireOffer(id) : new EmergencyCommand.PageAgain(id),
                ct);
        }
    }

    private async Task ReportOverdue(CancellationToken ct)
    {
        var overdue = await database.Query(
            $"select tenant, emergency_id {DispatchWork.Overdue} limit $3", ReadEmergency, ct,
            time.GetUtcNow() - options.Value.OverdueAfter, (int)Urgency.Last, RowsPerTick);
        foreach (var (tenant, emergency) in overdue)
        {
            var alarm = new AlarmId(DerivedId.From(emergency, "overdue"));
            var report = new EmergencyCommand.ReportAnswerOverdue(alarm, options.Value.OverdueAfter);
            await commands.RunInRound(tenant, emergency, report, ct);
        }
    }

    private async Task AskForWelfare(CancellationToken ct)
    {
        var waiting = await database.Query(
            $"select tenant, emergency_id, version {DispatchWork.Unvisited} limit $2",
            row => (Emergency: ReadEmergency(row), Version: row.Long("version")), ct, time.GetUtcNow() - options.Value.WelfareEvery,
            RowsPerTick);
        foreach (var ((tenant, emergency), version) in waiting)
        {
            var alarm = new AlarmId(DerivedId.From(emergency, $"welfare:{version}"));
            var ask = new EmergencyCommand.AskForWelfare(alarm, options.Value.WelfareEvery);
            await commands.RunInRound(tenant, emergency, ask, ct);
        }
    }

    private async Task ReportSilentUnits(CancellationToken ct)
    {
        var silent = await database.Query(
            $"select a.tenant, a.emergency_id, a.assignment_id, {DispatchWork.HeardAt} as heard_at {DispatchWork.Silent} limit $2",
            row => (Emergency: ReadEmergency(row), Assignment: row.Guid("assignment_id"), HeardAt: row.Time("heard_at")),
            ct, time.GetUtcNow() - options.Value.SilentAfter, RowsPerTick);
        foreach (var ((tenant, emergency), assignment, heardAt) in silent)
        {
            var alarm = new AlarmId(DerivedId.From(assignment, "silent"));
            var report = new EmergencyCommand.ReportUnitSilent(alarm, new AssignmentId(assignment), heardAt, options.Value.SilentAfter);
            await commands.RunInRound(tenant, emergency, report, ct);
        }
    }

    private static (TenantId Tenant, Guid Emergency) ReadEmergency(NpgsqlDataReader row) =>
        (new TenantId(row.Guid("tenant")), row.Guid("emergency_id"));
}
