using System.Collections.Concurrent;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The consoles that watch a board through this node. The hub's threads write; <see cref="ConsoleBeat"/> reads.</summary>
internal sealed class OpenConsoles
{
    private readonly ConcurrentDictionary<string, TenantId> _consoles = new(StringComparer.Ordinal);

    public void Open(string connectionId, TenantId tenant) => _consoles[connectionId] = tenant;

    public void Close(string connectionId) => _consoles.TryRemove(connectionId, out _);

    public IReadOnlyDictionary<TenantId, int> Counts() => _consoles.Values.CountBy(tenant => tenant).ToDictionary();
}

/// <summary>
/// Says how many consoles are open through this node, again and again: a node that dies
/// says nothing more, and its consoles count no longer after a quarter of a minute.
/// </summary>
internal sealed class ConsoleBeat(OpenConsoles consoles, NpgsqlDataSource database, ILogger<ConsoleBeat> log) : BackgroundService
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);

    private readonly Guid _node = Guid.CreateVersion7();
    private readonly HashSet<TenantId> _written = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(BeatEvery, Write, log, stoppingToken);

    private async Task Write(CancellationToken ct)
    {
        var counts = consoles.Counts();
        _written.UnionWith(counts.Keys);
        foreach (var tenant in _written)
        {
            await using var command = database.CreateCommand(
                """
                with gone as (delete from dispatching.dispatch_console where tenant = $1 and seen_at < clock_timestamp() - interval '1 day')
                insert into dispatching.dispatch_console (tenant, node, consoles, seen_at) values ($1, $2, $3, clock_timestamp())
                on conflict (tenant, node) do update set consoles = excluded.consoles, seen_at = excluded.seen_at
                """);
            command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
            command.Parameters.Add(new NpgsqlParameter { Value = _node });
            command.Parameters.Add(new NpgsqlParameter { Value = counts.GetValueOrDefault(tenant) });
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}

/// <summary>
/// Reads what the nodes said. By the database's own clock: a node whose clock is wrong must not make consoles of others come or go.
/// </summary>
internal sealed class ConsoleAttendance(NpgsqlDataSource database) : IConsoleAttendance
{
    public async Task<bool> IsOpen(TenantId tenant, CancellationToken ct) =>
        await database.Query(
            "select exists (select from dispatching.dispatch_console where tenant = $1 and consoles > 0 and seen_at > clock_timestamp() - interval '15 seconds') as open",
            row => row.Flag("open"), ct, tenant.Value) is [true];
}
