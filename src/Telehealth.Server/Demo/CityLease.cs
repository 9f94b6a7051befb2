using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Demo;

/// <summary>
/// Which server runs the living city: the one whose connection has the advisory lock. One that dies loses it with the connection. One that
/// stands still keeps its connection and says nothing on it, so another that has seen that at two looks has the database end it.
/// </summary>
internal sealed class CityLease(HeldConnections connections, NpgsqlDataSource database, ILogger<CityLease> log)
{
    private const string Lock = "hashtextextended('demo city', 0)";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SpeakEvery = TimeSpan.FromSeconds(1.5);
    // One look may see it silent for a moment; three words in a row must be missing.
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    // The one loop's own.
    private int? _seenSilent;

    /// <summary>Runs the work while this server has the lock, again and again, until it is told to stop.</summary>
    public async Task WhileHeld(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var held = await TryTake(ct);
                if (held is not null)
                    await Run(work, held, ct);
            }
            catch (Exception cause) when (!ct.IsCancellationRequested)
            {
                log.CityLost(cause.GetType().Name);
            }

            await Task.Delay(LookEvery, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<NpgsqlConnection?> TryTake(CancellationToken ct)
    {
        if (await HolderOf(ct) is { } holder)
        {
            await EndIfSilent(holder, ct);
            return null;
        }

        var connection = await connections.Open(ct);
        try
        {
            await using var take = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
            if (await take.ExecuteScalarAsync(ct) is true)
                return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Until the work ends or the connection does. The work has ended when this returns.</summary>
    private static async Task Run(Func<CancellationToken, Task> work, NpgsqlConnection held, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = work(over.Token);
        try
        {
            await Speak(held, working, over.Token);
        }
        finally
        {
            await over.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task Speak(NpgsqlConnection held, Task working, CancellationToken ct)
    {
        while (!working.IsCompleted)
        {
            await using (var word = new NpgsqlCommand("select 1", held) { CommandTimeout = (int)SilentAfter.TotalSeconds })
                await word.ExecuteNonQueryAsync(ct);
            await Task.WhenAny(working, Task.Delay(SpeakEvery, ct));
        }

        await working;
    }

    private Task<Holder?> HolderOf(CancellationToken ct) => database.QueryFirst(
        $"""
        select l.pid, coalesce(a.state_change < clock_timestamp() - $1, false) as silent
        from pg_locks l left join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1
            and l.database = (select oid from pg_database where datname = current_database())
            and (l.classid::bigint << 32 | l.objid::bigint) = {Lock}
        """,
        row => new Holder(row.Integer("pid"), row.Flag("silent")), ct, SilentAfter);

    private async Task EndIfSilent(Holder holder, CancellationToken ct)
    {
        if (holder.IsSilent && _seenSilent == holder.Process)
        {
            log.SilentCityEnded(holder.Process);
            await database.Query("select pg_terminate_backend($1)", _ => true, ct, holder.Process);
        }

        _seenSilent = holder.IsSilent ? holder.Process : null;
    }

    private sealed record Holder(int Process, bool IsSilent);
}
