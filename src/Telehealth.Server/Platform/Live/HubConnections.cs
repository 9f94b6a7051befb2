using System.Collections.Concurrent;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Everybody who is connected to a hub of this node, or about to be: who was let in is counted until they are gone, so that a node which
/// ends forgets nobody between the door and the hub. Any thread may call.
/// </summary>
internal sealed class HubConnections(Drain drain)
{
    private readonly ConcurrentDictionary<Outbox, string> _outboxes = new();
    private int _inside;

    /// <summary>How many were let in and have not gone yet.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Of those who are connected, with the name of their hub.</summary>
    public IEnumerable<KeyValuePair<Outbox, string>> Outboxes => _outboxes;

    /// <summary>False when this node ends and takes nobody any more; otherwise <see cref="Leave"/> belongs to it.</summary>
    public bool TryEnter()
    {
        // First counted, then looked: whoever closes the door looks the other way round.
        Interlocked.Increment(ref _inside);
        if (!drain.IsClosed)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    public void Add(Outbox outbox, string hub) => _outboxes[outbox] = hub;

    public void Remove(Outbox outbox) => _outboxes.TryRemove(outbox, out _);
}
