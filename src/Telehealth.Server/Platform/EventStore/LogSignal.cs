using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>Says that the log has grown, here or on another node. Losing one costs a poll, never an event.</summary>
internal sealed class LogSignal : IDisposable
{
    private const string Topic = "log.grew";
    private readonly IClusterBus _bus;
    private readonly IDisposable _subscription;
    private readonly byte[] _node = Guid.NewGuid().ToByteArray();
    private TaskCompletionSource _grown = New();

    public LogSignal(IClusterBus bus)
    {
        _bus = bus;
        _subscription = bus.Subscribe(Topic, node =>
        {
            // This node's readers were woken at the commit.
            if (!node.Span.SequenceEqual(_node))
                Wake();
        });
    }

    /// <summary>Take it before reading, wait for it after: growth in between is then not missed.</summary>
    public Task Next => Volatile.Read(ref _grown).Task;

    /// <summary>This node has committed.</summary>
    public ValueTask Announce()
    {
        Wake();
        return _bus.Announce(Topic, _node);
    }

    public void Dispose() => _subscription.Dispose();

    /// <summary>Waits for growth, at most for the poll interval.</summary>
    public static async Task Wait(Task next, TimeSpan poll, TimeProvider time, CancellationToken ct)
    {
        try
        {
            await next.WaitAsync(poll, time, ct);
        }
        catch (TimeoutException)
        {
            // Time to look by itself.
        }
    }

    private void Wake() => Interlocked.Exchange(ref _grown, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
