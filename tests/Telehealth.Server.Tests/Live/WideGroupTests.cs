using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Live;

/// <summary>What is promised of groups that span nodes, whichever way they are told.</summary>
public sealed class WideGroupTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private RedisProcess? _redis;
    private IReadOnlyList<WideNode> _nodes = [];

    public enum Way
    {
        Bus,
        Redis,
    }

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("server", JarDatabase.Migrate);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Theory, InlineData(Way.Bus), InlineData(Way.Redis)]
    public async Task Each_member_on_each_node_is_told_once_and_in_the_order_of_whoever_tells(Way way)
    {
        await Start(way);
        WidePage[] pages =
        [
            await _nodes[0].Connect("room"), await _nodes[0].Connect("room"), await _nodes[1].Connect("room"),
            await _nodes[2].Connect("room"),
        ];
        var stranger = await _nodes[1].Connect("elsewhere");

        for (var number = 0; number < 300; number++)
        {
            _nodes[0].Tell($"a {number}", "room");
            _nodes[1].Tell($"b {number}", "room");
        }

        foreach (var page in pages)
        {
            await page.Hears("a 299");
            await page.Hears("b 299");
            foreach (var teller in (string[])["a", "b"])
                Assert.Equal(
                    Enumerable.Range(0, 300).Select(number => $"{teller} {number}"),
                    page.Heard.Where(said => said.StartsWith(teller, StringComparison.Ordinal)));
        }
        Assert.Empty(stranger.Heard);
        await WentBy(way, 300);
    }

    [Theory, InlineData(Way.Bus), InlineData(Way.Redis)]
    public async Task A_page_in_several_of_the_groups_is_told_once_and_one_that_is_excluded_is_not(Way way)
    {
        await Start(way);
        var both = await _nodes[1].Connect("one", "two");
        var second = await _nodes[2].Connect("two");

        _nodes[0].Tell("to both", "one", "two");
        _nodes[0].TellExcept(both, "not to you", "one");
        _nodes[0].TellExcept(both, "to the other", "two");
        foreach (var group in (string[])["one", "two"])
            _nodes[0].Tell($"end of {group}", group);

        await both.Hears("end of one");
        await both.Hears("end of two");
        await second.Hears("end of two");
        Assert.Equal(["end of one", "end of two", "to both"], both.Heard.Order());
        Assert.Equal(["end of two", "to both", "to the other"], second.Heard.Order());
        await WentBy(way, 5);
    }

    [Theory, InlineData(Way.Bus), InlineData(Way.Redis)]
    public async Task Whoever_left_hears_nothing_more_and_what_is_told_on_one_node_stays_there(Way way)
    {
        await Start(way);
        var stays = await _nodes[1].Connect("room");
        var leaves = await _nodes[2].Connect("room");
        var here = await _nodes[0].Connect("room");

        await _nodes[2].Leave(leaves, "room");
        _nodes[0].TellHere("a fact", "room");
        _nodes[0].Tell("presence", "room");
        await stays.Hears("presence");
        await _nodes[2].Join(leaves, "room");
        _nodes[0].Tell("again", "room");

        await leaves.Hears("again");
        await stays.Hears("again");
        Assert.Equal(["again"], leaves.Heard);
        Assert.Equal(["presence", "again"], stays.Heard);
        Assert.Equal(["a fact", "presence", "again"], here.Heard);
    }

    private async Task Start(Way way)
    {
        _redis = way == Way.Redis ? await RedisProcess.Start() : null;
        _nodes = await WideNode.StartTogether(_database!.ConnectionString, 3, _redis?.Address);
    }

    /// <summary>Each message by one of the ways alone.</summary>
    private async Task WentBy(Way way, int messages)
    {
        long Counted(string by) => _nodes[0].Counted($"telehealth.live.wide.told {by}");
        await Eventually.True(() => Counted("bus") + Counted("redis") == messages, "each message is counted once");
        // A machine that is busy for seconds may turn to the bus meanwhile.
        Assert.Equal(way == Way.Redis, Counted("redis") > 0);
    }
}
