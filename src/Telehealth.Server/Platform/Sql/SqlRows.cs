using Npgsql;

namespace Telehealth.Server.Platform.Sql;

/// <summary>Reads rows with positional parameters ($1, $2, …). A null value needs a cast in the SQL, such as <c>$3::uuid</c>.</summary>
internal static class SqlRows
{
    public static async Task<IReadOnlyList<T>> Query<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] values)
    {
        await using var command = database.CreateCommand(sql);
        return await Read(command, read, values, ct);
    }

    public static async Task<IReadOnlyList<T>> Query<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await Read(command, read, values, ct);
    }

    public static async Task<T?> QueryFirst<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] values)
        where T : class =>
        await database.Query(sql, read, ct, values) is [var first, ..] ? first : null;

    public static Guid? GuidOrNull(this NpgsqlDataReader row, string column) => row.OrNull(column, row.GetGuid);

    public static string? TextOrNull(this NpgsqlDataReader row, string column) =>
        row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetString(row.GetOrdinal(column));

    public static double? NumberOrNull(this NpgsqlDataReader row, string column) => row.OrNull(column, row.GetDouble);

    public static long? LongOrNull(this NpgsqlDataReader row, string column) => row.OrNull(column, row.GetInt64);

    public static int? IntegerOrNull(this NpgsqlDataReader row, string column) => row.OrNull(column, row.GetInt32);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, string column) =>
        row.OrNull(column, row.GetFieldValue<DateTimeOffset>);

    public static Guid Guid(this NpgsqlDataReader row, string column) => row.GetGuid(row.GetOrdinal(column));

    public static string Text(this NpgsqlDataReader row, string column) => row.GetString(row.GetOrdinal(column));

    public static long Long(this NpgsqlDataReader row, string column) => row.GetInt64(row.GetOrdinal(column));

    public static int Integer(this NpgsqlDataReader row, string column) => row.GetInt32(row.GetOrdinal(column));

    public static double Number(this NpgsqlDataReader row, string column) => row.GetDouble(row.GetOrdinal(column));

    public static bool Flag(this NpgsqlDataReader row, string column) => row.GetBoolean(row.GetOrdinal(column));

    public static DateTimeOffset Time(this NpgsqlDataReader row, string column) =>
        row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));

    public static string[] Texts(this NpgsqlDataReader row, string column) => row.GetFieldValue<string[]>(row.GetOrdinal(column));

    private static async Task<IReadOnlyList<T>> Read<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, object?[] values, CancellationToken ct)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var all = new List<T>();
        while (await rows.ReadAsync(ct))
            all.Add(read(rows));
        return all;
    }

    private static T? OrNull<T>(this NpgsqlDataReader row, string column, Func<int, T> read)
        where T : struct
    {
        var ordinal = row.GetOrdinal(column);
        return row.IsDBNull(ordinal) ? null : read(ordinal);
    }
}
