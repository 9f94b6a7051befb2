using System.Threading.Channels;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Which entities have changed since somebody last looked. Many changes of one entity are one entry, so it is bounded by the number of
/// entities and a slow reader skips to the newest state instead of falling behind. Any thread marks; one reader takes.
/// </summary>
internal sealed class ChangedEntities<TKey>
    where TKey : notnull
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private HashSet<TKey> _changed = [];

    public void Mark(TKey key)
    {
        lock (_lock)
        {
            _changed.Add(key);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Waits until something has changed, and takes it all.</summary>
    public async Task<IReadOnlyCollection<TKey>> Take(CancellationToken ct)
    {
        while (true)
        {
            await _wake.Reader.ReadAsync(ct);
            lock (_lock)
            {
                if (_changed.Count > 0)
                {
                    var taken = _changed;
                    _changed = [];
                    return taken;
                }
            }
        }
    }
}
