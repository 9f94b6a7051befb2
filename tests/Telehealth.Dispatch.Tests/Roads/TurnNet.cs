using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>
/// City blocks with a bend in every street, one-way streets and forbidden ways, and a plain search that carries the way behind it along:
/// nothing clever, so nothing to get wrong.
/// </summary>
internal sealed class TurnNet
{
    private const int Side = 4;
    private readonly HashSet<(int From, int To)> _roads = [];
    private readonly List<(int[] Nodes, bool UrgentMay)> _forbidden = [];
    private readonly ILookup<int, int> _onward;
    private readonly ILookup<int, int> _joined;

    private TurnNet(Random random)
    {
        var builder = new RoadGraphBuilder();
        for (var node = 0; node < Side * Side; node++)
            builder.AddNode(Some.Place(node % Side * 200, node / Side * 200));
        for (var node = 0; node < Side * Side; node++)
        {
            if (node % Side < Side - 1)
                AddStreet(builder, random, node, node + 1, Some.Place(node % Side * 200 + 90, node / Side * 200 + 20));
            if (node / Side < Side - 1)
                AddStreet(builder, random, node, node + Side, Some.Place(node % Side * 200 + 20, node / Side * 200 + 90));
        }

        _onward = _roads.ToLookup(road => road.From, road => road.To);
        _joined = _roads
            .Concat(_roads.Select(road => (From: road.To, To: road.From)))
            .Distinct()
            .ToLookup(road => road.From, road => road.To);
        for (var number = 0; number < 25; number++)
            Forbid(builder, random);
        Graph = builder.Build();
    }

    public RoadGraph Graph { get; }

    public static TurnNet Random(Random random) => new(random);

    /// <summary>How long from node to node; for nobody's mode without anything forbidden.</summary>
    public double? PlainSeconds(int from, int to, DrivingMode? mode)
    {
        var forbidden = _forbidden
            .Where(turn => mode is not null && (mode == DrivingMode.Regular || !turn.UrgentMay))
            .Select(turn => turn.Nodes)
            .ToList();
        var longest = forbidden.Select(nodes => nodes.Length).DefaultIfEmpty(2).Max();
        var best = new Dictionary<string, double>();
        var open = new PriorityQueue<int[], double>();
        open.Enqueue([from], 0);
        while (open.TryDequeue(out var way, out var seconds))
        {
            var at = way[^1];
            if (at == to)
                return seconds;
            if (!best.TryAdd(string.Join(' ', way), seconds))
                continue;
            foreach (var next in _onward[at])
            {
                int[] further = [.. way, next];
                if (forbidden.Any(nodes => further.AsSpan().EndsWith(nodes)) || IsTurningRound(further, forbidden))
                    continue;
                open.Enqueue(
                    further[^Math.Min(further.Length, Math.Max(longest, 3))..], seconds + Seconds(at, next, mode ?? DrivingMode.Regular));
            }
        }

        return null;
    }

    /// <summary>
    /// Back where it came from, on a road that leads from a forbidden turn's place and has not met a crossing or an end since.
    /// </summary>
    private bool IsTurningRound(int[] way, List<int[]> forbidden)
    {
        if (way.Length < 3 || way[^1] != way[^3] || _joined[way[^2]].Count() != 2)
            return false;
        // Backwards along the road to where it began.
        var (ahead, at) = (way[^2], way[^1]);
        for (var steps = 0; steps < Graph.NodeCount; steps++)
        {
            if (forbidden.Any(nodes => nodes[^2] == at) && _roads.Contains((at, ahead)))
                return true;
            if (_joined[at].Count() != 2)
                return false;
            (ahead, at) = (at, _joined[at].Single(node => node != ahead));
        }

        return false;
    }

    private void AddStreet(RoadGraphBuilder builder, Random random, int from, int to, Telehealth.Domain.Geo.GeoPoint bend)
    {
        var middle = builder.AddNode(bend);
        var (speeds, isOneWay) = (new RoadSpeeds(random.Next(10, 60), random.Next(60, 120)), random.Next(4) == 0);
        if (isOneWay && random.Next(2) == 0)
            (from, to) = (to, from);
        foreach (var (first, second) in new[] { (from, middle), (middle, to) })
        {
            builder.AddStreet(first, second, RoadClass.Residential, speeds, "", isOneWay);
            _roads.Add((first, second));
            if (!isOneWay)
                _roads.Add((second, first));
        }
    }

    /// <summary>Some way of three to six nodes that exists.</summary>
    private void Forbid(RoadGraphBuilder builder, Random random)
    {
        var nodes = new List<int> { random.Next(Side * Side) };
        var length = random.Next(3) == 0 ? random.Next(4, 7) : 3;
        // Turns are at crossings: begin on a bend beside one.
        if (length == 3 && _onward.Where(road => road.Contains(nodes[0])).Select(road => road.Key).ToList() is { Count: > 0 } before)
            nodes.Insert(0, before[random.Next(before.Count)]);
        while (nodes.Count < length && _onward[nodes[^1]].Any())
            nodes.Add(_onward[nodes[^1]].ElementAt(random.Next(_onward[nodes[^1]].Count())));
        if (nodes.Count < length)
            return;
        var urgentMay = random.Next(3) > 0;
        builder.ForbidTurn(nodes, urgentMay);
        _forbidden.Add(([.. nodes], urgentMay));
    }

    private double Seconds(int from, int to, DrivingMode mode)
    {
        var (start, end) = Graph.Leaving(from);
        return Enumerable.Range(start, end - start).Where(arc => Graph.Head(arc) == to).Min(arc => Graph.Seconds(arc, mode));
    }
}
