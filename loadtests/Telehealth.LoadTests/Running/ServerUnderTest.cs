using System.Diagnostics;
using Npgsql;
using Telehealth.Testing.Network;

namespace Telehealth.LoadTests.Running;

/// <summary>A server of one's own on free loopback ports, with its own database, stopped at the end.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly StreamWriter _log;

    private ServerUnderTest(IReadOnlyDictionary<string, string> settings, IReadOnlyList<string> program, DirectoryInfo? folder)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("telehealth-load-");
        KeepsFolder = folder is not null;
        // PostgreSQL runs as an unprivileged user when this runs as root, and must reach its folder.
        File.SetUnixFileMode(
            _folder.FullName,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute);
        Url = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        Http = new HttpClient { BaseAddress = Url };
        _log = new StreamWriter(Path.Combine(_folder.FullName, "server.log"));
        _process = Process.Start(StartInfo(settings, program))!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public int ProcessId => _process.Id;

    /// <summary>How large the log has become, and how many of its lines hold this text.</summary>
    public (long Bytes, int Lines) Log(string text)
    {
        lock (_log)
        {
            _log.Flush();
        }

        var path = Path.Combine(_folder.FullName, "server.log");
        return (new FileInfo(path).Length, File.ReadLines(path).Count(line => line.Contains(text, StringComparison.Ordinal)));
    }

    public string DatabaseFolder => Path.Combine(_folder.FullName, "postgres");

    /// <summary>Somebody else's, who takes it away.</summary>
    private bool KeepsFolder { get; }

    /// <summary>The server's assembly.</summary>
    public static string Program =>
        Environment.GetEnvironmentVariable("TELEHEALTH_SERVER") ?? throw new InvalidOperationException("Start this by loadtests/run.");

    public static Task<ServerUnderTest> Start(IReadOnlyDictionary<string, string> settings, CancellationToken ct) =>
        Start(settings, [Program], ct);

    /// <param name="program">An assembly, and its arguments.</param>
    /// <param name="folder">Where it finds its data of before and leaves it again; null for one of its own.</param>
    public static async Task<ServerUnderTest> Start(
        IReadOnlyDictionary<string, string> settings, IReadOnlyList<string> program, CancellationToken ct, DirectoryInfo? folder = null)
    {
        var server = new ServerUnderTest(settings, program, folder);
        try
        {
            await server.BecomeReady(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Uri Hub(string path) => new UriBuilder(Url) { Scheme = "ws", Path = path }.Uri;

    /// <summary>The server's own database, which listens on a socket file and has its password beside it.</summary>
    public NpgsqlDataSource OpenDatabase() => NpgsqlDataSource.Create(DatabaseIn(DatabaseFolder, "telehealth"));

    /// <param name="folder">Of an embedded database.</param>
    /// <param name="user"><c>telehealth</c>, or <c>postgres</c>, who may everything.</param>
    public static NpgsqlConnectionStringBuilder DatabaseIn(string folder, string user) => new()
    {
        Host = Path.Combine(folder, "run"),
        Username = user,
        Password = File.ReadAllText(Path.Combine(folder, "secret")).Trim(),
        Database = "telehealth",
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            using var ask = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        await _log.DisposeAsync();
        if (!KeepsFolder)
            _folder.Delete(recursive: true);
    }

    private async Task BecomeReady(CancellationToken ct)
    {
        using var retry = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await retry.WaitForNextTickAsync(ct))
        {
            if (_process.HasExited)
            {
                await _log.FlushAsync(ct);
                throw new InvalidOperationException($"The server ended by itself:\n{await TailOfLog(ct)}");
            }

            try
            {
                using var response = await Http.GetAsync("/health/ready", ct);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    private async Task<string> TailOfLog(CancellationToken ct)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "server.log"), ct);
        return string.Join('\n', lines.TakeLast(30));
    }

    private ProcessStartInfo StartInfo(IReadOnlyDictionary<string, string> settings, IReadOnlyList<string> program)
    {
        var start = new ProcessStartInfo("dotnet", program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Postgres__DataFolder"] = DatabaseFolder;
        start.Environment["Media__BindAddress"] = "127.0.0.1";
        start.Environment["Media__Port"] = "0";
        start.Environment["Media__AdvertisedAddresses__0"] = "127.0.0.1";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.WriteLine(line.Data);
        }
    }
}
