using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Cities;

/// <summary>A road before it is cut at its crossings.</summary>
internal sealed record DrawnRoad(RoadClass Class, string Name, IReadOnlyList<MapPoint> Line);

/// <summary>What streets of one kind keep to.</summary>
/// <param name="Class">Which kind.</param>
/// <param name="Spacing">How far apart those side by side are at a point, in metres; null where there are none.</param>
/// <param name="MinimumLength">Shorter ones are not built, in metres.</param>
/// <param name="MaximumLength">Longer ones end and another begins, in metres.</param>
internal sealed record StreetPlan(RoadClass Class, Func<MapPoint, double?> Spacing, double MinimumLength, double MaximumLength);

/// <summary>
/// Grows streets along a field as lines of even spacing: each new one starts beside an older one, runs until it would come
/// too close to another in its own direction, and is then led to the nearest road ahead, so that most ends are junctions.
/// </summary>
internal sealed class StreetGrower(StreetField field, Func<MapPoint, bool> blocked, Random random)
{
    private const double Step = 20;
    private const double CellMetres = 80;

    private readonly Dictionary<(int East, int North), List<Sample>> _samples = [];

    /// <summary>All roads so far, in the order in which they were drawn.</summary>
    public List<DrawnRoad> Roads { get; } = [];

    /// <summary>Adds a road that stands already.</summary>
    public void Add(DrawnRoad road)
    {
        Roads.Add(road);
        for (var at = 0; at + 1 < road.Line.Count; at++)
        {
            var direction = (road.Line[at + 1] - road.Line[at]).Normal();
            var pieces = Math.Max(1, (int)(road.Line[at].DistanceTo(road.Line[at + 1]) / Step));
            for (var piece = 0; piece < pieces; piece++)
                AddSample(
                    new Sample(road.Line[at] + (road.Line[at + 1] - road.Line[at]) * (piece / (double)pieces), direction, Roads.Count - 1));
        }
    }

    /// <summary>Fills the city with streets of one kind.</summary>
    /// <param name="plan">What they keep to.</param>
    /// <param name="seeds">Where to begin, tried in order; then beside each street that was built.</param>
    /// <param name="nameNext">Names each street as it is built.</param>
    public void Grow(StreetPlan plan, IEnumerable<MapPoint> seeds, Func<string> nameNext)
    {
        var open = new Queue<MapPoint>();
        foreach (var seed in seeds)
        {
            open.Enqueue(seed);
            while (open.TryDequeue(out var start))
            {
                for (var across = 0; across < 2; across++)
                {
                    if (Trace(plan, start, across == 1) is not { } line)
                        continue;
                    Add(new DrawnRoad(plan.Class, nameNext(), line));
                    foreach (var beside in Beside(plan, line))
                        open.Enqueue(beside);
                }
            }
        }
    }

    private IEnumerable<MapPoint> Beside(StreetPlan plan, List<MapPoint> line)
    {
        for (var at = 1; at < line.Count; at += 6)
        {
            if (plan.Spacing(line[at]) is not { } spacing)
                continue;
            var side = (line[at] - line[at - 1]).Normal().Left() * (spacing * (1.02 + 0.35 * random.NextDouble()));
            yield return line[at] + side;
            yield return line[at] - side;
        }
    }

    private List<MapPoint>? Trace(StreetPlan plan, MapPoint start, bool across)
    {
        if (plan.Spacing(start) is not { } spacing || blocked(start) || HasParallel(start, field.Direction(start, across), spacing))
            return null;
        var back = Run(plan, start, across, -1);
        var forth = Run(plan, start, across, 1);
        back.Reverse();
        List<MapPoint> line = [.. back, start, .. forth];
        return line.Length() >= plan.MinimumLength ? line : null;
    }

    private List<MapPoint> Run(StreetPlan plan, MapPoint start, bool across, int sign)
    {
        var line = new List<MapPoint>();
        var (at, heading) = (start, field.Direction(start, across) * sign);
        for (var length = 0.0; length < plan.MaximumLength / 2; length += Step)
        {
            // The field has no sign: keep going the way we came. Half a step ahead tells the bend (midpoint rule).
            var middle = Onwards(field.Direction(at + heading * (Step / 2), across), heading);
            var next = at + middle * Step;
            if (plan.Spacing(next) is not { } spacing || blocked(next) || HasParallel(next, middle, spacing * 0.55))
            {
                if (JunctionAhead(at, heading, plan.Spacing(at) ?? Step) is { } junction)
                    line.Add(junction);
                return line;
            }

            line.Add(next);
            (at, heading) = (next, middle);
        }

        return line;
    }

    /// <summary>The nearest road that the street can end on, in front of it and on its own bank.</summary>
    private MapPoint? JunctionAhead(MapPoint at, MapPoint heading, double reach)
    {
        (MapPoint? best, var bestDistance) = (null, reach * 1.1);
        foreach (var sample in CellsAround(at, bestDistance).SelectMany(cell => cell))
        {
            var way = sample.At - at;
            if (way.Length >= bestDistance || way.Length < 1 || MapPoint.Dot(way.Normal(), heading) < 0.6
                || Roads[sample.Road].Class == RoadClass.Motorway)
                continue;
            var clear = true;
            for (var part = 0.0; part < way.Length && clear; part += Step)
                clear = !blocked(at + way.Normal() * part);
            if (clear)
                (best, bestDistance) = (sample.At, way.Length);
        }

        return best;
    }

    private bool HasParallel(MapPoint at, MapPoint direction, double within)
    {
        foreach (var cell in CellsAround(at, within))
        {
            foreach (var sample in cell)
            {
                var (east, north) = (sample.At.East - at.East, sample.At.North - at.North);
                if (east * east + north * north < within * within && Math.Abs(MapPoint.Dot(sample.Direction, direction)) > 0.72)
                    return true;
            }
        }

        return false;
    }

    private IEnumerable<List<Sample>> CellsAround(MapPoint at, double within)
    {
        var low = CellOf(new MapPoint(at.East - within, at.North - within));
        var high = CellOf(new MapPoint(at.East + within, at.North + within));
        for (var east = low.East; east <= high.East; east++)
        {
            for (var north = low.North; north <= high.North; north++)
            {
                if (_samples.TryGetValue((east, north), out var cell))
                    yield return cell;
            }
        }
    }

    private void AddSample(Sample sample)
    {
        var cell = CellOf(sample.At);
        if (!_samples.TryGetValue(cell, out var listed))
            _samples.Add(cell, listed = []);
        listed.Add(sample);
    }

    private static (int East, int North) CellOf(MapPoint at) =>
        ((int)Math.Floor(at.East / CellMetres), (int)Math.Floor(at.North / CellMetres));

    private static MapPoint Onwards(MapPoint direction, MapPoint heading) =>
        MapPoint.Dot(direction, heading) < 0 ? direction * -1 : direction;

    private readonly record struct Sample(MapPoint At, MapPoint Direction, int Road);
}
