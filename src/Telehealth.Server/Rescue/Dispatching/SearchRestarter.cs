using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Whoever a job was kept for is asked when clear, and a search after which nothing happens starts again. Every node runs it: the log
/// takes each of its commands once.
/// </summary>
internal sealed class SearchRestarter(
    ServerCommands commands, UnitChooser chooser, NpgsqlDataSource database, IOptions<DispatchOptions> options,
    ILogger<SearchRestarter> log) : BackgroundService
{
    private const int RowsPerTick = 200;
    private const int RestartsPerTick = 20;

    private Dictionary<(TenantId Tenant, Guid Emergency), (long Version, long Since)> _idle = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(options.Value.SearchTick, SearchWhereNothingMoves, log, stoppingToken),
        Ticking.Every(options.Value.DeadlineTick, AskThoseKept, log, stoppingToken));

    /// <summary>
    /// The net under the dispatcher: an emergency that lacks a unit whom nobody is asked to be, about
    /// which nobody is alarmed, and of which nothing was heard for a while, is searched for anew,
    /// whatever became of the search before. One that the dispatcher has yet to come to is none of these.
    /// </summary>
    private async Task SearchWhereNothingMoves(CancellationToken ct)
    {
        var idle = await database.Query(
            """
            select e.tenant, e.emergency_id, e.version from emergencies.emergency e
            where e.ended_at is null and e.missing > 0 and not e.nobody_left and e.latitude is not null
                and exists (
                    select from event_store.handled_event h
                    where h.subscription = $2 and h.tenant = e.tenant and h.stream_type = $3 and h.stream_id = e.emergency_id and h.version = e.version)
            order by e.priority, e.raised_at limit $1
            """,
            row => (Key: (new TenantId(row.Guid("tenant")), row.Guid("emergency_id")), Version: row.Long("version")), ct, RowsPerTick,
            Dispatcher.Subscription,
            EmergencyRules.Decider.StreamType);
        var now = Stopwatch.GetTimestamp();
        var before = _idle;
        _idle = idle.ToDictionary(
            row => row.Key,
            row => before.TryGetValue(row.Key, out var known) && known.Version == row.Version ? known : (row.Version, Since: now));
        foreach (var (key, _) in _idle
                .Where(entry => Stopwatch.GetElapsedTime(entry.Value.Since, now) > options.Value.StalledAfter)
                .Take(RestartsPerTick))
            await commands.RunInRound(key.Tenant, key.Emergency, new EmergencyCommand.SearchAgain(AlsoThoseWhoSaidNo: false), ct);
    }

    private async Task AskThoseKept(CancellationToken ct)
    {
        var clear = await database.Query(
            """
            select r.tenant, r.emergency_id, r.assignment_id, u.skills
            from emergencies.reservation r left join units.unit_activity a using (tenant, unit_id)
            join units.unit u on u.tenant = r.tenant and u.unit_id = r.unit_id
            join emergencies.emergency e on e.tenant = r.tenant and e.emergency_id = r.emergency_id
            where r.ended_at is null and a.status is null and u.paused_reason is null and u.shift_ended_at is null
            order by e.priority, e.raised_at limit $1
            """,
            row =>
                (Tenant: new TenantId(row.Guid("tenant")),
                    Emergency: row.Guid("emergency_id"),
                    Assignment: new AssignmentId(row.Guid("assignment_id")),
                    Skills: (Skills)row.Integer("skills")),
            ct,
            RowsPerTick);
        foreach (var kept in clear)
        {
            // Who comes first in the queue and could be served by this unit is searched for now, and this one goes on waiting.
            if (!await IsWaitedForBefore(kept.Tenant, kept.Emergency, kept.Skills, ct))
                await commands.RunInRound(
                    kept.Tenant, kept.Emergency, new EmergencyCommand.OfferReservation(kept.Assignment, options.Value.AnswerWithin), ct);
        }

        await ReleaseOfThoseGone(ct);
    }

    private async Task<bool> IsWaitedForBefore(TenantId tenant, Guid emergency, Skills skills, CancellationToken ct) =>
        await commands.Load(tenant, emergency, ct) is Emergency.Open open
        && await chooser.IsWaitedForBefore(tenant, open.Facts, skills, ct);

    private async Task ReleaseOfThoseGone(CancellationToken ct)
    {
        var gone = await database.Query(
            """
            select r.tenant, r.emergency_id, r.assignment_id from emergencies.reservation r join units.unit u using (tenant, unit_id)
            where r.ended_at is null and u.shift_ended_at is not null limit $1
            """,
            row =>
                (Tenant: new TenantId(row.Guid("tenant")),
                    Emergency: row.Guid("emergency_id"),
                    Assignment: new AssignmentId(row.Guid("assignment_id"))),
            ct,
            RowsPerTick);
        foreach (var kept in gone)
            await commands.RunInRound(
                kept.Tenant, kept.Emergency, new EmergencyCommand.ReleaseReservation(kept.Assignment, "The unit's shift has ended."), ct);
    }
}
