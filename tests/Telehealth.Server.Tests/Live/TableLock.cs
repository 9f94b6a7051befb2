using Npgsql;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Live;

/// <summary>Nobody reads the table until it is disposed.</summary>
internal sealed class TableLock(NpgsqlConnection connection, NpgsqlTransaction transaction, ServerHost host, string table)
    : IAsyncDisposable
{
    /// <param name="mode"><c>share</c> lets others read and not write.</param>
    public static async Task<TableLock> On(ServerHost host, string table, string mode = "access exclusive")
    {
        var connection = await host.Get<NpgsqlDataSource>().OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"lock table {table} in {mode} mode", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return new TableLock(connection, transaction, host, table);
    }

    public Task SomebodyWaits() =>
        Eventually.True(
            async () =>
                await host.Rows($"select pid from pg_locks where relation = '{table}'::regclass and not granted", row => row.GetInt32(0))
                    is not [],
            $"somebody waits for {table}");

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
