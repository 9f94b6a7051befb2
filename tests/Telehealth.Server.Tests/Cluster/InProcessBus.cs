using Microsoft.Extensions.Logging;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>A bus without a silo, for tests of what stands on it: announcements reach its own subscribers.</summary>
internal sealed class InProcessBus(ILogger<InProcessBus> log) : IClusterBus, IAsyncDisposable
{
    private readonly TopicHandlers _handlers = new(log);

    public ValueTask Announce(string topic, ReadOnlyMemory<byte> payload)
    {
        _handlers.Deliver(topic, payload.ToArray());
        return ValueTask.CompletedTask;
    }

    public bool IsAlone => true;

    public ValueTask AnnounceToOthers(string topic, ReadOnlyMemory<byte> payload) => ValueTask.CompletedTask;

    public IDisposable Subscribe(string topic, Action<ReadOnlyMemory<byte>> handler) => _handlers.Add(topic, handler);

    public ValueTask DisposeAsync() => _handlers.DisposeAsync();
}
