using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Nearest;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Network;

namespace Telehealth.LoadTests.Fanout;

/// <summary>A server that is measured: ours, or one of those beside it.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _tokens;
    private readonly int _process;
    private readonly Stack<Func<ValueTask>> _stops = [];

    private Contender(string name, int port, Dialect dialect, int process, IReadOnlyList<string> tokens)
    {
        (Name, Port, Dialect, _process, _tokens) = (name, port, dialect, process, tokens);
    }

    public string Name { get; }

    public int Port { get; }

    public Dialect Dialect { get; }

    /// <summary>Connections take turns with the sign-ins of four people, so that none has more than one person may.</summary>
    public string? TokenOf(int connection) => _tokens.Count == 0 ? null : _tokens[connection % _tokens.Count];

    public TimeSpan Cpu() => CpuTime.OfProcess(_process);

    public double ResidentKib()
    {
        var line = File.ReadLines($"/proc/{_process.ToString(CultureInfo.InvariantCulture)}/status")
            .Single(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    public static async Task<Contender> Ours(CancellationToken ct)
    {
        var server = await ServerUnderTest.Start(
            new Dictionary<string, string>(CrewFleet.Settings)
            {
                ["Access__HubConnectionsPerSession"] = "10000",
                ["Access__HubConnectionsPerPerson"] = "10000",
                ["Access__HubCallsPerSecond"] = "100000",
                ["Access__HubCallBurst"] = "100000",
                // As the server has it: this program is its host here.
                ["DOTNET_TieredPGO"] = "0",
            },
            [typeof(LiveHost).Assembly.Location, LiveHost.Name], ct);
        var tokens = new List<string>();
        foreach (var person in new[] { "hana", "ivo", "chloe", "david" })
            tokens.Add(await HubClient.SignIn(server.Http, $"{person}@demo.telehealth", "demo-telehealth", ct));
        var ours = new Contender("ours", server.Url.Port, Dialect.Hub, server.ProcessId, tokens);
        ours._stops.Push(server.DisposeAsync);
        return ours;
    }

    public static Contender SocketIo() => Node("socketio", "socketio.mjs", Dialect.SocketIo);

    /// <summary>As between several nodes: each message to many goes by way of a Redis, which is not counted.</summary>
    public static Contender SocketIoWithRedis()
    {
        var folder = Peer.NewFolder();
        var port = Text(FreePort.Take());
        var redis = Peer.Start(
            "redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", "--dir", folder.FullName);
        var contender = Node("socketio_redis", "socketio.mjs", Dialect.SocketIo, port);
        contender._stops.Push(() =>
        {
            redis.Dispose();
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
        return contender;
    }

    public static Contender Ws() => Node("ws", "ws.mjs", Dialect.Plain);

    /// <summary>uWebSockets.js is not on npm; the same library is Bun's own server.</summary>
    public static Contender UWebSockets()
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x64";
        var bun = Path.Combine(Folder, "node_modules", "@oven", $"bun-linux-{architecture}", "bin", "bun");
        return Started("uws", bun, "uws.mjs", Dialect.Plain);
    }

    public async ValueTask DisposeAsync()
    {
        while (_stops.TryPop(out var stop))
            await stop();
    }

    private static string Folder =>
        Environment.GetEnvironmentVariable("TELEHEALTH_FANOUT_PEERS") ?? throw new InvalidOperationException("Start this by loadtests/run.");

    private static Contender Node(string name, string script, Dialect dialect, params string[] arguments) =>
        Started(name, "node", script, dialect, arguments);

    private static Contender Started(string name, string program, string script, Dialect dialect, params string[] arguments)
    {
        var port = FreePort.Take();
        var peer = Peer.Start(program, [Path.Combine(Folder, script), Text(port), .. arguments]);
        var contender = new Contender(name, port, dialect, peer.ProcessId, []);
        contender._stops.Push(() =>
        {
            peer.Dispose();
            return ValueTask.CompletedTask;
        });
        Peer.Patiently(() =>
        {
            using var socket = new TcpClient("127.0.0.1", port);
            return socket.Connected;
        });
        return contender;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
