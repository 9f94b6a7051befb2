using Npgsql;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Adds statements to a read model's batch with positional parameters ($1, $2, …), which Npgsql sends without rewriting the text.
/// </summary>
internal static class ReadModelBatch
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        batch.BatchCommands.Add(command);
    }
}
