using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>
/// A broker, its Erlang machine and a cut network want the two cores for themselves: beside the other tests they miss their deadlines.
/// </summary>
[CollectionDefinition(nameof(Broker), DisableParallelization = true)]
public sealed class Broker;

/// <summary>What every bus promises, and RabbitMQ's between nodes.</summary>
[Collection(nameof(Broker))]
public sealed class ClusterBusTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Announcements_reach_this_nodes_subscribers_of_the_topic_in_order(bool overBroker)
    {
        var bus = await Make(overBroker);
        ConcurrentQueue<int> heard = new();
        using var subscription = bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));
        using var other = bus.Subscribe("letters", _ => heard.Enqueue(-1));

        for (var i = 0; i < 500; i++)
            await bus.Announce("numbers", Payload(i));

        await Eventually.True(() => heard.Count >= 500, "500 announcements");
        Assert.Equal(Enumerable.Range(0, 500), heard);
        await ((IAsyncDisposable)bus).DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subscriber_that_throws_or_has_gone_does_not_disturb_the_others(bool overBroker)
    {
        var bus = await Make(overBroker);
        ConcurrentQueue<int> heard = new();
        using var failing = bus.Subscribe("numbers", _ => throw new InvalidOperationException());
        bus.Subscribe("numbers", _ => heard.Enqueue(-1)).Dispose();
        using var subscription = bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));

        await bus.Announce("numbers", Payload(1));
        await bus.Announce("numbers", Payload(2));

        await Eventually.True(() => heard.Count >= 2, "both announcements");
        Assert.Equal([1, 2], heard);
        await ((IAsyncDisposable)bus).DisposeAsync();
    }

    [Fact]
    public async Task The_caller_may_use_its_buffer_again_at_once()
    {
        await using var bus = new InProcessBus(NullLogger<InProcessBus>.Instance);
        ConcurrentQueue<int> heard = new();
        using var subscription = bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));
        var buffer = Payload(7);

        await bus.Announce("numbers", buffer);
        buffer[0] = (byte)'9';

        await Eventually.True(() => !heard.IsEmpty, "the announcement");
        Assert.Equal([7], heard);
    }

    [Fact]
    public async Task Over_the_broker_every_other_node_hears_each_announcement_once()
    {
        await using var one = (RabbitMqBus)await Make(overBroker: true);
        await using var two = (RabbitMqBus)await Make(overBroker: true);
        await using var three = (RabbitMqBus)await Make(overBroker: true);
        var heard = new[] { one, two, three }.Select(bus =>
        {
            ConcurrentQueue<int> numbers = new();
            bus.Subscribe("once", payload => numbers.Enqueue(Number(payload)));
            return numbers;
        }).ToList();

        for (var i = 0; i < 200; i++)
            await one.Announce("once", Payload(i));

        await Eventually.True(() => heard.All(numbers => numbers.Count >= 200), "200 announcements on three nodes");
        Assert.All(heard, numbers => Assert.Equal(Enumerable.Range(0, 200), numbers));
        Assert.Equal(0, one.Dropped);
    }

    [Fact]
    public async Task A_node_starts_without_its_broker_and_its_own_subscribers_hear()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var bus = new RabbitMqBus(new Uri($"amqp://guest:guest@127.0.0.1:{port}/"), NullLogger<RabbitMqBus>.Instance);
        await bus.StartAsync(CancellationToken.None);
        ConcurrentQueue<int> heard = new();
        using var subscription = bus.Subscribe("numbers", payload => heard.Enqueue(Number(payload)));

        for (var i = 0; i < 10_100; i++)
            await bus.Announce("numbers", Payload(i));

        await Eventually.True(() => heard.Contains(10_099), "the last announcement");
        Assert.False(bus.IsConnected);
        Assert.InRange(bus.Dropped, 100, 10_100);
    }

    [Fact]
    public async Task A_node_whose_connection_was_cut_comes_back_by_itself()
    {
        await using var one = (RabbitMqBus)await Make(overBroker: true);
        await using var relay = new Relay((await TestBroker.Shared).Address.Port);
        await using var two = new RabbitMqBus(new Uri($"amqp://guest:guest@127.0.0.1:{relay.Port}/"), NullLogger<RabbitMqBus>.Instance);
        await two.StartAsync(CancellationToken.None);
        await Eventually.True(() => two.IsConnected, "connected");
        ConcurrentQueue<int> heard = new();
        using var subscription = two.Subscribe("back", payload => heard.Enqueue(Number(payload)));

        relay.Cut();
        await Eventually.True(() => !two.IsConnected, "disconnected");
        await Eventually.True(() => two.IsConnected, "connected again");
        await one.Announce("back", Payload(5));

        await Eventually.True(() => heard.Contains(5), "the announcement after the cut");
    }

    private static async Task<IClusterBus> Make(bool overBroker)
    {
        if (!overBroker)
            return new InProcessBus(NullLogger<InProcessBus>.Instance);
        var bus = new RabbitMqBus((await TestBroker.Shared).Address, NullLogger<RabbitMqBus>.Instance);
        await bus.StartAsync(CancellationToken.None);
        await Eventually.True(() => bus.IsConnected, "connected to the broker");
        return bus;
    }

    private static byte[] Payload(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static int Number(ReadOnlyMemory<byte> payload) => int.Parse(payload.Span, CultureInfo.InvariantCulture);

    /// <summary>A network that can be cut: passes bytes on until told otherwise, and takes new connections all the time.</summary>
    private sealed class Relay : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentQueue<TcpClient> _clients = new();
        private readonly Task _loop;

        public Relay(int target)
        {
            _listener.Start();
            _loop = Accept(target);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Cut()
        {
            while (_clients.TryDequeue(out var client))
                client.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            Cut();
            await _loop;
        }

        private async Task Accept(int target)
        {
            List<Task> copies = [];
            try
            {
                while (true)
                {
                    var from = await _listener.AcceptTcpClientAsync();
                    TcpClient to = new();
                    await to.ConnectAsync(IPAddress.Loopback, target);
                    _clients.Enqueue(from);
                    _clients.Enqueue(to);
                    copies.Add(Copy(from, to));
                    copies.Add(Copy(to, from));
                }
            }
            catch (SocketException)
            {
                await Task.WhenAll(copies);
            }
        }

        private static async Task Copy(TcpClient from, TcpClient to)
        {
            try
            {
                await from.GetStream().CopyToAsync(to.GetStream());
            }
            catch (Exception cause) when (cause is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
        }
    }
}
