using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>Random road graphs with one-ways, islands and curious speeds, and a plain search to compare with.</summary>
internal static class Town
{
    public static RoadGraph Random(Random random, int nodes, GeoPoint? centre = null)
    {
        var middle = centre ?? Some.Town;
        var builder = new RoadGraphBuilder();
        var scale = Math.Cos(double.DegreesToRadians(middle.Latitude));
        for (var node = 0; node < nodes; node++)
        {
            var longitude = middle.Longitude + (random.NextDouble() - 0.5) * 0.1 / scale;
            builder.AddNode(
                GeoPoint.Of(middle.Latitude + (random.NextDouble() - 0.5) * 0.1, longitude > 180 ? longitude - 360 : longitude));
        }

        for (var street = 0; street < nodes * 2; street++)
        {
            var from = random.Next(nodes);
            var to = random.Next(Math.Max(0, from - 10), Math.Min(nodes, from + 10));
            if (from != to)
                builder.AddStreet(
                    from, to, (RoadClass)random.Next(4), new RoadSpeeds(random.Next(5, 60), random.Next(60, 130)), "", random.Next(3) == 0);
        }

        return builder.Build();
    }

    /// <summary>Bellman and Ford's way: nothing clever, so nothing to get wrong. From any point to any point on roads.</summary>
    public static double? PlainSeconds(RoadGraph graph, GeoPoint from, GeoPoint to, DrivingMode mode)
    {
        if (graph.Snap(from, ReverseTravelTimes.FurthestOffRoad) is not { } start
            || graph.Snap(to, ReverseTravelTimes.FurthestOffRoad) is not { } end)
            return null;
        var reached = new double[graph.NodeCount];
        Array.Fill(reached, double.PositiveInfinity);
        foreach (var (node, seconds) in WaysOut(graph, start, mode))
            reached[node] = Math.Min(reached[node], seconds);
        for (var changed = true; changed;)
        {
            changed = false;
            for (var arc = 0; arc < graph.ArcCount; arc++)
            {
                var through = reached[graph.Tail(arc)] + graph.Seconds(arc, mode);
                if (through < reached[graph.Head(arc)])
                    (reached[graph.Head(arc)], changed) = (through, true);
            }
        }

        var best = WaysIn(graph, end, mode).Min(way => reached[way.Node] + way.Seconds);
        foreach (var (arc, share) in Directions(graph, end))
        {
            foreach (var (startArc, startShare) in Directions(graph, start))
            {
                if (startArc == arc && startShare <= share)
                    best = Math.Min(best, (share - startShare) * graph.Seconds(arc, mode));
            }
        }

        var off = (start.OffRoad.Metres + end.OffRoad.Metres) / ReverseTravelTimes.OffRoadSpeed.MetresPerSecond;
        return double.IsInfinity(best) ? null : best + off;
    }

    /// <summary>To the end of its street, and back to a crossing that it has hardly left.</summary>
    private static IEnumerable<(int Node, double Seconds)> WaysOut(RoadGraph graph, RoadPoint point, DrivingMode mode)
    {
        foreach (var (arc, share) in Directions(graph, point))
            yield return (graph.Head(arc), (1 - share) * graph.Seconds(arc, mode));
        if (point.Share * graph.Metres(point.Arc) <= ReverseTravelTimes.AtCrossing.Metres)
            yield return (graph.Tail(point.Arc),
                point.Share * graph.Seconds(graph.Twin(point.Arc) is var twin and >= 0 ? twin : point.Arc, mode));
    }

    private static IEnumerable<(int Node, double Seconds)> WaysIn(RoadGraph graph, RoadPoint point, DrivingMode mode)
    {
        foreach (var (arc, share) in Directions(graph, point))
            yield return (graph.Tail(arc), share * graph.Seconds(arc, mode));
        if ((1 - point.Share) * graph.Metres(point.Arc) <= ReverseTravelTimes.AtCrossing.Metres)
            yield return (graph.Head(point.Arc),
                (1 - point.Share) * graph.Seconds(graph.Twin(point.Arc) is var twin and >= 0 ? twin : point.Arc, mode));
    }

    private static IEnumerable<(int Arc, double Share)> Directions(RoadGraph graph, RoadPoint point)
    {
        yield return (point.Arc, point.Share);
        if (graph.Twin(point.Arc) >= 0)
            yield return (graph.Twin(point.Arc), 1 - point.Share);
    }
}
