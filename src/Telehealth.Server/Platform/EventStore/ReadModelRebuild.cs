using Npgsql;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Empties every table of every inline read model and fills it from the log, in one transaction: readers see the old rows until the new
/// ones are there, writers on all nodes wait.
/// </summary>
internal sealed class ReadModelRebuild(
    NpgsqlDataSource dataSource, EventReader reader, InlineReadModels readModels, ILogger<ReadModelRebuild> log)
{
    private const int EventsPerPage = 1_000;

    /// <summary>Number of events that were replayed.</summary>
    public async Task<long> RebuildReadModels(CancellationToken ct)
    {
        var tables = readModels.Tables;
        if (tables.Count == 0)
            return 0;
        log.RebuildStarted(tables.Count);

        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, $"select pg_advisory_xact_lock({AppendStatement.OrderLock})", ct);
        // Not truncate: that would make readers wait for the whole rebuild, and delete shows them the old rows meanwhile.
        // In reverse, so that rows which point at others go first.
        foreach (var table in tables.Reverse())
            await Run(connection, $"delete from {Quoted(table)}", ct);

        long events = 0;
        for (LogCursor cursor = default; ;)
        {
            var page = await reader.NextUnderLock(connection, cursor, EventsPerPage, ct);
            if (page.Count == 0)
                break;
            await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            foreach (var (stored, next) in page)
            {
                readModels.Apply(stored, batch);
                cursor = next;
            }
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(ct);
            events += page.Count;
        }
        await transaction.CommitAsync(ct);
        log.RebuildEnded(events);
        return events;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Quoted(string table) =>
        string.Join('.', table.Split('.').Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
