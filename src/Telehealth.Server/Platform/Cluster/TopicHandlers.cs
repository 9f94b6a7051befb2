using System.Collections.Immutable;
using System.Threading.Channels;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// This node's subscribers, called by one loop from a bounded queue. When it is full the oldest announcement is dropped and counted: what
/// matters now is newer. Any thread may add, remove or deliver.
/// </summary>
internal sealed class TopicHandlers : IAsyncDisposable
{
    private const int QueuedAnnouncements = 10_000;

    private readonly ILogger _log;
    private readonly Channel<(string Topic, byte[] Payload)> _queue;
    private readonly Task _loop;
    private ImmutableDictionary<string, ImmutableArray<Action<ReadOnlyMemory<byte>>>> _handlers =
        ImmutableDictionary<string, ImmutableArray<Action<ReadOnlyMemory<byte>>>>.Empty;

    private long _dropped;

    public TopicHandlers(ILogger log)
    {
        _log = log;
        _queue = Channel.CreateBounded<(string, byte[])>(
            new BoundedChannelOptions(QueuedAnnouncements) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _loop = Task.Run(Run);
    }

    /// <summary>Announcements that this node's subscribers were too slow for.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public IDisposable Add(string topic, Action<ReadOnlyMemory<byte>> handler)
    {
        ImmutableInterlocked.AddOrUpdate(ref _handlers, topic, _ => [handler], (_, known) => known.Add(handler));
        return new Subscription(this, topic, handler);
    }

    public void Deliver(string topic, byte[] payload) => _queue.Writer.TryWrite((topic, payload));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task Run()
    {
        await foreach (var (topic, payload) in _queue.Reader.ReadAllAsync())
        {
            foreach (var handler in Volatile.Read(ref _handlers).GetValueOrDefault(topic, []))
            {
                try
                {
                    handler(payload);
                }
                catch (Exception cause)
                {
                    _log.HandlerFailed(cause, topic);
                }
            }
        }
    }

    private void Remove(string topic, Action<ReadOnlyMemory<byte>> handler) =>
        ImmutableInterlocked.AddOrUpdate(ref _handlers, topic, _ => [], (_, known) => known.Remove(handler));

    private sealed class Subscription(TopicHandlers handlers, string topic, Action<ReadOnlyMemory<byte>> handler) : IDisposable
    {
        public void Dispose() => handlers.Remove(topic, handler);
    }
}
