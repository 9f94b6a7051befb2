using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Cities;

/// <summary>
/// Cuts drawn roads at their crossings and joins them to one network. A motorway meets primary roads only; all others pass over or under
/// it. Streets that nothing leads to are left out.
/// </summary>
internal sealed class StreetNetwork
{
    private const double CellMetres = 120;

    /// <summary>Nearer points are one junction.</summary>
    private const double JunctionMetres = 14;

    /// <summary>Shorter ends are not worth a street's name.</summary>
    private const double ShortestEnd = 60;

    private readonly List<Road> _roads;
    private readonly Dictionary<(int, int), List<(int Road, int Piece)>> _pieces = [];
    private readonly Dictionary<(int, int), List<int>> _junctions = [];
    private readonly List<bool> _onMotorwayOnly = [];

    private StreetNetwork(IEnumerable<DrawnRoad> drawn) =>
        _roads = [
            .. drawn
                .OrderBy(road => road.Class)
                .Select(road => new Road(road, Curves.Thin(road.Line, road.Class <= RoadClass.Primary ? 4 : 7))),
        ];

    /// <summary>Where the junctions and bends are.</summary>
    public List<MapPoint> Nodes { get; } = [];

    /// <summary>Roads as runs of nodes; a road that was cut in two stands here twice.</summary>
    public List<(RoadClass Class, string Name, List<int> Nodes)> Runs { get; } = [];

    /// <summary>Builds the network.</summary>
    public static StreetNetwork Of(IEnumerable<DrawnRoad> drawn)
    {
        var network = new StreetNetwork(drawn);
        network.ListPieces();
        network.Cut();
        var edges = network.Join();
        network.Prune(edges);
        network.LayRuns(network.KeepLargest(edges));
        return network;
    }

    private void ListPieces()
    {
        for (var road = 0; road < _roads.Count; road++)
        {
            for (var piece = 0; piece + 1 < _roads[road].Line.Count; piece++)
            {
                foreach (var cell in CellsOf(_roads[road].Line[piece], _roads[road].Line[piece + 1]))
                {
                    if (!_pieces.TryGetValue(cell, out var listed))
                        _pieces.Add(cell, listed = []);
                    listed.Add((road, piece));
                }
            }
        }
    }

    private void Cut()
    {
        foreach (var listed in _pieces.Values)
        {
            for (var first = 0; first < listed.Count; first++)
            {
                for (var second = first + 1; second < listed.Count; second++)
                    CutPair(listed[first], listed[second]);
            }
        }
    }

    private void CutPair((int Road, int Piece) first, (int Road, int Piece) second)
    {
        var (one, other) = (_roads[first.Road], _roads[second.Road]);
        if (first.Road == second.Road || !Meet(one.Class, other.Class))
            return;
        var (a, b) = (one.Line[first.Piece], one.Line[first.Piece + 1]);
        var (c, d) = (other.Line[second.Piece], other.Line[second.Piece + 1]);
        if (Curves.Crossing(a, b, c, d) is { } crossing)
        {
            one.Cuts.Add((first.Piece, crossing));
            other.Cuts.Add((second.Piece, crossing));
            return;
        }

        // An end that stops just before or after a road belongs on it.
        foreach (var end in new[] { c, d })
        {
            if (end.NearestOn(a, b) is var foot && foot.DistanceTo(end) < JunctionMetres)
                one.Cuts.Add((first.Piece, foot));
        }

        foreach (var end in new[] { a, b })
        {
            if (end.NearestOn(c, d) is var foot && foot.DistanceTo(end) < JunctionMetres)
                other.Cuts.Add((second.Piece, foot));
        }
    }

    private static bool Meet(RoadClass one, RoadClass other) =>
        (one, other) is not ((RoadClass.Motorway, > RoadClass.Primary) or ( > RoadClass.Primary, RoadClass.Motorway));

    private Dictionary<(int, int), int> Join()
    {
        var edges = new Dictionary<(int, int), int>();
        for (var road = 0; road < _roads.Count; road++)
        {
            var last = -1;
            foreach (var point in _roads[road].WithCuts())
            {
                var node = NodeAt(point, _roads[road].Class);
                if (last >= 0 && node != last)
                    edges.TryAdd((Math.Min(last, node), Math.Max(last, node)), road);
                if (node != last)
                    _roads[road].Nodes.Add(node);
                last = node;
            }
        }

        return edges;
    }

