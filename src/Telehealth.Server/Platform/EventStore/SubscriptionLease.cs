using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Which node runs a subscriber: the one whose connection has its advisory lock. A node that dies loses it with the connection. One that is
/// frozen or cut off keeps its connection and does nothing, so the holder says every <see cref="AliveEvery"/> that it is alive, and when it
/// has been silent for <see cref="EventStoreOptions.HolderSilentAfter"/> another node has the database end that connection.
/// </summary>
internal sealed class SubscriptionLease(
    HeldConnections connections, NpgsqlDataSource database, IOptions<EventStoreOptions> options, ILogger<SubscriptionLease> log)
{
    /// <summary>Three in a row must be lost before a holder counts as silent.</summary>
    public static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(1.5);

    private const string LockOf = "hashtextextended('subscription ' || $1, 0)";

    private const string SayAlive = "update event_store.subscription set alive_at = clock_timestamp() where name = $1";

    // By subscriber: whose silence was seen at the last look. Only a second one ends it, so a holder that has just begun is left in peace.
    private readonly ConcurrentDictionary<string, int> _seenSilent = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> _runHere = new(StringComparer.Ordinal);

    /// <summary>The connection that holds the subscriber; null while another node has it. Disposing of it lets go.</summary>
    public async Task<NpgsqlConnection?> TryTake(string subscriber, CancellationToken ct)
    {
        if (await HolderOf(subscriber, ct) is { } holder)
        {
            await EndIfSilent(subscriber, holder, ct);
            return null;
        }

        var connection = await connections.Open(ct);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({LockOf})", connection)
            {
                Parameters = { new() { Value = subscriber } },
            };
            if (await command.ExecuteScalarAsync(ct) is true)
            {
                await Tell(subscriber, ct);
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Says that the holder is alive until told to stop. A word that does not get through is followed by the next.</summary>
    public async Task KeepAlive(string subscriber, CancellationToken ct)
    {
        _runHere[subscriber] = true;
        try
        {
            await Ticking.Every(AliveEvery, token => Tell(subscriber, token), log, ct);
        }
        finally
        {
            _runHere.TryRemove(subscriber, out _);
        }
    }

    /// <summary>Whether this node runs the subscriber, as far as it knows.</summary>
    public bool IsRunHere(string subscriber) => _runHere.ContainsKey(subscriber);

    /// <summary>Whether some node runs the subscriber and has lately said so.</summary>
    public async Task<bool> IsRun(string subscriber, CancellationToken ct) => await HolderOf(subscriber, ct) is { IsSilent: false };

    private async Task Tell(string subscriber, CancellationToken ct) => await database.Query(SayAlive, _ => true, ct, subscriber);

    private Task<Holder?> HolderOf(string subscriber, CancellationToken ct) =>
        database.QueryFirst(
            $"""
            select l.pid, coalesce(s.alive_at, s.moved_at, '-infinity') < clock_timestamp() - $2 as silent
            from pg_locks l left join event_store.subscription s on s.name = $1
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_database where datname = current_database())
                and (l.classid::bigint << 32 | l.objid::bigint) = {LockOf}
            """,
            row => new Holder(row.Integer("pid"), row.Flag("silent")), ct, subscriber,
            options.Value.HolderSilentAfter);

    private async Task EndIfSilent(string subscriber, Holder holder, CancellationToken ct)
    {
        if (!holder.IsSilent)
        {
            _seenSilent.TryRemove(subscriber, out _);
            return;
        }

        if (_seenSilent.TryGetValue(subscriber, out var seen) && seen == holder.Process)
        {
            log.SilentHolderEnded(subscriber, holder.Process);
            await database.Query("select pg_terminate_backend($1)", _ => true, ct, holder.Process);
        }

        _seenSilent[subscriber] = holder.Process;
    }

    private sealed record Holder(int Process, bool IsSilent);
}
