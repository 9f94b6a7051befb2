using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>What the bus promises, on one node and between several.</summary>
public sealed class ClusterBusTests : IAsyncLifetime
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("server", JarDatabase.Migrate);

    public async ValueTask DisposeAsync() => await _database!.DisposeAsync();

    [Fact]
    public async Task Announcements_reach_this_nodes_subscribers_of_the_topic_in_order()
    {
        await using var node = await Start();
        ConcurrentQueue<int> heard = new();
        using var subscription = node.Bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));
        using var other = node.Bus.Subscribe("letters", _ => heard.Enqueue(-1));

        for (var i = 0; i < 500; i++)
            await node.Bus.Announce("numbers", Payload(i));

        await Eventually.True(() => heard.Count >= 500, "500 announcements");
        Assert.Equal(Enumerable.Range(0, 500), heard);
    }

    [Fact]
    public async Task A_subscriber_that_throws_or_has_gone_does_not_disturb_the_others()
    {
        await using var node = await Start();
        ConcurrentQueue<int> heard = new();
        using var failing = node.Bus.Subscribe("numbers", _ => throw new InvalidOperationException());
        node.Bus.Subscribe("numbers", _ => heard.Enqueue(-1)).Dispose();
        using var subscription = node.Bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));

        await node.Bus.Announce("numbers", Payload(1));
        await node.Bus.Announce("numbers", Payload(2));

        await Eventually.True(() => heard.Count >= 2, "both announcements");
        Assert.Equal([1, 2], heard);
    }

    [Fact]
    public async Task The_caller_may_use_its_buffer_again_at_once()
    {
        var nodes = await SiloNode.StartTogether(_database!.ConnectionString, 2);
        var heard = Listen(nodes);
        var buffer = Payload(7);

        await nodes[0].Bus.Announce("numbers", buffer);
        buffer[0] = (byte)'9';

        await Eventually.True(() => heard.All(numbers => !numbers.IsEmpty), "the announcement on both nodes");
        Assert.All(heard, numbers => Assert.Equal([7], numbers));
        await Stop(nodes);
    }

    [Fact]
    public async Task Every_node_hears_each_announcement_of_every_other_once_and_in_its_order()
    {
        var nodes = await SiloNode.StartTogether(_database!.ConnectionString, 3);
        var heard = Listen(nodes);

        await Task.WhenAll(nodes.Select((node, at) => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
                await node.Bus.Announce("numbers", Payload(at * 10_000 + i));
        })));

        await Eventually.True(() => heard.All(numbers => numbers.Count >= 6_000), "6,000 announcements on three nodes");
        Assert.All(heard.SelectMany(numbers => numbers.GroupBy(number => number / 10_000)), ofOne =>
            Assert.Equal(Enumerable.Range(0, 2_000), ofOne.Select(number => number % 10_000)));
        Assert.All(nodes, node => Assert.Equal(0, node.Bus.Dropped));
        await Stop(nodes);
    }

    [Fact]
    public async Task A_node_that_joins_hears_and_one_that_leaves_disturbs_nobody()
    {
        var nodes = (await SiloNode.StartTogether(_database!.ConnectionString, 2)).ToList();

        await using var late = await Start();
        await Eventually.True(() => nodes.All(node => node.Bus.Peers == 2), "it is known to both");
        var heard = Listen([nodes[0], late]);
        await nodes[1].DisposeAsync();
        await Eventually.True(() => nodes[0].Bus.Peers == 1, "the one that left is forgotten");
        await nodes[0].Bus.Announce("numbers", Payload(5));

        await Eventually.True(() => heard.All(numbers => !numbers.IsEmpty), "both that are left");
        Assert.All(heard, numbers => Assert.Equal([5], numbers));
        await nodes[0].DisposeAsync();
    }

    [Fact]
    public async Task A_subscriber_that_is_too_slow_loses_the_oldest_and_holds_up_neither_its_node_nor_the_others()
    {
        var nodes = await SiloNode.StartTogether(_database!.ConnectionString, 2);
        using var goOn = new ManualResetEventSlim();
        ConcurrentQueue<int> slow = new();
        ConcurrentQueue<int> quick = new();
        using var one = nodes[0].Bus.Subscribe("numbers", payload => quick.Enqueue(Number(payload)));
        using var two = nodes[1].Bus.Subscribe("numbers", payload =>
        {
            goOn.Wait();
            slow.Enqueue(Number(payload));
        });

        // In portions that this node's own subscriber keeps up with.
        for (var i = 0; i < 12_000; i++)
        {
            await nodes[0].Bus.Announce("numbers", Payload(i));
            if (i % 1_000 == 999)
                await Eventually.True(() => quick.Count > i, "this node's own subscriber");
        }
        // Where it happens depends on how soon the first call was answered: in the queue to the node, or in the node's own.
        await Eventually.True(() => nodes.Sum(node => node.Bus.Dropped) >= 1_000, "the oldest are dropped and counted");
        goOn.Set();

        await Eventually.True(() => slow.Contains(11_999), "the newest arrives");
        Assert.Equal(slow.Order(), slow);
        Assert.Equal(Enumerable.Range(0, 12_000), quick);
        await Stop(nodes);
    }

    [Fact]
    public async Task Before_its_silo_has_started_and_after_it_has_stopped_a_nodes_own_subscribers_hear()
    {
        var node = await Start();
        ConcurrentQueue<int> heard = new();
        using var subscription = node.Bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));

        await node.Bus.StopAsync(CancellationToken.None);
        await node.Bus.Announce("numbers", Payload(1));

        await Eventually.True(() => !heard.IsEmpty, "the announcement");
        await node.DisposeAsync();
    }

    private static List<ConcurrentQueue<int>> Listen(IEnumerable<SiloNode> nodes) => [.. nodes.Select(node =>
    {
        ConcurrentQueue<int> numbers = new();
        node.Bus.Subscribe("numbers", payload => numbers.Enqueue(Number(payload)));
        return numbers;
    })];

    private static async Task Stop(IEnumerable<SiloNode> nodes)
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    private Task<SiloNode> Start() => SiloNode.Start(_database!.ConnectionString);

    private static byte[] Payload(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static int Number(ReadOnlyMemory<byte> payload) => int.Parse(payload.Span, CultureInfo.InvariantCulture);
}
