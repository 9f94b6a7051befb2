using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.LoadTests.Roads;

/// <summary>
/// Dijkstra's algorithm as in the books, backwards from one place to every
/// node, with the library's queue: what there would be without ours.
/// </summary>
internal sealed class FullSearch(RoadGraph graph, DrivingMode mode)
{
    private readonly double[] _seconds = new double[graph.NodeCount];
    private readonly PriorityQueue<int, double> _frontier = new();
    private RoadPoint _target;

    public void Run(GeoPoint to)
    {
        Array.Fill(_seconds, double.PositiveInfinity);
        _frontier.Clear();
        _target =
            graph.Snap(to, ReverseTravelTimes.FurthestOffRoad) ?? throw new InvalidOperationException("The incident lies in the town.");
        foreach (var (arc, share) in Directions(_target))
            Relax(graph.Tail(arc), share * graph.Seconds(arc, mode));
        if (graph.Twin(_target.Arc) < 0 && IsAtCrossing(_target.Arc, 1 - _target.Share))
            Relax(graph.Head(_target.Arc), (1 - _target.Share) * graph.Seconds(_target.Arc, mode));
        while (_frontier.TryDequeue(out var node, out var reached))
        {
            if (reached > _seconds[node])
                continue;
            foreach (var arc in graph.Entering(node))
                Relax(graph.Tail(arc), reached + graph.Seconds(arc, mode));
        }
    }

    /// <summary>Seconds from a place to the target, off-road ends included; null when no road leads there.</summary>
    public double? SecondsFrom(GeoPoint place)
    {
        if (graph.Snap(place, ReverseTravelTimes.FurthestOffRoad) is not { } start)
            return null;
        var best = double.PositiveInfinity;
        foreach (var (arc, share) in Directions(start))
        {
            best = Math.Min(best, (1 - share) * graph.Seconds(arc, mode) + _seconds[graph.Head(arc)]);
            foreach (var (last, end) in Directions(_target))
            {
                if (last == arc && end >= share)
                    best = Math.Min(best, (end - share) * graph.Seconds(arc, mode));
            }
        }

        if (graph.Twin(start.Arc) < 0 && IsAtCrossing(start.Arc, start.Share))
            best = Math.Min(best, start.Share * graph.Seconds(start.Arc, mode) + _seconds[graph.Tail(start.Arc)]);
        var offRoad = (start.OffRoad.Metres + _target.OffRoad.Metres) / ReverseTravelTimes.OffRoadSpeed.MetresPerSecond;
        return double.IsInfinity(best) ? null : best + offRoad;
    }

    private bool IsAtCrossing(int arc, double share) => share * graph.Metres(arc) <= ReverseTravelTimes.AtCrossing.Metres;

    private void Relax(int node, double reached)
    {
        if (reached >= _seconds[node])
            return;
        _seconds[node] = reached;
        _frontier.Enqueue(node, reached);
    }

    private IEnumerable<(int Arc, double Share)> Directions(RoadPoint point)
    {
        yield return (point.Arc, point.Share);
        if (graph.Twin(point.Arc) is var twin and >= 0)
            yield return (twin, 1 - point.Share);
    }
}
