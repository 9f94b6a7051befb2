using Npgsql;

namespace Telehealth.Server.Platform.Sql;

/// <summary>
/// The rows of several queries that all see one moment: what is committed between them shows in none. Whatever is put together from more
/// than one statement and carries a version needs it, or the version is another moment's than the rest. They go to the database together
/// and wait for it once.
/// </summary>
internal sealed class OneMoment : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private NpgsqlDataReader? _rows;

    private OneMoment(NpgsqlConnection connection) => (_connection, _batch) = (connection, new NpgsqlBatch(connection));

    /// <param name="database">Where.</param>
    /// <param name="queries">In the order in which their rows are taken; each with values for $1, $2, ….</param>
    /// <param name="ct">Gives up waiting.</param>
    public static async Task<OneMoment> Of(
        NpgsqlDataSource database, IReadOnlyList<(string Sql, object[] Values)> queries, CancellationToken ct)
    {
        var moment = new OneMoment(await database.OpenConnectionAsync(ct));
        try
        {
            await moment.Ask(queries, ct);
            return moment;
        }
        catch
        {
            await moment.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows of the next query.</summary>
    public async Task<IReadOnlyList<T>> Next<T>(Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var all = new List<T>();
        while (await _rows!.ReadAsync(ct))
            all.Add(read(_rows));
        await _rows.NextResultAsync(ct);
        return all;
    }

    /// <summary>
    /// What is left of the rows is passed over; a transaction that failed in the middle is ended with the loan of its connection.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_rows is not null)
            await _rows.DisposeAsync();
        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task Ask(IReadOnlyList<(string Sql, object[] Values)> queries, CancellationToken ct)
    {
        _batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        foreach (var (sql, values) in queries)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            _batch.BatchCommands.Add(command);
        }

        _batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        _rows = await _batch.ExecuteReaderAsync(ct);
    }
}
