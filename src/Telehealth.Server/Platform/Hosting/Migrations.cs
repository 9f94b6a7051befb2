using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>One numbered step of the schema, from a file <c>…/Migrations/0001_name.sql</c> in a capability's folder.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Of the text with the line ends of Linux, so that a checkout elsewhere does not change it.</summary>
    public string Checksum => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));
}

/// <summary>
/// Brings the schema up to date: forward only, each step in a transaction of its own, one node at a time.
/// </summary>
internal sealed partial class Migrations(NpgsqlDataSource dataSource, IReadOnlyList<Migration> steps, ILogger<Migrations> log)
{
    private const long Lock = 0x7465_6c65_6d69_6701;

    /// <summary>Those that are built into the server.</summary>
    public static IReadOnlyList<Migration> BuiltIn { get; } = Read(typeof(Migrations).Assembly);

    /// <exception cref="MigrationException">The database was made by other steps than these.</exception>
    public async Task Run(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await Execute(connection, $"select pg_advisory_lock({Lock})", ct);
        try
        {
            await Apply(connection, ct);
        }
        finally
        {
            // A failure of a step has ended its transaction; the pool would keep the lock with the connection.
            await Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private async Task Apply(NpgsqlConnection connection, CancellationToken ct)
    {
        await Execute(
            connection,
            """
            create table if not exists schema_migration (
                number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
            """,
            ct);

        var applied = await Applied(connection, ct);
        Check(applied);
        foreach (var step in steps.Where(step => !applied.ContainsKey(step.Number)))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Execute(connection, step.Sql, ct);
            await using var record = new NpgsqlCommand("insert into schema_migration (number, name, checksum) values ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = step.Number }, new() { Value = step.Name }, new() { Value = step.Checksum } },
            };
            await record.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            log.Migrated(step.Name);
        }
    }

    private void Check(Dictionary<int, (string Name, string Checksum)> applied)
    {
        foreach (var (number, (name, checksum)) in applied)
        {
            var step = steps.FirstOrDefault(step => step.Number == number)
                ?? throw new MigrationException($"The database has migration {name}, which this server does not know. It is older than its database: start the newer one.");
            if (step.Checksum != checksum)
                throw new MigrationException($"Migration {name} was changed after it had been applied. Restore the file and put the change into a new one.");
        }

        var newest = applied.Keys.DefaultIfEmpty().Max();
        if (steps.FirstOrDefault(step => step.Number < newest && !applied.ContainsKey(step.Number)) is { } late)
            throw new MigrationException($"Migration {late.Name} comes before {newest:D4}, which is already applied. Give it the next free number.");
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select number, name, checksum from schema_migration order by number", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        Dictionary<int, (string, string)> applied = [];
        while (await rows.ReadAsync(ct))
            applied.Add(rows.GetInt32(0), (rows.GetString(1), rows.GetString(2)));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static List<Migration> Read(Assembly assembly)
    {
        List<Migration> found = [];
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (FileName().Match(resource) is not { Success: true } match)
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            found.Add(new Migration(
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), match.Groups[1].Value, reader.ReadToEnd()));
        }
        if (found.GroupBy(step => step.Number).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new MigrationException($"Two migrations have the number {twice.Key:D4}.");
        return [.. found.OrderBy(step => step.Number)];
    }

    [GeneratedRegex(@"Migrations[/\\]((\d{4})_[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}

/// <summary>The schema and the server do not fit; the message says what to do.</summary>
internal sealed class MigrationException(string message) : Exception(message);
