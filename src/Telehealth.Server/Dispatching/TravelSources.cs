using System.Collections.Concurrent;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;

namespace Telehealth.Server.Dispatching;

/// <summary>The roads of the area, when the server has been given any.</summary>
internal sealed record AreaRoads(RoadGraph? Graph);

/// <summary>Lends travel sources: each keeps search buffers of its own, so one is used by one search at a time.</summary>
internal sealed class TravelSources(AreaRoads roads)
{
    private readonly ConcurrentBag<ITravelSource> _idle = [];

    public T Use<T>(Func<ITravelSource, T> search)
    {
        if (!_idle.TryTake(out var source))
            source = roads.Graph is { } graph ? new RoadTravel(graph) : new CrowFlyTravel();
        try
        {
            return search(source);
        }
        finally
        {
            _idle.Add(source);
        }
    }
}
