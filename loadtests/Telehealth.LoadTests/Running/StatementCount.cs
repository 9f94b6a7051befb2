using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Running;

/// <summary>
/// What an embedded database was asked for, by pg_stat_statements. From then on it also knows when each transaction was committed.
/// </summary>
internal sealed class StatementCount : IAsyncDisposable
{
    private const int Shown = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NpgsqlDataSource _database;

    private StatementCount(NpgsqlDataSource database) => _database = database;

    /// <summary>
    /// The database reads its libraries at its start only: it is ended here, and started anew by the server that watches over it.
    /// </summary>
    /// <param name="folder">Of the database.</param>
    public static async Task<StatementCount> Begin(string folder, CancellationToken ct)
    {
        var cluster = Path.Combine(folder, "cluster");
        await File.AppendAllTextAsync(
            Path.Combine(cluster, "postgresql.auto.conf"),
            "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.max = 1000\npg_stat_statements.track_planning = on\ntrack_commit_timestamp = on\n", ct);
        using (var end = Process.Start("kill", ["-INT", File.ReadLines(Path.Combine(cluster, "postmaster.pid")).First()]))
            await end.WaitForExitAsync(ct);

        var place = ServerUnderTest.DatabaseIn(folder, "postgres");
        place.Pooling = false;
        var database = NpgsqlDataSource.Create(place);
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await using var make = database.CreateCommand(
                    "create extension if not exists pg_stat_statements; select pg_stat_statements_reset()");
                await make.ExecuteNonQueryAsync(ct);
                return new StatementCount(database);
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    /// <summary>How many events the log holds.</summary>
    public static async Task<long> Events(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var count = database.CreateCommand("select count(*) from event_store.event");
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }

    public async Task Reset(CancellationToken ct)
    {
        await using var reset = _database.CreateCommand("select pg_stat_statements_reset()");
        await reset.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Statements that only read, since the last reset.</summary>
    public async Task<long> Reads(CancellationToken ct)
    {
        await using var count = _database.CreateCommand(
            """
            select coalesce(sum(calls), 0)::bigint from pg_stat_statements s join pg_roles r on r.oid = s.userid
            where rolname = 'telehealth' and query ~* '^\s*(select|with)' and query !~* '(insert into|update |delete from|pg_advisory)'
            """);
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A table of the statements that took the most, by what one unit of work asked for.</summary>
    public async Task Print(string unit, long units, CancellationToken ct)
    {
        await using var read = _database.CreateCommand(
            $"""
            select calls, total_exec_time, rows, regexp_replace(query, '\s+', ' ', 'g'), plans, total_plan_time
            from pg_stat_statements s join pg_roles r on r.oid = s.userid where rolname = 'telehealth'
            order by total_exec_time + total_plan_time desc limit {Shown}
            """);
        await using var rows = await read.ExecuteReaderAsync(ct);
        Figures.Say($"calls, rows, ms, plans and ms of planning for each {unit}, of {units}:");
        while (await rows.ReadAsync(ct))
        {
            var query = rows.GetString(3);
            Figures.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.GetInt64(0) / (double)units,8:0.00} {rows.GetInt64(2) / (double)units,8:0.00} {rows.GetDouble(1) / units,8:0.000} {rows.GetInt64(4) / (double)units,8:0.000} {rows.GetDouble(5) / units,8:0.000}  {query[..Math.Min(150, query.Length)]}"));
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
