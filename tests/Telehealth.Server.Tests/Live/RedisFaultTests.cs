using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Live;

/// <summary>Redis dies, hangs, comes back, or is lost by one node alone: all that is told arrives once, and nobody waits.</summary>
public sealed class RedisFaultTests : IAsyncLifetime
{
    private readonly List<WideNode> _nodes = [];
    private TestDatabase? _database;
    private RedisProcess? _redis;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        _redis = await RedisProcess.Start();
    }

    public async ValueTask DisposeAsync()
    {
        // One that stands still answers nobody's farewell.
        _redis!.GoOn();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _redis.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Without_Redis_the_bus_tells_and_Redis_tells_again_when_it_is_back()
    {
        var pages = await Start();
        _nodes[0].Tell("before", "room");
        await Hear(pages, "before");

        await _redis!.Kill();
        for (var number = 0; number < 50; number++)
            _nodes[0].Tell($"without {number}", "room");
        await Hear(pages, "without 49");
        await Eventually.True(async () => await _nodes[0].Readiness() == HealthStatus.Degraded, "it is said, and the node stays ready");
        await _redis.StartAgain();
        await Eventually.True(() => _nodes.All(node => node.ReachesAllByRedis), "Redis is used again");
        var (before, told) = (_nodes[0].Counted("telehealth.live.wide.told redis"), 0);
        await Eventually.True(
            () =>
            {
                _nodes[0].Tell($"after {told++}", "room");
                return _nodes[0].Counted("telehealth.live.wide.told redis") > before;
            },
            "Redis tells again");
        await Hear(pages, $"after {told - 1}");

        string[] all =
        [
            "before", .. Enumerable.Range(0, 50).Select(number => $"without {number}"),
            .. Enumerable.Range(0, told).Select(number => $"after {number}"),
        ];
        Assert.All(pages, page => Assert.Equal(all, page.Heard));
        Assert.NotEqual(0, _nodes[0].Counted("telehealth.live.redis.failed"));
        await Eventually.True(async () => await _nodes[0].Readiness() == HealthStatus.Healthy, "and all is well");
    }

    [Fact]
    public async Task While_Redis_hangs_everything_is_told_pages_enter_and_nothing_comes_twice_when_it_goes_on()
    {
        var pages = await Start();

        _redis!.Stop();
        for (var number = 0; number < 50; number++)
            _nodes[0].Tell($"hanging {number}", "room");
        var late = await _nodes[1].Connect("room", "another room");
        _nodes[2].Tell("to the one who came", "another room");
        await late.Hears("to the one who came");
        await Hear(pages, "hanging 49");
        _redis.GoOn();
        await Eventually.True(() => _nodes.All(node => node.ReachesAllByRedis), "Redis is used again");
        _nodes[0].Tell("after", "room");
        _nodes[0].Tell("after, there too", "another room");
        await Hear(pages, "after");
        await late.Hears("after, there too");

        Assert.All(pages, page => Assert.Equal([.. Enumerable.Range(0, 50).Select(number => $"hanging {number}"), "after"], page.Heard));
        Assert.Equal(late.Heard.Distinct(), late.Heard);
    }

    [Fact]
    public async Task A_node_that_has_lost_Redis_alone_is_told_by_the_bus_and_the_others_are_told_once()
    {
        await using var line = new CutLine(_redis!.Port);
        _nodes.AddRange(await WideNode.StartTogether(_database!.ConnectionString, 2, _redis.Address));
        _nodes.Add(await WideNode.Start(_database.ConnectionString, line.Address));
        await WideNode.KnowEachOther(_nodes);
        await Eventually.True(() => _nodes.All(node => node.ReachesAllByRedis), "every node hears the others by Redis");
        var pages = await ConnectAll();

        line.Cut();
        await Eventually.True(() => !_nodes[0].ReachesAllByRedis, "it has said so to the others");
        _nodes[0].Tell("from one that has Redis", "room");
        _nodes[2].Tell("from the one that has none", "room");
        await Hear(pages, "from one that has Redis");
        await Hear(pages, "from the one that has none");
        line.Mend();
        await Eventually.True(() => _nodes.All(node => node.ReachesAllByRedis), "Redis is used again");
        _nodes[0].Tell("after", "room");
        await Hear(pages, "after");

        Assert.All(pages, page => Assert.Equal(
            ["after", "from one that has Redis", "from the one that has none"], page.Heard.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Nodes_with_and_without_Redis_are_told_by_the_bus()
    {
        _nodes.Add(await WideNode.Start(_database!.ConnectionString, _redis!.Address));
        _nodes.Add(await WideNode.Start(_database.ConnectionString, redis: null));
        await WideNode.KnowEachOther(_nodes);
        await Eventually.True(() => !_nodes[0].ReachesAllByRedis, "one of them does not hear by Redis");
        var pages = await ConnectAll();

        _nodes[0].Tell("one", "room");
        _nodes[1].Tell("two", "room");
        await Hear(pages, "one");
        await Hear(pages, "two");

        Assert.All(pages, page => Assert.Equal(["one", "two"], page.Heard.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task When_too_much_waits_for_Redis_the_oldest_is_lost_and_counted_and_the_newest_arrives()
    {
        var pages = await Start(("Cluster:RedisQueue", "10"), ("Cluster:RedisWithin", "00:00:03"));

        _redis!.Stop();
        _nodes[0].Tell("the one that is waited for", "room");
        for (var number = 0; number < 2_000; number++)
            _nodes[0].Tell($"{number}", "room");
        await Hear(pages, "1999");

        Assert.NotEqual(0, _nodes[0].Counted("telehealth.live.redis.dropped"));
        var told = pages[1].Heard.Where(said => said != "the one that is waited for").Select(int.Parse).ToList();
        Assert.Equal(told.Order(), told);
        // Of this node's own pages none lost anything.
        Assert.Equal(2_001, pages[0].Heard.Count);
    }

    private async Task<WidePage[]> Start(params (string Name, string Value)[] settings)
    {
        _nodes.AddRange(await WideNode.StartTogether(_database!.ConnectionString, 3, _redis!.Address, settings));
        return await ConnectAll();
    }

    private async Task<WidePage[]> ConnectAll()
    {
        List<WidePage> pages = [];
        foreach (var node in _nodes)
            pages.Add(await node.Connect("room"));
        return [.. pages];
    }

    private static async Task Hear(IEnumerable<WidePage> pages, string said)
    {
        foreach (var page in pages)
            await page.Hears(said);
    }
}
