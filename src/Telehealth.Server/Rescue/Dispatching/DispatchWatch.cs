using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Looks, on every node and on a connection of its own, whether somebody needs a unit while nobody is asked and nobody is alarmed, and
/// calls a dispatcher. It shares nothing with the dispatcher, so whatever stops that one, on whichever node, is heard of within <see
/// cref="DispatchOptions.UnaskedFor"/> and two looks. Several nodes see the same; the log takes it once. An emergency without a place has
/// an alarm of its own (<see cref="AttentionClock"/>).
/// </summary>
internal sealed class DispatchWatch(
    ServerCommands commands, SubscriptionLease lease, HeldConnections connections, IOptions<DispatchOptions> options,
    ILogger<DispatchWatch> log) : BackgroundService
{
    private const int SecondsForLook = 3;
    private const int RowsPerLook = 1_000;

    // What this node saw waiting at its last look. The time is this machine's
    // own, so that no clock can be wrong. Written by the loop alone.
    private Dictionary<(TenantId Tenant, Guid Emergency), Unasked> _unasked = [];
    private NpgsqlConnection? _connection;
    private volatile bool _isDispatched = true;

    /// <summary>Whether some node ran the dispatcher at the last look.</summary>
    public bool IsDispatched => _isDispatched;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await PutAway();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.WatchEvery, Look, log, stoppingToken);

    private async Task Look(CancellationToken ct)
    {
        try
        {
            _unasked = await ReadUnasked(_connection ??= await connections.Open(ct), ct);
        }
        catch
        {
            await PutAway();
            throw;
        }

        foreach (var (key, unasked) in _unasked.Where(entry =>
                !entry.Value.IsTold && Stopwatch.GetElapsedTime(entry.Value.Since) > options.Value.UnaskedFor))
        {
            await commands.ReportStalled(key.Tenant, key.Emergency, ct);
            unasked.IsTold = true;
        }

        _isDispatched = await lease.IsRun(Dispatcher.Subscription, ct);
    }

    private async Task<Dictionary<(TenantId Tenant, Guid Emergency), Unasked>> ReadUnasked(
        NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select e.tenant, e.emergency_id,
                (select count(*) from emergencies.assignment a where a.tenant = e.tenant and a.emergency_id = e.emergency_id) as offers
            from emergencies.emergency e where e.ended_at is null and e.missing > 0 and not e.nobody_left and e.latitude is not null
            order by e.priority, e.raised_at limit $1
            """,
            connection) { CommandTimeout = SecondsForLook, Parameters = { new() { Value = RowsPerLook } } };
        var (now, seen) = (Stopwatch.GetTimestamp(), new Dictionary<(TenantId, Guid), Unasked>());
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var key = (new TenantId(rows.Guid("tenant")), rows.Guid("emergency_id"));
            // Somebody who was asked since the last look, and said no, begins a new wait.
            seen[key] =
                _unasked.TryGetValue(key, out var known) && known.Offers == rows.Long("offers")
                    ? known
                    : new Unasked(rows.Long("offers"), now);
        }

        return seen;
    }

    private async Task PutAway()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private sealed record Unasked(long Offers, long Since)
    {
        public bool IsTold { get; set; }
    }
}
