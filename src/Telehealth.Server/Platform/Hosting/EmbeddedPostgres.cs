using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;

// A place is only ever chosen on Linux.
#pragma warning disable CA1416

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// The server's own PostgreSQL: made at the first start, found again at the next, started anew when it dies, stopped with the server. After
/// a SIGKILL of the server it keeps running, and the next server takes it over. Start and stop are called by the host, one after another.
/// </summary>
internal sealed class EmbeddedPostgres(PostgresPlace place, IOptions<PostgresOptions> options, ILogger<EmbeddedPostgres> log)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private FileStream? _lock;
    private PostgresUser _user = new(null, null);
    private PostgresBinaries? _binaries;
    private Task _watch = Task.CompletedTask;
    private volatile int _pid;

    /// <summary>The main process, or 0.</summary>
    public int Pid => _pid;

    /// <summary>Ready for connections when it returns.</summary>
    /// <exception cref="PostgresStartException">It cannot run here; the message says why.</exception>
    public async Task Start(CancellationToken ct)
    {
        if (place.Notice is { } notice)
            log.PostgresPlaced(notice);
        _lock = TakeLock();
        _user = await PostgresUser.Choose(place.Cluster, ct);
        await MakeSocketFolder(ct);

        var versionFile = Path.Combine(place.Cluster, "PG_VERSION");
        int? dataMajor = File.Exists(versionFile) ? int.Parse(File.ReadAllText(versionFile).Trim(), CultureInfo.InvariantCulture) : null;
        _binaries = await Reachable(await PostgresBinaries.Find(options.Value.BinariesFolder, dataMajor, ct), ct);
        if (dataMajor is null)
            await MakeCluster(ct);

        if (!await TakeOver(ct))
            await Launch(ct);
        await MakeDatabase(ct);
        _watch = Task.Run(Watch, CancellationToken.None);
    }

    /// <summary>Ends all connections, writes everything down, and stops.</summary>
    public async Task Stop()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _watch;
        // Without the lock it is another server's.
        if (_lock is null)
            return;
        await End(_pid);
        _pid = 0;
        await _lock.DisposeAsync();
    }

    /// <summary>Leaves everything as a SIGKILL of the server would: PostgreSQL runs on and nobody holds the lock.</summary>
    public void Abandon()
    {
        _stopping.Cancel();
        _lock?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stopping.Dispose();
    }

    private FileStream TakeLock()
    {
        try
        {
            // The kernel lets go of it when this process ends, however it ends.
            return new FileStream(place.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new PostgresStartException(
                $"Another server uses the data in {place.Folder}. Stop it, or set Postgres:DataFolder to another folder.", cause);
        }
    }

    private async Task MakeSocketFolder(CancellationToken ct)
    {
        try
        {
            place.MakeSocketFolder();
            await _user.Own(place.SocketFolder, ct);
            // Setting the mode works for the owner alone, so a folder that another user made first stops here.
            File.SetUnixFileMode(place.SocketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PostgresStartException(
                $"The folder {place.SocketFolder} for the database's socket is not this user's own. Remove it, or set Postgres:DataFolder to a shorter path.",
                cause);
        }
    }

    /// <summary>Under root the binaries may lie where the unprivileged user cannot go; then a copy is made beside the data.</summary>
    private async Task<PostgresBinaries> Reachable(PostgresBinaries binaries, CancellationToken ct)
    {
        if (_user.Uid is null || PostgresPlace.IsReachableByOthers(binaries.Bin))
            return binaries;
        var copy = Path.Combine(place.Folder, $"binaries-{binaries.Major}");
        if (!Directory.Exists(copy))
        {
            await UnixCommand.Must(["cp", "-a", Path.GetDirectoryName(binaries.Bin)!, copy + ".new"], ct);
            await UnixCommand.Must(["chmod", "-R", "go+rX", copy + ".new"], ct);
            Directory.Move(copy + ".new", copy);
        }
        return binaries with { Bin = Path.Combine(copy, "bin") };
    }

    /// <summary>
    /// In a folder of another name, which gets its own when all is there: a start that was cut off leaves nothing half made.
    /// </summary>
    private async Task MakeCluster(CancellationToken ct)
    {
        log.ClusterMade(place.Folder, _binaries!.Major);
        var fresh = place.Cluster + ".new";
        var password = Path.Combine(place.SocketFolder, "password");
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
        if (Directory.Exists(place.Cluster) && Directory.EnumerateFileSystemEntries(place.Cluster).Any())
            throw new PostgresStartException($"The folder {place.Cluster} holds something that is not a database. Move it away.");
        Directory.CreateDirectory(fresh);
        place.WriteSecretTo(password);
        try
        {
            await _user.Own(fresh, ct);
            await _user.Own(password, ct);
            await UnixCommand.Must(
                _user.Running(
                    Path.Combine(_binaries.Bin, "initdb"), "-D", fresh, "-U", "postgres", $"--pwfile={password}", "--auth=scram-sha-256",
                    "--encoding=UTF8", "--locale=C", "--data-checksums"),
                ct);
        }
        finally
        {
            File.Delete(password);
        }
        if (Directory.Exists(place.Cluster))
            Directory.Delete(place.Cluster);
        Directory.Move(fresh, place.Cluster);
    }

    /// <summary>The PostgreSQL of a server that was killed still runs and is as good as a new one.</summary>
    private async Task<bool> TakeOver(CancellationToken ct)
    {
        if (PostgresLeftovers.Postmaster(place.Cluster) is not { } pid)
            return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Long enough to get through the end of a stop that was under way.
        patience.CancelAfter(options.Value.StopWithin);
        try
        {
            await WaitUntilReady(() => PostgresLeftovers.Runs(pid, place.Cluster), patience.Token);
            _pid = pid;
            log.PostgresTakenOver(pid);
            return true;
        }
        catch (Exception cause)
            when (cause is PostgresStartException || (cause is OperationCanceledException && !ct.IsCancellationRequested))
        {
            await End(pid);
            return false;
        }
    }

    private async Task Launch(CancellationToken ct)
    {
        await PostgresLeftovers.Clear(place, ct);
        // A session of its own: Ctrl-C in a terminal reaches every process of the group, and the server still wants to write.
        var line = _user.Running(["setsid", Path.Combine(_binaries!.Bin, "postgres"), .. Settings()]);
        var process = Process.Start(new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C" },
        }) ?? throw new PostgresStartException("PostgreSQL did not start.");
        var complaint = ReadComplaint(process);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.StartWithin);
        try
        {
            await WaitUntilReady(() => !process.HasExited, patience.Token);
        }
        catch (PostgresStartException)
        {
            throw new PostgresStartException($"PostgreSQL ended at its start: {await complaint}");
        }
        catch (OperationCanceledException)
        {
            await End(process.Id);
            ct.ThrowIfCancellationRequested();
            throw new PostgresStartException(
                $"PostgreSQL was not ready within {options.Value.StartWithin}. Its log is in {place.Cluster}/log.");
        }
        _pid = process.Id;
        log.PostgresStarted(process.Id, _binaries.Major);
    }

    /// <summary>Reads on for as long as it runs, so that it never waits for a full pipe; keeps only the beginning.</summary>
    private static async Task<string> ReadComplaint(Process process)
    {
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (lines.Count < 20)
                lines.Add(line);
        }
        return string.Join(' ', lines);
    }

    private IEnumerable<string> Settings()
    {
        (string Name, string Value)[] settings =
        [
            ("listen_addresses", string.Empty),
            ("unix_socket_directories", place.SocketFolder),
            ("port", "5432"),
            ("max_connections", "200"),
            ("timezone", "UTC"),
            // What was acknowledged survives a power cut.
            ("fsync", "on"),
            ("synchronous_commit", "on"),
            ("full_page_writes", "on"),
            // Fewer checkpoints, so fewer full pages in the log.
            ("max_wal_size", "2GB"),
            ("checkpoint_timeout", "15min"),
            ("wal_compression", "on"),
            // Short statements on a solid-state disk; and parallel workers need a /dev/shm that containers do not have.
            ("jit", "off"),
            ("random_page_cost", "1.1"),
            ("max_parallel_workers_per_gather", "0"),
            // A new database has no statistics, and without them plans read by the
            // tenant what they should read by its key: so they come within seconds.
            ("autovacuum_naptime", "5s"),
            ("logging_collector", "on"),
            ("log_directory", "log"),
            ("log_filename", "postgres-%a.log"),
            ("log_truncate_on_rotation", "on"),
            // No statement and no key value gets into the log: they may hold what is told in confidence.
            ("log_error_verbosity", "terse"),
            ("log_min_error_statement", "panic"),
            ("log_min_duration_statement", "-1"),
        ];
        return ["-D", place.Cluster, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" })];
    }

    private async Task WaitUntilReady(Func<bool> runs, CancellationToken ct)
    {
        while (true)
        {
            // Asked before trying, so that the last try is after the end.
            var running = runs();
            try
            {
                await using var connection = new NpgsqlConnection(place.AdminConnectionString);
                await connection.OpenAsync(ct);
                return;
            }
            catch (PostgresException cause) when (cause.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                throw new PostgresStartException($"The database in {place.Folder} does not take the password in its file 'secret'.", cause);
            }
            catch (NpgsqlException) when (running)
            {
                await Task.Delay(50, ct);
            }
            catch (NpgsqlException cause)
            {
                throw new PostgresStartException("PostgreSQL does not run.", cause);
            }
        }
    }

    private async Task MakeDatabase(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(place.AdminConnectionString);
        await connection.OpenAsync(ct);
        if (!await Exists("select 1 from pg_roles where rolname = 'telehealth'"))
            await Run($"create role telehealth login password {place.SecretLiteral}");
        if (!await Exists("select 1 from pg_database where datname = 'telehealth'"))
            await Run("create database telehealth owner telehealth");

        async Task<bool> Exists(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(ct) is not null;
        }

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Starts it anew when it dies by itself. Appends wait meanwhile and go on.</summary>
    private async Task Watch()
    {
        var ct = _stopping.Token;
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(200, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ct.IsCancellationRequested || PostgresLeftovers.Runs(_pid, place.Cluster))
                continue;
            try
            {
                log.PostgresDied(_pid);
                await Launch(ct);
            }
            catch (Exception cause) when (!ct.IsCancellationRequested)
            {
                log.PostgresRestartFailed(cause);
                await Task.Delay(2_000, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// SIGINT is PostgreSQL's fast shutdown: connections end, everything is written. SIGQUIT leaves the rest to the next start.
    /// </summary>
    private async Task End(int pid)
    {
        if (pid == 0)
            return;
        foreach (var (signal, patience) in new[]
            {
                (UnixCommand.Interrupt, options.Value.StopWithin),
                (UnixCommand.Quit, TimeSpan.FromSeconds(5)),
            })
        {
            if (!PostgresLeftovers.Runs(pid, place.Cluster))
                return;
            UnixCommand.Signal(pid, signal);
            var since = Stopwatch.GetTimestamp();
            while (PostgresLeftovers.Runs(pid, place.Cluster) && Stopwatch.GetElapsedTime(since) < patience)
                await Task.Delay(20);
        }
        log.PostgresStopped(pid);
    }
}
