using System.Collections.Concurrent;
using Telehealth.Dispatch.Travel;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>Lends travel sources: each keeps search buffers of its own, so one is used by one search at a time.</summary>
internal sealed class TravelSources(AreaRoads roads, OsrmTravel osrm)
{
    /// <summary>
    /// As many as <see cref="RoutedTravel.MostWays"/> takes: the nearest by straight line first, then those that could still beat them.
    /// </summary>
    private const int MostQuestions = 3;

    private readonly ConcurrentBag<ITravelSource> _idle = [];

    /// <summary>Whether a routing server is asked first.</summary>
    public bool AreRouted => osrm.IsConfigured;

    /// <summary>By the loaded roads, or straight distance where there are none.</summary>
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

    /// <summary>
    /// By the routing server where there is one and it answers, otherwise as <see cref="Use"/>: never by both, so times of one order have
    /// one source. The search may be run several times, and must do nothing but reckon.
    /// </summary>
    public async Task<T> Reckon<T>(Func<ITravelSource, T> search, CancellationToken ct)
    {
        if (!osrm.IsConfigured)
            return Use(search);
        var known = new RoutedTravel();
        for (var questions = 0; questions <= MostQuestions; questions++)
        {
            var found = search(known);
            var unknown = known.TakeUnknown();
            if (unknown.Count == 0)
                return found;
            if (questions == MostQuestions || await osrm.Ask(unknown, ct) is not { } answers)
                break;
            foreach (var (way, travel) in answers)
                known.Learn(way, travel);
        }

        return Use(search);
    }
}
