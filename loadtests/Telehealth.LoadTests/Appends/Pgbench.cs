using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Telehealth.LoadTests.Appends;

/// <summary>
/// PostgreSQL's own benchmark on the same database: each client inserts one row of the log's shape, with its keys, as one prepared
/// statement and one commit, and nothing else.
/// </summary>
internal sealed partial class Pgbench(NpgsqlConnectionStringBuilder place, string folder)
{
    /// <summary>As long as the body of the events beside it.</summary>
    private static readonly string Insert =
        $$"""
        \set version random(1, 1000000000000)
        insert into public.plain_event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
        values ('{{AppendsScenario.Tenant}}', 'consult', gen_random_uuid(), :version, 'consult.message_said.v1',
            '{"from": "{{AppendsScenario.Tenant}}", "text": "{{AppendsScenario.Line}}", "at": "2026-11-30T12:00:00.123456+00:00"}',
            'patient', '{{AppendsScenario.Tenant}}', now(), gen_random_uuid());
        """;

    /// <summary>Where Debian puts what belongs to the newest version.</summary>
    private static string Program => Directory.Exists("/usr/lib/postgresql")
        ? Directory
            .GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin", "pgbench"))
            .Where(File.Exists)
            .LastOrDefault("pgbench")
        : "pgbench";

    public static async Task MakeTable(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var make = database.CreateCommand("create table public.plain_event (like event_store.event including all)");
        await make.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Inserts a second.</summary>
    public async Task<double> Run(int clients, int seconds, CancellationToken ct)
    {
        var script = Path.Combine(folder, "insert.sql");
        await File.WriteAllTextAsync(script, Insert, ct);
        var start = new ProcessStartInfo(
            Program,
            [
                "--no-vacuum",
                "--protocol=prepared",
                $"--file={script}",
                $"--client={Text(clients)}",
                "--jobs=2",
                $"--time={Text(seconds)}",
                $"--host={place.Host}",
                $"--username={place.Username}",
                place.Database!,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = place.Password;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench could not be started.");
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        var rate = Rate().Match(output);
        return rate.Success && process.ExitCode == 0
            ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench failed: {await error}{output}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
