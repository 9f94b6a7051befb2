using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>
/// Three servers and the proxy as they run, and ninety screens that do not know which node they are at. Each node in turn is told to end,
/// and started anew, as a deploy does it.
/// </summary>
public sealed class RollingStopTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string OtherBuild = "TELEHEALTH_OTHER_BUILD";
    private const int Nodes = 3;
    private const int Screens = 90;
    private const int Writers = 10;

    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(1);
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Demo__Enabled"] = "true",
        ["Demo__CityLife"] = "false",
        ["Drain__Notice"] = "00:00:05",
        ["Drain__MoveOver"] = "00:00:05",
        ["Drain__LeaveWithin"] = "00:00:10",
        ["Media__Threads"] = "1",
        ["Access__PasswordIterations"] = "1000",
        ["Access__HubConnectionsPerSession"] = "1000",
        ["Access__HubConnectionsPerPerson"] = "1000",
        ["Access__PersonCallsPerSecond"] = "10000",
        ["Access__CostlyPerSecond"] = "10000",
        ["Access__TrustedProxies__0"] = "127.0.0.1",
    };

    private static readonly string ThisBuild = Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll");

    private readonly CommandLedger _ledger = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<LedScreen> _screens = [];
    private TestDatabase? _database;
    private ProxyProcess? _proxy;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);

    private async Task StartNodes(string server)
    {
        for (var number = 0; number < Nodes; number++)
            _nodes.Add(await NodeProcess.Start(server, _database!.ConnectionString, Settings));
        _proxy = await ProxyProcess.Start(Path.Combine(AppContext.BaseDirectory, "Telehealth.Proxy.dll"), _nodes.Select(node => node.Url));
        var token = await HubClient.SignIn(_proxy.Http, "hana@demo.telehealth", "demo-telehealth");
        for (var number = 0; number < Screens; number++)
            _screens.Add(new LedScreen(_proxy.Hub("/hub/dispatch"), token, _ledger));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in _screens)
            await screen.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _database!.DisposeAsync();
        _enough.Dispose();
    }

    [Fact]
    public async Task Each_screen_is_told_to_go_or_turned_away_none_is_cut_and_nothing_acknowledged_is_lost()
    {
        await StartNodes(ThisBuild);
        await Roll(node => node.StartAgain());

        Assert.Empty(_screens.SelectMany(screen => screen.Cuts));
        Assert.True(_screens.Sum(screen => screen.Moves) >= Screens, "fewer were told to move than there are screens");
    }

    /// <summary>The build before may cut its screens; what was acknowledged is there all the same.</summary>
    [Fact]
    public async Task Nodes_of_another_build_give_way_to_this_one_and_nothing_acknowledged_is_lost()
    {
        var other = Environment.GetEnvironmentVariable(OtherBuild);
        Assert.SkipWhen(other is null, $"{OtherBuild} names no Telehealth.Server.dll of another build.");
        await StartNodes(other);

        await Roll(node => node.StartAgainAs(ThisBuild));
    }

    private async Task Roll(Func<NodeProcess, Task> startAgain)
    {
        var staying = _screens.Select(screen => Task.Run(() => UntilEnough(screen.Stay))).ToList();
        await AllAreConnected();
        var writing = _screens.Take(Writers).Select(screen => Task.Run(() => UntilEnough(ct => Write(screen, ct)))).ToList();

        foreach (var node in _nodes)
        {
            var acknowledged = _ledger.Acknowledged;
            node.Send(UnixSignal.Terminate);
            Assert.Equal(0, await node.End().WaitAsync(TimeSpan.FromMinutes(2)));
            await AllAreConnected();
            Assert.True(_ledger.Acknowledged > acknowledged, "nothing was acknowledged while a node ended");
            await startAgain(node);
        }

        await _enough.CancelAsync();
        await Task.WhenAll([.. staying, .. writing]).WaitAsync(TimeSpan.FromMinutes(1));
        output.WriteLine(
            $"{_ledger.Acknowledged} acknowledged, longest silence {_ledger.LongestSilence().TotalMilliseconds:0} ms; told to move "
            + $"{_screens.Sum(screen => screen.Moves)} times, turned away {_screens.Sum(screen => screen.Refusals)}; sent again: "
            + string.Join(", ", _ledger.Retries.Select(retry => $"{retry.Key} {retry.Value}")));
        Assert.Empty(_screens.SelectMany(screen => screen.ToldTwice));
        Assert.Empty(_ledger.Refusals);
        Assert.Equal(LedgerFindings.None, await _ledger.HoldAgainstLog(_database!.ConnectionString));
    }

    private async Task AllAreConnected()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!_screens.TrueForAll(screen => screen.IsConnected))
            await Task.Delay(100, patience.Token);
    }

    private async Task UntilEnough(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_enough.Token);
        }
        catch (OperationCanceledException) when (_enough.IsCancellationRequested)
        {
            // What is not answered when it is enough is nobody's loss.
        }
    }

    private static async Task Write(LedScreen screen, CancellationToken ct)
    {
        var raiseId = Guid.NewGuid();
        var raised = await screen.Send<Raised>(
            raiseId, "RaiseForCaller", new
            {
                commandId = raiseId,
                complaint = "fall",
                answers = new[] { new { questionCode = "conscious", answer = "yes" }, new { questionCode = "breathing", answer = "yes" } },
                description = "Fell from a ladder",
                location = new { latitude = 48.4, longitude = 9.6, source = "map" },
                callbackNumber = "+49 731 5550100",
            },
            ct);
        for (var number = 0; ; number++)
        {
            var commandId = Guid.NewGuid();
            await screen.Send<Raised>(
                commandId, "AddNote", new { commandId, emergencyId = raised.Id, text = $"Note {number}" }, ct);
            await Task.Delay(NoteEvery, ct);
        }
    }

    private sealed record Raised(Guid Id);
}
