using System.Collections.Concurrent;
using System.Diagnostics;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>
/// On which other node an entity answered last, and which nodes have just let somebody wait. A guess that spares others the same wait, and
/// is forgotten by itself. Any thread may call.
/// </summary>
internal sealed class EntityPlaces(TimeSpan suspectFor)
{
    private const int MostEntities = 20_000;

    private readonly ConcurrentDictionary<EntityKey, string> _nodes = new();
    private readonly ConcurrentDictionary<string, long> _suspects = new(StringComparer.Ordinal);

    public void Learn(EntityKey key, string node)
    {
        if (_nodes.TryGetValue(key, out var known) && known == node)
            return;
        if (_nodes.Count >= MostEntities)
            _nodes.Clear();
        _nodes[key] = node;
    }

    public bool IsSuspect(EntityKey key)
    {
        if (_suspects.IsEmpty || !_nodes.TryGetValue(key, out var node) || !_suspects.TryGetValue(node, out var since))
            return false;
        if (Stopwatch.GetElapsedTime(since) < suspectFor)
            return true;
        _suspects.TryRemove(KeyValuePair.Create(node, since));
        return false;
    }

    /// <summary>The node that had this entity last has let a command wait.</summary>
    public void Suspect(EntityKey key)
    {
        if (_nodes.TryGetValue(key, out var node))
            _suspects[node] = Stopwatch.GetTimestamp();
    }
}
