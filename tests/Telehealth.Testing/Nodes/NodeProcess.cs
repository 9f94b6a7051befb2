using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Telehealth.Testing.Nodes;

/// <summary>
/// A server in a process of its own, on a database that others share. It takes the signals that a person or a machine's trouble would send
/// it, and can be started again at the same address.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>What the end of a process by a signal that it cannot answer looks like.</summary>
    public const int KilledCode = 137;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(4);

    private readonly NodePlace _place;
    private string _server;
    private readonly Dictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _output = new();
    private Process _process;

    private NodeProcess(string server, Dictionary<string, string> settings, NodePlace place)
    {
        _server = server;
        _settings = settings;
        _place = place;
        Url = new Uri($"http://{place.Address}:{place.Port}");
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
        _process = Launch();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>For requests to it.</summary>
    public HttpClient Http { get; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="server">The path of Telehealth.Server.dll.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="settings">More of what the server reads, such as <c>Cluster__DrainFor</c>.</param>
    /// <exception cref="InvalidOperationException">It ended by itself; the message has the end of its output.</exception>
    public static Task<NodeProcess> Start(
        string server, string connectionString, IReadOnlyDictionary<string, string>? settings = null, CancellationToken ct = default) =>
        Start(server, connectionString, NodePlace.Loopback(), settings, ct);

    /// <summary>As above, at a place that somebody has made for it.</summary>
    /// <exception cref="InvalidOperationException">It ended by itself; the message has the end of its output.</exception>
    public static async Task<NodeProcess> Start(
        string server, string connectionString, NodePlace place, IReadOnlyDictionary<string, string>? settings = null,
        CancellationToken ct = default)
    {
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["Postgres__ConnectionString"] = connectionString,
        };
        var node = new NodeProcess(server, all, place);
        try
        {
            await node.BecomeReady(ct);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a WebSocket's address.</summary>
    /// <param name="path">Such as <c>/hub/dispatch</c>.</param>
    public Uri Hub(string path) => new UriBuilder(Url) { Scheme = "ws", Path = path }.Uri;

    /// <summary>SIGKILL, SIGSTOP, SIGCONT or SIGTERM.</summary>
    /// <param name="signal">The signal, by its number.</param>
    public void Send(UnixSignal signal) => _ = Kill(_process.Id, (int)signal);

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; <see cref="KilledCode"/> for SIGKILL.</returns>
    public async Task<int> End(CancellationToken ct = default)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Starts it anew at the same address after it ended, as whoever watches over it would; ready when this returns.</summary>
    public async Task StartAgain(CancellationToken ct = default)
    {
        _process.Dispose();
        _process = Launch();
        await BecomeReady(ct);
    }

    /// <summary>As above, with another build.</summary>
    /// <param name="server">The path of its Telehealth.Server.dll.</param>
    public Task StartAgainAs(string server, CancellationToken ct = default)
    {
        _server = server;
        return StartAgain(ct);
    }

    /// <summary>The end of what it printed.</summary>
    public string Output() => string.Join('\n', _output.TakeLast(60));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // One that stands still could not hear of its end.
            Send(UnixSignal.Continue);
            Send(UnixSignal.Terminate);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Send(UnixSignal.Kill);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
        Http.Dispose();
    }

    private Process Launch()
    {
        string[] line = [.. _place.Within, "dotnet", _server];
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Media__BindAddress"] = _place.Address.ToString();
        start.Environment["Media__Port"] = "0";
        // At the end of a test nobody is to be led anywhere; one that is about that says so itself.
        start.Environment["Drain__Notice"] = "00:00:00";
        start.Environment["Consults__RoomsStayFor"] = "00:00:00";
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task BecomeReady(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ReadyWithin);
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended by itself:\n{Output()}");
            try
            {
                using var response = await Http.GetAsync("/health/ready", patience.Token);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        while (_output.Count > 500)
            _output.TryDequeue(out _);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