    private int NodeAt(MapPoint point, RoadClass kind)
    {
        var (east, north) = CellOf(point);
        var (best, bestDistance) = (-1, JunctionMetres);
        for (var dx = -1; dx <= 1; dx++)
        {
            for (var dy = -1; dy <= 1; dy++)
            {
                foreach (var node in _junctions.GetValueOrDefault((east + dx, north + dy), []))
                {
                    var distance = Nodes[node].DistanceTo(point);
                    if (distance < bestDistance && (!_onMotorwayOnly[node] || kind <= RoadClass.Primary))
                        (best, bestDistance) = (node, distance);
                }
            }
        }

        if (best >= 0)
            return best;
        Nodes.Add(point);
        _onMotorwayOnly.Add(kind == RoadClass.Motorway);
        if (!_junctions.TryGetValue((east, north), out var listed))
            _junctions.Add((east, north), listed = []);
        listed.Add(Nodes.Count - 1);
        return Nodes.Count - 1;
    }

    /// <summary>Takes away short dead ends, again and again: behind one there may be another.</summary>
    private void Prune(Dictionary<(int, int), int> edges)
    {
        for (var pruned = true; pruned;)
        {
            pruned = false;
            var degree = new int[Nodes.Count];
            foreach (var (from, to) in edges.Keys)
                (degree[from], degree[to]) = (degree[from] + 1, degree[to] + 1);
            foreach (var (from, to) in edges.Keys.ToList())
            {
                if ((degree[from] == 1 || degree[to] == 1) && Nodes[from].DistanceTo(Nodes[to]) < ShortestEnd)
                    pruned |= edges.Remove((from, to));
            }
        }
    }

    private HashSet<(int, int)> KeepLargest(Dictionary<(int, int), int> edges)
    {
        var neighbours = edges
            .Keys.Concat(edges.Keys.Select(edge => (edge.Item2, edge.Item1)))
            .ToLookup(edge => edge.Item1, edge => edge.Item2);
        var seen = new HashSet<int>();
        List<int> largest = [];
        foreach (var start in Enumerable.Range(0, Nodes.Count).Where(node => neighbours.Contains(node)))
        {
            if (!seen.Add(start))
                continue;
            List<int> island = [start];
            for (var at = 0; at < island.Count; at++)
                island.AddRange(neighbours[island[at]].Where(seen.Add));
            if (island.Count > largest.Count)
                largest = island;
        }

        var kept = largest.ToHashSet();
        return [.. edges.Keys.Where(edge => kept.Contains(edge.Item1))];
    }

    /// <summary>Numbers the nodes that are left anew and writes each road down as runs of them.</summary>
    private void LayRuns(HashSet<(int, int)> edges)
    {
        var numbers = new Dictionary<int, int>();
        var places = new List<MapPoint>();
        var laid = new HashSet<(int, int)>();
        foreach (var road in _roads)
        {
            List<int> run = [];
            for (var at = 0; at + 1 < road.Nodes.Count; at++)
            {
                var (from, to) = (road.Nodes[at], road.Nodes[at + 1]);
                var edge = (Math.Min(from, to), Math.Max(from, to));
                if (!edges.Contains(edge) || !laid.Add(edge))
                {
                    run = [];
                    continue;
                }

                if (run.Count == 0)
                    Runs.Add((road.Class, road.Name, run = [Number(from)]));
                run.Add(Number(to));
            }
        }

        Nodes.Clear();
        Nodes.AddRange(places);

        int Number(int node)
        {
            if (!numbers.TryGetValue(node, out var number))
            {
                numbers.Add(node, number = places.Count);
                places.Add(Nodes[node]);
            }

            return number;
        }
    }

    private static (int East, int North) CellOf(MapPoint at) =>
        ((int)Math.Floor(at.East / CellMetres), (int)Math.Floor(at.North / CellMetres));

    private static IEnumerable<(int, int)> CellsOf(MapPoint from, MapPoint to)
    {
        var (low, high) = (
            CellOf(new MapPoint(Math.Min(from.East, to.East) - JunctionMetres, Math.Min(from.North, to.North) - JunctionMetres)),
            CellOf(new MapPoint(Math.Max(from.East, to.East) + JunctionMetres, Math.Max(from.North, to.North) + JunctionMetres)));
        for (var east = low.East; east <= high.East; east++)
        {
            for (var north = low.North; north <= high.North; north++)
                yield return (east, north);
        }
    }

    private sealed class Road(DrawnRoad drawn, List<MapPoint> line)
    {
        public RoadClass Class => drawn.Class;

        public string Name => drawn.Name;

        public List<MapPoint> Line => line;

        public List<(int Piece, MapPoint At)> Cuts { get; } = [];

        public List<int> Nodes { get; } = [];

        /// <summary>The line's points with its crossings between them, in order.</summary>
        public IEnumerable<MapPoint> WithCuts()
        {
            var cuts = Cuts.ToLookup(cut => cut.Piece, cut => cut.At);
            for (var piece = 0; piece < line.Count; piece++)
            {
                yield return line[piece];
                var start = line[piece];
                foreach (var cut in cuts[piece].Distinct().OrderBy(cut => cut.DistanceTo(start)))
                    yield return cut;
            }
        }
    }
}
