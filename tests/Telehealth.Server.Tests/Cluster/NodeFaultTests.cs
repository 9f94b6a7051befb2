using Telehealth.Server.Platform.Cluster;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>
/// Two servers as they run, on one database, while people send commands that they send again until they are answered. The entities' grains
/// are on the node that gets into trouble.
/// </summary>
public sealed class NodeFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Dispatchers = 6;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(8);
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Demo__Enabled"] = "true",
        ["Demo__CityLife"] = "false",
        ["Cluster__DrainFor"] = "00:00:03",
        ["Drain__Notice"] = "00:00:01",
        ["Drain__MoveOver"] = "00:00:02",
        ["Drain__LeaveWithin"] = "00:00:02",
        ["Access__PasswordIterations"] = "1000",
        ["Access__HubConnectionsPerSession"] = "100",
        ["Access__HubConnectionsPerPerson"] = "100",
        ["Access__PersonCallsPerSecond"] = "10000",
    };

    private readonly CommandLedger _ledger = new();
    private readonly CancellationTokenSource _enough = new();
    private TestDatabase? _database;
    private NodeProcess? _troubled;
    private NodeProcess? _other;
    private string _token = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);
        var server = Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll");
        _troubled = await NodeProcess.Start(server, _database.ConnectionString, Settings);
        _other = await NodeProcess.Start(server, _database.ConnectionString, Settings);
        _token = await HubClient.SignIn(_other.Http, "hana@demo.telehealth", "demo-telehealth");
    }

    public async ValueTask DisposeAsync()
    {
        await _troubled!.DisposeAsync();
        await _other!.DisposeAsync();
        await _database!.DisposeAsync();
        _enough.Dispose();
    }

    [Fact]
    public async Task A_node_that_is_killed_takes_no_acknowledged_command_with_it_and_what_is_sent_again_happens_once()
    {
        var sending = Send();
        await Task.Delay(Before);
        _troubled!.Send(UnixSignal.Kill);
        Assert.Equal(NodeProcess.KilledCode, await _troubled.End());
        var acknowledged = _ledger.Acknowledged;

        await Task.Delay(After);

        await Finish(sending);
        Assert.True(_ledger.Acknowledged > acknowledged, "nothing was acknowledged after it");
    }

    [Fact]
    public async Task A_node_that_stands_still_for_ten_seconds_doubles_nothing_when_it_goes_on_and_ends_to_be_started_anew()
    {
        var sending = Send();
        await Task.Delay(Before);
        _troubled!.Send(UnixSignal.Stop);
        await Task.Delay(TimeSpan.FromSeconds(10));
        var acknowledged = _ledger.Acknowledged;
        _troubled.Send(UnixSignal.Continue);

        Assert.Equal(Eviction.EvictedCode, await _troubled.End().WaitAsync(TimeSpan.FromMinutes(2)));

        await Finish(sending);
        Assert.True(_ledger.Acknowledged > acknowledged, "nothing was acknowledged after it");
    }

    [Fact]
    public async Task A_node_that_is_told_to_end_fails_no_command_but_with_the_word_to_send_it_again()
    {
        var sending = Send();
        await Task.Delay(Before);
        _troubled!.Send(UnixSignal.Terminate);

        Assert.Equal(0, await _troubled.End().WaitAsync(TimeSpan.FromMinutes(2)));
        await Task.Delay(After / 2);

        await Finish(sending);
    }

    private async Task Finish(Task sending)
    {
        await _enough.CancelAsync();
        await sending.WaitAsync(TimeSpan.FromMinutes(1));
        output.WriteLine(
            $"{_ledger.Acknowledged} acknowledged, longest silence {_ledger.LongestSilence().TotalMilliseconds:0} ms, "
            + $"sent again: {string.Join(", ", _ledger.Retries.Select(retry => $"{retry.Key} {retry.Value}"))}");

        Assert.Empty(_ledger.Refusals);
        Assert.Equal(LedgerFindings.None, await _ledger.HoldAgainstLog(_database!.ConnectionString));
    }

    /// <summary>Half of them are connected to the node in trouble; all raise their emergencies there, so the grains are there.</summary>
    private Task Send() => Task.WhenAll(Enumerable.Range(0, Dispatchers).Select(number => Task.Run(() => Dispatch(number))));

    private async Task Dispatch(int number)
    {
        IReadOnlyList<NodeProcess> order = number % 2 == 0 ? [_troubled!, _other!] : [_other!, _troubled!];
        try
        {
            await using var raising = Console([_troubled!, _other!]);
            await using var console = Console(order);
            while (!_enough.IsCancellationRequested)
            {
                var raised = await Raise(raising);
                for (var note = 0; note < 30; note++)
                    await Note(console, raised, note);
            }
        }
        catch (OperationCanceledException) when (_enough.IsCancellationRequested)
        {
            // What is not answered when it is enough is nobody's loss.
        }
    }

    private PersistentHub Console(IReadOnlyList<NodeProcess> nodes) => new(nodes, "/hub/dispatch", _token, _ledger)
    {
        // A console that calls for somebody has its board on the screen.
        Greet = (client, ct) => client.Ask<object>("WatchBoard", [], ct),
    };

    private async Task<Guid> Raise(PersistentHub console)
    {
        var commandId = Guid.NewGuid();
        var raised = await console.Send<Raised>(
            commandId, "RaiseForCaller", new
            {
                commandId,
                complaint = "fall",
                answers = new[] { new { questionCode = "conscious", answer = "yes" }, new { questionCode = "breathing", answer = "yes" } },
                description = "Fell from a ladder",
                location = new { latitude = 48.4, longitude = 9.6, source = "map" },
                callbackNumber = "+49 731 5550100",
            },
            _enough.Token);
        return raised.Id;
    }

    private async Task Note(PersistentHub console, Guid emergency, int number)
    {
        var commandId = Guid.NewGuid();
        await console.Send<Raised>(
            commandId, "AddNote", new { commandId, emergencyId = emergency, text = $"Note {number}" }, _enough.Token);
        await Task.Delay(20, _enough.Token);
    }

    private sealed record Raised(Guid Id);
}
