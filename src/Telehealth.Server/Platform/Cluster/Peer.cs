using System.Threading.Channels;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>What waits for one other node, and the loop that tells it. Any thread may tell.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private const int QueuedAnnouncements = 10_000;
    private const int MostInOneCall = 500;

    private readonly INodeGrain _node;
    private readonly ILogger _log;
    private readonly Channel<Announcement> _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private bool _isAway;
    private long _dropped;

    public Peer(INodeGrain node, ILogger log)
    {
        (_node, _log) = (node, log);
        _queue = Channel.CreateBounded<Announcement>(
            new BoundedChannelOptions(QueuedAnnouncements) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _loop = Task.Run(Run);
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Tell(Announcement announcement) => _queue.Writer.TryWrite(announcement);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task Run()
    {
        List<Announcement> batch = [];
        while (!_stop.IsCancellationRequested && await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostInOneCall && _queue.Reader.TryRead(out var announcement))
                batch.Add(announcement);
            await Send([.. batch]);
            batch.Clear();
        }
    }

    private async Task Send(Announcement[] batch)
    {
        try
        {
            await _node.Hear(batch).WaitAsync(_stop.Token);
            _isAway = false;
        }
        catch (Exception cause)
        {
            // Whether it was heard is not known; nobody may rely on it anyway.
            Interlocked.Add(ref _dropped, batch.Length);
            if (!_isAway && !_stop.IsCancellationRequested)
                _log.NodeAway(cause.GetType().Name, Dropped);
            _isAway = true;
        }
    }
}
