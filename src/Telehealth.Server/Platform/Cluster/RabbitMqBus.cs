using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// The bus between nodes: one fan-out exchange, and one queue a node that lives no longer than its connection. This node's own subscribers
/// are told directly, so that they hear even while the broker is away. Announcements wait in a bounded queue for the broker; when it is
/// full the oldest is dropped and counted. Nothing here is durable or confirmed: the log fills every gap.
/// </summary>
internal sealed class RabbitMqBus : IClusterBus, IHostedService, IAsyncDisposable
{
    private const string Exchange = "telehealth.bus";
    private const int QueuedAnnouncements = 10_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly TopicHandlers _handlers;
    private readonly Channel<(string Topic, byte[] Payload)> _outgoing;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectionFactory _factory;
    private readonly ILogger<RabbitMqBus> _log;
    private readonly string _node = Guid.NewGuid().ToString("N");
    private Task _loop = Task.CompletedTask;
    private volatile bool _connected;
    private long _dropped;

    /// <param name="address">An AMQP address such as <c>amqp://user:password@host:5672/telehealth</c>.</param>
    /// <param name="log">The log.</param>
    public RabbitMqBus(Uri address, ILogger<RabbitMqBus> log)
    {
        _log = log;
        _handlers = new TopicHandlers(log);
        _outgoing = Channel.CreateBounded<(string, byte[])>(
            new BoundedChannelOptions(QueuedAnnouncements) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _factory = new ConnectionFactory
        {
            Uri = address,
            ClientProvidedName = $"telehealth {_node}",
            // This class connects anew by itself: it must also survive a broker that was never there.
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>Announcements that never left this node or came too fast for its subscribers.</summary>
    public long Dropped => Interlocked.Read(ref _dropped) + _handlers.Dropped;

    public bool IsConnected => _connected;

    public ValueTask Announce(string topic, ReadOnlyMemory<byte> payload)
    {
        var copy = payload.ToArray();
        _handlers.Deliver(topic, copy);
        _outgoing.Writer.TryWrite((topic, copy));
        return ValueTask.CompletedTask;
    }

    public IDisposable Subscribe(string topic, Action<ReadOnlyMemory<byte>> handler) => _handlers.Add(topic, handler);

    /// <summary>Returns at once: a node must start without its broker.</summary>
    public Task StartAsync(CancellationToken ct)
    {
        _loop = Task.Run(() => Run(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken ct)
    {
        await _stop.CancelAsync();
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _handlers.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Serve(ct);
            }
            catch (Exception cause) when (!ct.IsCancellationRequested)
            {
                _log.BrokerAway(cause.GetType().Name, Dropped);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                _connected = false;
            }
            await Task.Delay(RetryAfter, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Serve(CancellationToken ct)
    {
        await using var connection = await _factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        connection.ConnectionShutdownAsync += (_, _) => lost.CancelAsync();
        channel.ChannelShutdownAsync += (_, _) => lost.CancelAsync();

        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: false, autoDelete: false, cancellationToken: ct);
        // A node that is too slow loses its oldest news instead of filling the broker's memory.
        var limits = new Dictionary<string, object?> { ["x-max-length"] = QueuedAnnouncements, ["x-overflow"] = "drop-head" };
        var queue = await channel.QueueDeclareAsync(
            string.Empty, durable: false, exclusive: true, autoDelete: true, limits, cancellationToken: ct);
        await channel.QueueBindAsync(queue.QueueName, Exchange, string.Empty, cancellationToken: ct);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.BasicProperties.AppId != _node && delivery.BasicProperties.Type is { } topic)
                _handlers.Deliver(topic, delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, ct);

        _connected = true;
        _log.BrokerConnected();
        await foreach (var (topic, payload) in _outgoing.Reader.ReadAllAsync(lost.Token))
        {
            var properties = new BasicProperties { AppId = _node, Type = topic };
            await channel.BasicPublishAsync(Exchange, string.Empty, mandatory: false, properties, payload, lost.Token);
        }
    }
}
