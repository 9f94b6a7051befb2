namespace Telehealth.Dispatch.Roads;

/// <summary>
/// A way through nodes that may not be driven as a whole: a left turn that a sign forbids is three nodes, and one over a road between two
/// carriageways is more. Each part of it may be driven by itself.
/// </summary>
/// <param name="Nodes">The nodes in the order of driving, at least three.</param>
/// <param name="UrgentMay">Whether lights and sirens open it, as they do most turns that only a sign forbids.</param>
internal sealed record ForbiddenTurn(IReadOnlyList<int> Nodes, bool UrgentMay)
{
    /// <summary>Of parallel roads between the same nodes each is forbidden; a longer list of ways than this is a broken table.</summary>
    private const int MostWays = 64;

    /// <summary>The fewest nodes that make a turn.</summary>
    public const int FewestNodes = 3;

    /// <summary>Longer ways are no turn any more.</summary>
    public const int MostNodes = 32;

    /// <summary>The arcs of each way through the nodes; none where one of its roads does not exist in this direction.</summary>
    public IReadOnlyList<int[]> WaysIn(RoadGraph graph)
    {
        List<int[]> ways = [[]];
        foreach (var (from, to) in Nodes.Zip(Nodes.Skip(1)))
        {
            var (start, end) = graph.Leaving(from);
            var arcs = Enumerable.Range(start, end - start).Where(arc => graph.Head(arc) == to).ToList();
            ways = [.. ways.SelectMany(way => arcs.Select(arc => (int[])[.. way, arc])).Take(MostWays)];
        }

        return ways;
    }

    /// <summary>
    /// Nobody drives past a forbidden turn and turns round on the road behind it, to take it from the
    /// other side: on every road that leaves the place of the turn that is forbidden up to the next
    /// crossing, where it is a way like others, and up to a dead end, where nothing else is left.
    /// </summary>
    public IEnumerable<ForbiddenTurn> TurningRoundBehind(RoadGraph graph)
    {
        var place = Nodes[^2];
        foreach (var first in HeadsFrom(graph, place))
        {
            var (before, at) = (place, first);
            for (var onward = Others(graph, at, before); onward.Count == 1 && at != place; onward = Others(graph, at, before))
            {
                yield return new ForbiddenTurn([before, at, before], UrgentMay);
                (before, at) = (at, onward[0]);
            }
        }
    }

    private static List<int> HeadsFrom(RoadGraph graph, int node)
    {
        var (start, end) = graph.Leaving(node);
        return [.. Enumerable.Range(start, end - start).Select(graph.Head).Distinct()];
    }

    /// <summary>The nodes that roads join with this one, in whichever direction, but for one of them.</summary>
    private static List<int> Others(RoadGraph graph, int node, int but) =>
        [.. HeadsFrom(graph, node).Concat(graph.Entering(node).ToArray().Select(graph.Tail)).Distinct().Where(other => other != but)];
}
