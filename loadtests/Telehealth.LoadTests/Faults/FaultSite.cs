using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// Nodes, their database and Redis, where this can be each in a network namespace of its own, and whoever watches over the nodes: one that
/// ends is started anew, as by <c>./run --nodes</c> or a cluster's controller.
/// </summary>
internal sealed class FaultSite : IAsyncDisposable
{
    private static readonly TimeSpan WholeWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    // Told to end, put out by the others, and killed.
    private static readonly int[] Expected = [0, 3, NodeProcess.KilledCode];

    private readonly List<NodeProcess> _nodes = [];
    private readonly List<NetworkPlace> _places = [];
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _watches = [];
    private int[] _restarts = [];

    private FaultSite()
    {
    }

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>Of the nodes; empty without a network.</summary>
    public IReadOnlyList<NetworkPlace> Places => _places;

    public FaultNetwork? Network { get; private set; }

    public FaultDatabase Database { get; private set; } = null!;

    public NetworkPlace? DatabasePlace { get; private set; }

    public FaultRedis? Redis { get; private set; }

    public NetworkPlace? RedisPlace { get; private set; }

    /// <summary>Of the last node.</summary>
    public NodeClock? Clock { get; private set; }

    /// <summary>What can go wrong here.</summary>
    public IReadOnlyList<FaultKind> Kinds =>
    [
        FaultKind.Kill, FaultKind.Stop, FaultKind.Term, FaultKind.Database, FaultKind.DatabaseStop,
        .. Clock is null ? [] : new[] { FaultKind.Clock },
        .. Environment.IsPrivilegedProcess ? [FaultKind.DiskFull] : Array.Empty<FaultKind>(),
        .. Network is null ? [] : new[] { FaultKind.CutDatabase, FaultKind.CutNodes, FaultKind.Loss },
        .. Redis is null ? [] : new[] { FaultKind.RedisStop, FaultKind.RedisKill },
        .. Redis is null || Network is null ? [] : new[] { FaultKind.CutRedis },
    ];

    /// <param name="options">More of the nodes' connection string.</param>
    public static async Task<FaultSite> Start(int nodes, string options, CancellationToken ct)
    {
        var site = new FaultSite();
        try
        {
            await site.Make(nodes, options, ct);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>How often this node was started anew.</summary>
    public int RestartsOf(int node) => Volatile.Read(ref _restarts[node]);

    /// <summary>Until it has been started anew more often than that; false when it has not been for long.</summary>
    public async Task<bool> Restarted(int node, int before, TimeSpan atMost, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(atMost);
        while (RestartsOf(node) <= before && !patience.IsCancellationRequested)
            await Task.Delay(LookEvery, CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        return RestartsOf(node) > before;
    }

    /// <summary>Until each node says three times in a row that it is ready; false when that takes too long.</summary>
    public async Task<bool> BecomesWhole(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(WholeWithin);
        for (var times = 0; times < 3 && !patience.IsCancellationRequested;)
        {
            var ready = await Task.WhenAll(_nodes.Select(node => IsReady(node, ct)));
            times = Array.TrueForAll(ready, one => one) ? times + 1 : 0;
            await Task.Delay(LookEvery, ct);
        }

        ct.ThrowIfCancellationRequested();
        return !patience.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_watches);
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        if (Network is not null)
            await Network.DisposeAsync();
        Clock?.Dispose();
        _over.Dispose();
    }

    private async Task Make(int count, string options, CancellationToken ct)
    {
        Network = await FaultNetwork.TryMake();
        DatabasePlace = Network is null ? null : await Network.Add("db");
        Database = await FaultDatabase.Start(DatabasePlace, ct);
        RedisPlace = Network is null || !FaultRedis.IsKnownToServers ? null : await Network.Add("rd");
        Redis = FaultRedis.TryStart(RedisPlace);
        Clock = await NodeClock.TryMake();
        _restarts = new int[count];
        for (var number = 0; number < count; number++)
        {
            var place = Network is null ? null : await Network.Add($"n{number}");
            if (place is not null)
                _places.Add(place);
            _nodes.Add(await NodeProcess.Start(
                ServerUnderTest.Program, Database.ConnectionString + options,
                place is null ? NodePlace.Loopback() : new NodePlace(place.Address, 5080, place.Within),
                SettingsOf(place, number == count - 1), ct));
        }

        _watches.AddRange(_nodes.Select((node, number) => Task.Run(() => WatchOver(node, number), ct)));
    }

    private Dictionary<string, string> SettingsOf(NetworkPlace? place, bool isLast)
    {
        var settings = new Dictionary<string, string>(CrewFleet.Settings)
        {
            ["Cluster__DrainFor"] = "00:00:05",
            // Everybody signs in once, and a campaign is longer than an access token lives.
            ["Access__DeviceAccess"] = "06:00:00",
        };
        if (place is not null)
            (settings["Cluster__SiloAddress"], settings["Cluster__PlainSilos"]) = (place.Address.ToString(), "true");
        if (Redis is not null)
            settings[FaultRedis.Setting] = Redis.ConnectionString;
        foreach (var (name, value) in isLast && Clock is not null ? Clock.Settings : new Dictionary<string, string>())
            settings[name] = value;
        return settings;
    }

    private async Task WatchOver(NodeProcess node, int number)
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var code = await node.End(_over.Token);
                Figures.Say($"node {number} ended with {code} and is started anew");
                if (!Expected.Contains(code))
                    Figures.Say(node.Output());
                await node.StartAgain(_over.Token);
                Interlocked.Increment(ref _restarts[number]);
            }
            catch (OperationCanceledException)
            {
                // It is over, or the node did not answer yet.
            }
            catch (InvalidOperationException failed)
            {
                Figures.Say(failed.Message);
                await Task.Delay(LookEvery);
            }
        }
    }

    private static async Task<bool> IsReady(NodeProcess node, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(AnswerWithin);
        try
        {
            using var response = await node.Http.GetAsync("/health/ready", patience.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
