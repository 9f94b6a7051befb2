using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// The newest states that this node has seen, at most <paramref name="capacity"/>; the least recently used goes first.
/// May be stale when another node wrote: the append finds out. Any thread may call.
/// </summary>
internal sealed class StateCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EntityKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public bool TryGet<TState>(EntityKey key, [MaybeNullWhen(false)] out TState state, out long version)
        where TState : notnull
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node) && node.Value.State is TState known)
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                (state, version) = (known, node.Value.Version);
                return true;
            }
        }
        (state, version) = (default, 0);
        return false;
    }

    /// <summary>Keeps the newer of the known and the given state.</summary>
    public void Put(EntityKey key, object state, long version)
    {
        if (capacity == 0)
            return;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                if (known.Value.Version < version)
                    known.Value = new Entry(key, state, version);
                return;
            }

            if (_entries.Count >= capacity && _recent.Last is { } oldest)
            {
                _recent.RemoveLast();
                _entries.Remove(oldest.Value.Key);
            }
            _entries.Add(key, _recent.AddFirst(new Entry(key, state, version)));
        }
    }

    private sealed record Entry(EntityKey Key, object State, long Version);
}
