using System.Collections.Concurrent;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The regions whose searches are made on this node. Any thread may call.</summary>
internal sealed class RegionsHere
{
    private readonly ConcurrentDictionary<string, bool> _regions = new(StringComparer.Ordinal);

    public int Count => _regions.Count;

    public bool Has(RegionKey region) => _regions.ContainsKey(region.Grain);

    public void Enter(string grain) => _regions[grain] = true;

    public void Leave(string grain) => _regions.TryRemove(grain, out _);
}
