using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Calls a dispatcher when nothing is heard of a crew that could be sent, and takes the alarm back when the crew is heard again or has a
/// job, whose own alarm (<see cref="DispatchClock"/>) asks after it. Every node looks, at what all of them heard (<see
/// cref="UnitHearing"/>); the log takes each silence once, so neither a restart nor a second node loses or doubles one.
/// </summary>
internal sealed class SilenceWatch(
    UnitEntity units, NpgsqlDataSource database, IOptions<DispatchOptions> options, TimeProvider time, ILogger<SilenceWatch> log)
    : BackgroundService
{
    /// <summary>What is more is found at the next look.</summary>
    private const int RowsPerLook = 1_000;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(options.Value.WatchEvery, ReportSilent, log, stoppingToken),
        Ticking.Every(options.Value.WatchEvery, EndSilences, log, stoppingToken));

    private async Task ReportSilent(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // Nobody is silent while no node says that it listens, nor for longer than one has
        // listened. A status that a dispatcher entered by radio is word of the crew too.
        var silent = await database.Query(
            """
            select u.tenant, u.unit_id, greatest(h.heard_at, u.shift_started_at, l.since) as silent_since,
                greatest(h.heard_at, u.status_since, a.since, l.since) as last_word_at
            from units.unit_on_shift s join units.unit u using (tenant, unit_id) join units.unit_listening l on l.heard_until > $1 - interval '15 seconds'
            left join units.unit_heard h using (tenant, unit_id) left join units.unit_activity a using (tenant, unit_id)
            where u.paused_reason is null and a.status is null and (u.silence_alarm_id is null or u.silence_ended_at is not null)
                and greatest(h.heard_at, u.status_since, a.since, l.since) < $2
            order by silent_since limit $3
            """,
            row => (Key: ReadKey(row), Since: row.Time("silent_since"), LastWordAt: row.Time("last_word_at")),
            ct, now, now - options.Value.SilentAfter, RowsPerLook);
        foreach (var (key, since, lastWordAt) in silent)
        {
            var report = new UnitCommand.ReportSilent(
                new AlarmId(Guid.CreateVersion7()), since, lastWordAt, options.Value.SilentAfter, options.Value.SilenceAnewAfter);
            if (await Happened(key, report, ct))
                log.UnitWentSilent(key.Unit.Value);
        }
    }

    private async Task EndSilences(CancellationToken ct)
    {
        var over = await database.Query(
            """
            select u.tenant, u.unit_id, a.status is not null and a.status <> 'offered' as has_job
            from units.unit_on_shift s join units.unit u using (tenant, unit_id)
            left join units.unit_heard h using (tenant, unit_id) left join units.unit_activity a using (tenant, unit_id)
            where u.silence_alarm_id is not null and u.silence_ended_at is null and (h.heard_at > u.silence_raised_at or a.status <> 'offered')
            limit $1
            """,
            row => (Key: ReadKey(row), HasJob: row.Flag("has_job")), ct, RowsPerLook);
        foreach (var (key, hasJob) in over)
        {
            if (await Happened(key, new UnitCommand.EndSilence(hasJob ? SilenceEnd.HasJob : SilenceEnd.HeardAgain), ct))
                log.SilenceEnded(key.Unit.Value);
        }
    }

    /// <summary>
    /// Whether this node's command was the one that changed something. What goes wrong with one unit holds up none of the others.
    /// </summary>
    private async Task<bool> Happened(UnitKey key, UnitCommand command, CancellationToken ct)
    {
        try
        {
            return (await units.Execute(CommandContext.OfServer(key.Tenant), key.Unit.Value, command, ct)).LedToEvents;
        }
        catch (Exception cause) when (cause is not OperationCanceledException and not LogUnavailableException)
        {
            log.SilenceNotEntered(cause, key.Unit.Value);
            return false;
        }
    }

    private static UnitKey ReadKey(NpgsqlDataReader row) => new(new TenantId(row.Guid("tenant")), new UnitId(row.Guid("unit_id")));
}
