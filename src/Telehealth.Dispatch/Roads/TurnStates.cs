namespace Telehealth.Dispatch.Roads;

/// <summary>A step of a driver, seen from where it leads.</summary>
/// <param name="From">The state before it.</param>
/// <param name="Arc">The road that is driven.</param>
internal readonly record struct TurnStep(int From, int Arc);

/// <summary>
/// Where drivers can stand when turns are forbidden. Whoever stands at a node may leave by every road, unless the roads behind begin a way
/// that is forbidden as a whole: so a node has one state for all others, which has the node's own number, and one for each beginning of a
/// forbidden way that leads to it. From state to state every step is allowed, and a search that knows nothing of turns finds none that is
/// forbidden. Beginnings are kept as Aho and Corasick (1975) keep words: the state after a step is the longest beginning that the roads
/// driven so far end with. Immutable: any thread may read it.
/// </summary>
internal sealed class TurnStates
{
    private readonly RoadGraph _graph;
    private readonly Dictionary<(int Beginning, int Arc), int> _longer = [];
    private readonly HashSet<(int Beginning, int Arc)> _forbidden = [];
    private readonly List<Beginning> _beginnings = [default];
    private readonly Dictionary<int, List<int>> _statesAt = [];
    private readonly int[] _firstEntering;
    private readonly TurnStep[] _entering;

    private TurnStates(RoadGraph graph, IEnumerable<int[]> forbiddenWays)
    {
        _graph = graph;
        foreach (var way in forbiddenWays)
            AddBeginnings(way);
        foreach (var number in Enumerable.Range(1, _beginnings.Count - 1).OrderBy(number => _beginnings[number].Length))
            Link(number);
        (_firstEntering, _entering) = LayOut();
    }

    /// <summary>How many states there are; the first have the numbers of nodes.</summary>
    public int Count => _graph.NodeCount + _beginnings.Count - 1;

    /// <summary>The states of a graph in which some ways are forbidden; null when none is, and nodes are all there is to know.</summary>
    public static TurnStates? Of(RoadGraph graph, IReadOnlyList<ForbiddenTurn> turns)
    {
        var real = turns.Where(turn => turn.WaysIn(graph).Count > 0).ToList();
        var ways = real.Concat(real.SelectMany(turn => turn.TurningRoundBehind(graph))).SelectMany(turn => turn.WaysIn(graph)).ToList();
        return ways.Count == 0 ? null : new TurnStates(graph, ways);
    }

    /// <summary>The node at which a state stands.</summary>
    public int Node(int state) => state < _graph.NodeCount ? state : _graph.Head(_beginnings[state - _graph.NodeCount + 1].LastArc);

    /// <summary>The state of a driver who has come along an arc, and of whom nothing before is known.</summary>
    public int After(int arc) => StateOf(Onward(0, arc), arc);

    /// <summary>The states in which drivers stand at a node.</summary>
    public IEnumerable<int> At(int node) => _statesAt.TryGetValue(node, out var states) ? states.Prepend(node) : [node];

    /// <summary>Whether a driver in this state may take a road that leaves its node.</summary>
    public bool MayLeave(int state, int arc)
    {
        for (var beginning = state < _graph.NodeCount ? 0 : state - _graph.NodeCount + 1;
            beginning != 0;
            beginning = _beginnings[beginning].Shorter)
        {
            if (_forbidden.Contains((beginning, arc)))
                return false;
        }

        return true;
    }

    /// <summary>The steps that lead to a state.</summary>
    public ReadOnlySpan<TurnStep> Entering(int state) => _entering.AsSpan(_firstEntering[state].._firstEntering[state + 1]);

    private void AddBeginnings(int[] way)
    {
        var beginning = 0;
        for (var length = 1; length < way.Length; length++)
        {
            var arc = way[length - 1];
            if (!_longer.TryGetValue((beginning, arc), out var longer))
            {
                _longer.Add((beginning, arc), longer = _beginnings.Count);
                _beginnings.Add(new Beginning(beginning, arc, length, 0));
                if (!_statesAt.TryGetValue(_graph.Head(arc), out var states))
                    _statesAt.Add(_graph.Head(arc), states = []);
                states.Add(_graph.NodeCount + longer - 1);
            }

            beginning = longer;
        }

        _forbidden.Add((beginning, way[^1]));
    }

    /// <summary>Finds the longest beginning that this one ends with, once all shorter ones have theirs.</summary>
    private void Link(int number)
    {
        var beginning = _beginnings[number];
        if (beginning.Length > 1)
            _beginnings[number] = beginning with { Shorter = Onward(_beginnings[beginning.Before].Shorter, beginning.LastArc) };
    }

    /// <summary>The beginning at which a driver stands after an arc; 0 for none.</summary>
    private int Onward(int beginning, int arc)
    {
        while (true)
        {
            if (_longer.TryGetValue((beginning, arc), out var longer))
                return longer;
            if (beginning == 0)
                return 0;
            beginning = _beginnings[beginning].Shorter;
        }
    }

    private int StateOf(int beginning, int lastArc) => beginning == 0 ? _graph.Head(lastArc) : _graph.NodeCount + beginning - 1;

    private (int[] First, TurnStep[] Steps) LayOut()
    {
        var steps = new List<(int To, TurnStep Step)>(_graph.ArcCount);
        for (var state = 0; state < Count; state++)
        {
            var beginning = state < _graph.NodeCount ? 0 : state - _graph.NodeCount + 1;
            var (start, end) = _graph.Leaving(Node(state));
            for (var arc = start; arc < end; arc++)
            {
                if (MayLeave(state, arc))
                    steps.Add((StateOf(Onward(beginning, arc), arc), new TurnStep(state, arc)));
            }
        }

        var first = new int[Count + 1];
        foreach (var (to, _) in steps)
            first[to + 1]++;
        for (var state = 0; state < Count; state++)
            first[state + 1] += first[state];
        return (first, [.. steps.OrderBy(step => step.To).Select(step => step.Step)]);
    }

    /// <summary>The first arcs of a forbidden way.</summary>
    /// <param name="Before">All of them but the last; 0 for none.</param>
    /// <param name="LastArc">The last of them.</param>
    /// <param name="Length">How many.</param>
    /// <param name="Shorter">The longest beginning that this one ends with; 0 for none.</param>
    private readonly record struct Beginning(int Before, int LastArc, int Length, int Shorter);
}
