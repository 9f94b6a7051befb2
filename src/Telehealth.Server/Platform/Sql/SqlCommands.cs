using Npgsql;

namespace Telehealth.Server.Platform.Sql;

internal static class SqlCommands
{
    /// <summary>A command with positional parameters: <c>$1</c> is the first value.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values) =>
        With(database.CreateCommand(sql), values);

    /// <inheritdoc cref="Command(NpgsqlDataSource, string, ReadOnlySpan{object?})"/>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        With(new NpgsqlCommand(sql, connection), values);

    private static NpgsqlCommand With(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
