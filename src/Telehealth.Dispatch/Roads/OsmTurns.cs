namespace Telehealth.Dispatch.Roads;

/// <summary>A way through nodes of an extract that may not be driven as a whole.</summary>
internal sealed record OsmTurn(IReadOnlyList<long> Nodes, bool UrgentMay);

/// <summary>
/// Finds the ways that relations of an extract forbid. A relation names the roads <c>from</c> and <c>to</c> and, between them, a node or
/// roads <c>via</c>. Roads are split where a turn is: the turn is at an end of each.
/// </summary>
internal sealed class OsmTurns
{
    private readonly Dictionary<long, DrivenWay> _ways;
    private readonly Func<long, bool> _isThere;
    private readonly Dictionary<long, List<long>> _onward = [];
    private readonly List<OsmTurn> _turns = [];

    /// <param name="ways">The roads that are driven; a turn that needs another is none.</param>
    /// <param name="isThere">Whether a road leads through a node: it has a place, and nothing stands in the road.</param>
    public OsmTurns(IEnumerable<DrivenWay> ways, Func<long, bool> isThere)
    {
        _ways = ways.Where(way => way.Crossing is null).GroupBy(way => way.Id).ToDictionary(same => same.Key, same => same.First());
        _isThere = isThere;
        foreach (var way in _ways.Values)
        {
            foreach (var (first, second) in way.Nodes.Zip(way.Nodes.Skip(1)))
            {
                if (way.Direction >= 0)
                    Join(first, second);
                if (way.Direction <= 0)
                    Join(second, first);
            }
        }
    }

    /// <summary>What was found, in the order of the relations; one way once for each that forbids it.</summary>
    public IReadOnlyList<OsmTurn> Found => _turns;

    /// <summary>Takes a relation in.</summary>
    /// <returns>Why it was not understood; null when it was, or forbids an ambulance nothing.</returns>
    public string? Add(OsmRelation relation)
    {
        if (OsmTurnTags.RuleOf(relation.Tags, out var notUnderstood) is not { } rule)
            return notUnderstood;
        var from = Members(relation, "from");
        var via = Members(relation, "via");
        var to = Members(relation, "to");
        if (from.Count == 0
            || via.Count == 0
            || to.Count == 0
            || from.Concat(to).Any(member => member.Kind != OsmKind.Way)
            || (via.Count > 1 && via.Any(member => member.Kind != OsmKind.Way)))
            return "a turn without from, via and to";
        if (relation.Members.Any(member => member.Kind == OsmKind.Way && !_ways.ContainsKey(member.Id)))
            return rule.IsOnly ? "an only way to turn that leads over no driven road" : null;
        var ways = from.SelectMany(start => to.SelectMany(end => Ways(_ways[start.Id], via, _ways[end.Id], rule.IsBack))).ToList();
        if (ways.Count == 0)
            return "a turn whose roads do not meet at their ends";
        foreach (var way in ways.Where(IsDriven))
            Forbid(way, rule);
        return null;
    }

    private static List<OsmMember> Members(OsmRelation relation, string role) => [.. relation.Members.Where(member => member.Role == role)];

    private void Join(long from, long to)
    {
        if (!_isThere(from) || !_isThere(to))
            return;
        if (!_onward.TryGetValue(from, out var heads))
            _onward.Add(from, heads = []);
        heads.Add(to);
    }

    private bool IsDriven(List<long> way) =>
        way.Zip(way.Skip(1)).All(pair => _onward.TryGetValue(pair.First, out var heads) && heads.Contains(pair.Second));

    private void Forbid(List<long> way, OsmTurnRule rule)
    {
        if (!rule.IsOnly)
        {
            _turns.Add(new OsmTurn(way, rule.UrgentMay));
            return;
        }

        // Who has left by the first road has to go on along the way to its end: at each node every other road is forbidden.
        for (var at = 1; at < way.Count - 1; at++)
        {
            foreach (var other in _onward.GetValueOrDefault(way[at], []).Distinct().Where(other => other != way[at + 1]))
                _turns.Add(new OsmTurn([.. way.Take(at + 1), other], rule.UrgentMay));
        }
    }

    /// <summary>
    /// The nodes from the last before the turn to the first behind it, one list for each way in which the roads meet at their ends.
    /// </summary>
    private IEnumerable<List<long>> Ways(DrivenWay from, List<OsmMember> via, DrivenWay to, bool isBack)
    {
        if (via[0].Kind == OsmKind.Node)
            return Ends(from, via[0].Id)
                .SelectMany(before => Ends(to, via[0].Id), (before, after) => (List<long>)[before, via[0].Id, after])
                .Where(way => isBack || way[0] != way[2]);
        var between = via.ConvertAll(member => _ways[member.Id]);
        return new[] { from.Nodes[0], from.Nodes[^1] }.Distinct()
            .SelectMany(start => Ends(from, start), (start, before) => Along(between, start)?.Prepend(before).ToList())
            .OfType<List<long>>()
            .SelectMany(way => Ends(to, way[^1]), (way, after) => (List<long>)[.. way, after]);
    }

    /// <summary>
    /// The node beside a node at which a road ends; two where it begins and ends there, none where it passes by or through.
    /// </summary>
    private static IEnumerable<long> Ends(DrivenWay way, long node)
    {
        if (way.Nodes[0] == node)
            yield return way.Nodes[1];
        if (way.Nodes[^1] == node)
            yield return way.Nodes[^2];
    }

    /// <summary>
    /// All nodes of roads that are joined end to end, from one end on; null when they are not joined. They may be told in any order.
    /// </summary>
    private static List<long>? Along(List<DrivenWay> roads, long start)
    {
        List<long> nodes = [start];
        var left = roads.ToList();
        while (left.FirstOrDefault(road => road.Nodes[0] == nodes[^1] || road.Nodes[^1] == nodes[^1]) is { } next)
        {
            nodes.AddRange(next.Nodes[0] == nodes[^1] ? next.Nodes.Skip(1) : next.Nodes.Reverse().Skip(1));
            left.Remove(next);
        }

        return left.Count == 0 ? nodes : null;
    }
}
