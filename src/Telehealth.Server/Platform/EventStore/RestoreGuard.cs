using Npgsql;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// A log that came from a dump carries transaction ids of the server it was dumped from. They
/// may lie in this one's future, where no reader would look for a long time. Appends take turns,
/// so the positions alone hold the order: every event then counts as of one old transaction.
/// </summary>
internal sealed class RestoreGuard(NpgsqlDataSource dataSource, ILogger<RestoreGuard> log) : IHostedService
{
    // PostgreSQL's own oldest id (FrozenTransactionId): below every transaction of any server.
    private const string Oldest = "'2'::xid8";

    public async Task StartAsync(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            select pg_advisory_xact_lock({AppendStatement.OrderLock});
            select exists (select from event_store.event where xid >= pg_snapshot_xmax(pg_current_snapshot()));
            """,
            connection) { CommandTimeout = 0 };
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            await rows.NextResultAsync(ct);
            await rows.ReadAsync(ct);
            if (!rows.GetBoolean(0))
                return;
        }

        command.CommandText = $"update event_store.event set xid = {Oldest}";
        var events = await command.ExecuteNonQueryAsync(ct);
        command.CommandText = $"update event_store.subscription set xid = {Oldest}";
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        log.RestoredLogPutInOrder(events);
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
}
