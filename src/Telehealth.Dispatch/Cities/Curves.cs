namespace Telehealth.Dispatch.Cities;

/// <summary>Lines of points: smoothing, thinning, measuring.</summary>
internal static class Curves
{
    /// <summary>A smooth line through all points (Catmull and Rom's spline), a point about every 40 m.</summary>
    public static List<MapPoint> Through(params IReadOnlyList<MapPoint> points)
    {
        var smooth = new List<MapPoint>();
        for (var piece = 0; piece + 1 < points.Count; piece++)
        {
            var (before, from) = (points[Math.Max(piece - 1, 0)], points[piece]);
            var (to, after) = (points[piece + 1], points[Math.Min(piece + 2, points.Count - 1)]);
            var steps = Math.Max(1, (int)(from.DistanceTo(to) / 40));
            for (var step = 0; step < steps; step++)
                smooth.Add(Spline(before, from, to, after, step / (double)steps));
        }

        smooth.Add(points[^1]);
        return smooth;
    }

    /// <summary>The same line with the fewest points that stay within a tolerance (Douglas and Peucker).</summary>
    public static List<MapPoint> Thin(IReadOnlyList<MapPoint> line, double tolerance)
    {
        var kept = new bool[line.Count];
        kept[0] = kept[^1] = true;
        var open = new Stack<(int From, int To)>([(0, line.Count - 1)]);
        while (open.TryPop(out var span))
        {
            var (furthest, distance) = (-1, tolerance);
            for (var at = span.From + 1; at < span.To; at++)
            {
                var off = line[at].DistanceTo(line[at].NearestOn(line[span.From], line[span.To]));
                if (off > distance)
                    (furthest, distance) = (at, off);
            }

            if (furthest < 0)
                continue;
            kept[furthest] = true;
            open.Push((span.From, furthest));
            open.Push((furthest, span.To));
        }

        return [.. line.Where((_, at) => kept[at])];
    }

    /// <summary>The nearest point on a line, how far it is, and the line's direction there.</summary>
    public static (MapPoint Nearest, double Distance, MapPoint Direction) Nearest(this MapPoint[] line, MapPoint point)
    {
        var (best, bestSquared, piece) = (line[0], double.PositiveInfinity, 0);
        for (var at = 0; at + 1 < line.Length; at++)
        {
            var near = point.NearestOn(line[at], line[at + 1]);
            var (east, north) = (near.East - point.East, near.North - point.North);
            var squared = east * east + north * north;
            if (squared < bestSquared)
                (best, bestSquared, piece) = (near, squared, at);
        }

        return (best, Math.Sqrt(bestSquared), (line[piece + 1] - line[piece]).Normal());
    }

    public static double Length(this IReadOnlyList<MapPoint> line)
    {
        var length = 0.0;
        for (var at = 0; at + 1 < line.Count; at++)
            length += line[at].DistanceTo(line[at + 1]);
        return length;
    }

    /// <summary>Where two straight lines cross; null when they do not or run side by side.</summary>
    public static MapPoint? Crossing(MapPoint a, MapPoint b, MapPoint c, MapPoint d)
    {
        var (first, second) = (b - a, d - c);
        var turn = MapPoint.Cross(first, second);
        if (Math.Abs(turn) < 1e-9)
            return null;
        var alongFirst = MapPoint.Cross(c - a, second) / turn;
        var alongSecond = MapPoint.Cross(c - a, first) / turn;
        return alongFirst is >= 0 and <= 1 && alongSecond is >= 0 and <= 1 ? a + first * alongFirst : null;
    }

    private static MapPoint Spline(MapPoint before, MapPoint from, MapPoint to, MapPoint after, double t) =>
        (from * 2
            + (to - before) * t
            + (before * 2 - from * 5 + to * 4 - after) * (t * t)
            + (from * 3 - before - to * 3 + after) * (t * t * t)) * 0.5;
}
