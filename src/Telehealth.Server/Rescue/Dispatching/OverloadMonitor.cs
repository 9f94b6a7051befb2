using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Dispatch.Policies;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Says when suitable units run short: emergencies wait for a unit although somebody looked, or fewer units are free than wait. Free is who
/// could be sent now: one that was last seen too long ago is not. Reckoned from the database, so every node says the same.
/// </summary>
internal sealed class OverloadMonitor(NpgsqlDataSource database, TimeProvider time)
{
    private readonly ConcurrentDictionary<TenantId, DispatchMode> _known = new();

    public IReadOnlyCollection<TenantId> Tenants => [.. _known.Keys];

    /// <summary>What was said of a tenant last, to anybody.</summary>
    public DispatchMode? LastOf(TenantId tenant) => _known.GetValueOrDefault(tenant);

    public async Task<DispatchMode> Of(TenantId tenant, CancellationToken ct)
    {
        var counts = await database.Query(
            """
            select
                (select count(*) from emergencies.emergency e where e.tenant = $1 and e.ended_at is null
                    and e.missing > 0)::integer as waiting,
                (select count(*) from emergencies.emergency e where e.tenant = $1 and e.ended_at is null and e.missing > 0
                    and e.nobody_left)::integer as nobody_left,
                (select count(*) from units.unit_on_shift s join units.unit u using (tenant, unit_id)
                 join units.unit_fix f using (tenant, unit_id)
                 left join units.unit_activity a using (tenant, unit_id)
                 where s.tenant = $1 and a.status is null and u.paused_reason is null and f.at >= $2)::integer as free
            """,
            row => (row.Integer("waiting"), row.Integer("nobody_left"), row.Integer("free")),
            ct, tenant.Value, time.GetUtcNow() - UnitSelection.MaximumFixAge);
        var (waiting, left, free) = counts[0];
        var overload = left > 0 || waiting > free;
        return _known.AddOrUpdate(
            tenant,
            _ => new DispatchMode(overload, waiting, free, time.GetUtcNow()),
            (_, last) => new DispatchMode(overload, waiting, free, last.Overload == overload ? last.Since : time.GetUtcNow()));
    }
}

/// <summary>Tells consoles when the mode or its numbers change.</summary>
internal sealed class ModeFeed(
    OverloadMonitor monitor, IHubContext<DispatchHub, IDispatchClient> hub, IOptions<DispatchOptions> options, ILogger<ModeFeed> log)
    : BackgroundService
{
    private readonly Dictionary<TenantId, DispatchMode> _told = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.SearchTick, Tell, log, stoppingToken);

    private async Task Tell(CancellationToken ct)
    {
        foreach (var tenant in monitor.Tenants)
        {
            // A console that has just come has been given another mode than the others, when it changed in between.
            var given = monitor.LastOf(tenant);
            var mode = await monitor.Of(tenant, ct);
            if (_told.TryGetValue(tenant, out var told) && told == mode && given == mode)
                continue;
            _told[tenant] = mode;
            await hub.Clients.Group(DispatchHub.GroupOf(tenant)).ModeChanged(mode);
        }
    }
}
