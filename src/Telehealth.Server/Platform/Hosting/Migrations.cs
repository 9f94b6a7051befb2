using System.Data;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// One step of the schema, from a file <c>…/Migrations/0001_name.sql</c> in a capability's folder. A database knows it by its name; the
/// number says only what comes first. Steps of one number come in the order of their names.
/// </summary>
internal sealed record Migration(int Number, string Name, string Sql, string Capability = Migration.OfSeveral)
{
    /// <summary>The capability in whose folder those stand that name tables of more than one.</summary>
    public const string OfSeveral = "Hosting";

    /// <summary>Of the text with the line ends of Linux, so that a checkout elsewhere does not change it.</summary>
    public string Checksum => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Two capabilities have no table in common, so it does not matter whose step is applied first.</summary>
    public bool IsIndependentOf(Migration other) =>
        Capability != other.Capability && Capability != OfSeveral && other.Capability != OfSeveral;
}

/// <summary>
/// Brings the schema up to date: forward only, each step in a transaction of its own, one node at a time.
/// </summary>
internal sealed partial class Migrations(NpgsqlDataSource dataSource, IEnumerable<Migration> steps, ILogger<Migrations> log)
{
    private const long Lock = 0x7465_6c65_6d69_6701;

    private readonly IReadOnlyList<Migration> _steps = InOrder(steps);

    /// <summary>Those that are built into the server.</summary>
    public static IReadOnlyList<Migration> BuiltIn { get; } = Read(typeof(Migrations).Assembly);

    /// <exception cref="MigrationException">The database was made by other steps than these, or one of them cannot be applied.</exception>
    public async Task Run(CancellationToken ct)
    {
        CheckSteps();
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await Execute(connection, $"select pg_advisory_lock({Lock})", ct);
        try
        {
            await Apply(connection, ct);
        }
        finally
        {
            // A failure of a step has ended its transaction; the pool would keep the lock with the connection. One that broke has lost it.
            if (connection.State == ConnectionState.Open)
                await Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private async Task Apply(NpgsqlConnection connection, CancellationToken ct)
    {
        // Without a schema, now and for ever: servers of every version must find it, if only to say that they are too old.
        await Execute(
            connection,
            """
            create table if not exists schema_migration (
                number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
            """,
            ct);

        var applied = await Applied(connection, ct);
        Check(applied);
        foreach (var step in _steps.Where(step => !applied.ContainsKey(step.Name)))
        {
            try
            {
                await Apply(connection, step, ct);
            }
            catch (NpgsqlException cause)
            {
                throw new MigrationException(
                    $"Migration {step.Name} was not finished: {((cause as PostgresException)?.MessageText ?? cause.Message).TrimEnd('.')}. "
                    + "Nothing is lost: it is applied whole or not at all, and the next start goes on with it.",
                    cause);
            }

            log.Migrated(step.Name);
        }
    }

    private static async Task Apply(NpgsqlConnection connection, Migration step, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, step.Sql, ct);
        // Its place among those applied. Servers of before know steps by this number and cannot read one that stands twice; until 21 it is
        // the file's.
        await using var record = new NpgsqlCommand(
            "insert into schema_migration (number, name, checksum) select coalesce(max(number), 0) + 1, $1, $2 from schema_migration",
            connection)
        {
            Parameters = { new() { Value = step.Name }, new() { Value = step.Checksum } },
        };
        await record.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private void CheckSteps()
    {
        if (_steps.GroupBy(step => step.Name).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new MigrationException($"Two migrations are called {same.Key}.");
        if (_steps.GroupBy(step => (step.Capability, step.Number)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new MigrationException($"Two migrations of {twice.Key.Capability} have the number {twice.Key.Number:D4}.");
    }

    private void Check(Dictionary<string, string> applied)
    {
        foreach (var (name, checksum) in applied)
        {
            var step = _steps.FirstOrDefault(step => step.Name == name)
                ?? throw new MigrationException(
                    $"The database has migration {name}, which this server does not know. "
                    + "It is older than its database: start the newer one.");
            if (step.Checksum != checksum)
                throw new MigrationException(
                    $"Migration {name} was changed after it had been applied. Restore the file and put the change into a new one.");
        }

        for (var index = 0; index < _steps.Count; index++)
        {
            var step = _steps[index];
            if (applied.ContainsKey(step.Name))
                continue;
            if (_steps.Skip(index + 1).LastOrDefault(later => applied.ContainsKey(later.Name) && !step.IsIndependentOf(later)) is { } done)
            {
                throw new MigrationException(
                    $"Migration {step.Name} comes before {done.Name}, which is already applied. Give it the next free number.");
            }
        }
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name, checksum from schema_migration order by number", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        Dictionary<string, string> applied = new(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
            applied.Add(rows.GetString(0), rows.GetString(1));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static IReadOnlyList<Migration> Read(Assembly assembly)
    {
        List<Migration> found = [];
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (FileName().Match(resource) is not { Success: true } match)
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            found.Add(new Migration(number, match.Groups["name"].Value, reader.ReadToEnd(), match.Groups["capability"].Value));
        }

        return InOrder(found);
    }

    private static IReadOnlyList<Migration> InOrder(IEnumerable<Migration> steps) =>
        [.. steps.OrderBy(step => step.Number).ThenBy(step => step.Name, StringComparer.Ordinal)];

    [GeneratedRegex(@"(?<capability>[A-Za-z]+)[/\\]Migrations[/\\](?<name>(?<number>\d{4})_[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}
