using Npgsql;
using Telehealth.Server.Platform.Sql;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>Work that stands in rows.</summary>
internal static class DueRows
{
    /// <param name="sql">One row of <c>count</c> and <c>since</c>, when the oldest that is due became so.</param>
    public static async Task<Due> CountDue(this NpgsqlDataSource database, string sql, CancellationToken ct, params object?[] arguments) =>
        (await database.Query(sql, row => new Due(row.Long("count"), row.TimeOrNull("since")), ct, arguments))[0];
}
