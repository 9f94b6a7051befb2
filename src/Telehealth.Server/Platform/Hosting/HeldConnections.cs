using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// Connections to the database that one owner holds for long: they come from no pool and go back to none, so what one of them has been
/// through never reaches anybody else, and closing it ends whatever it held. Whoever opens one disposes of it.
/// </summary>
internal sealed class HeldConnections(NpgsqlDataSource unpooled) : IAsyncDisposable
{
    /// <summary>
    /// The database itself ends a session whose other side is gone without a word: after 5 s of silence it asks three times, 2 s apart, and
    /// what was sent waits 10 s for its receipt.
    /// </summary>
    private const string EndWhenGone =
        "set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = 10000";

    public async Task<NpgsqlConnection> Open(CancellationToken ct)
    {
        var connection = await unpooled.OpenConnectionAsync(ct);
        try
        {
            await using var settings = new NpgsqlCommand(EndWhenGone, connection);
            await settings.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => unpooled.DisposeAsync();
}
