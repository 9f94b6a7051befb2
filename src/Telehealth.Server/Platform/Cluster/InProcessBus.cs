namespace Telehealth.Server.Platform.Cluster;

/// <summary>The bus of a node that is alone: announcements reach its own subscribers.</summary>
internal sealed class InProcessBus(ILogger<InProcessBus> log) : IClusterBus, IAsyncDisposable
{
    private readonly TopicHandlers _handlers = new(log);

    public ValueTask Announce(string topic, ReadOnlyMemory<byte> payload)
    {
        _handlers.Deliver(topic, payload.ToArray());
        return ValueTask.CompletedTask;
    }

    public IDisposable Subscribe(string topic, Action<ReadOnlyMemory<byte>> handler) => _handlers.Add(topic, handler);

    public ValueTask DisposeAsync() => _handlers.DisposeAsync();
}
