namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Which nodes can all be reached from one another: the largest such part of a graph is the area's road net, the rest are islands,
/// driveways mapped apart, and one-way streets that lead nowhere. Found by Tarjan's algorithm (1972), without recursion.
/// </summary>
internal sealed class RoadComponents
{
    private readonly RoadGraph _graph;
    private readonly int[] _entered;
    private readonly int[] _lowest;
    private readonly int[] _component;
    private readonly Stack<int> _open = [];
    private readonly Stack<(int Node, int NextArc)> _path = [];
    private readonly List<int> _sizes = [];
    private int _count;

    private RoadComponents(RoadGraph graph)
    {
        _graph = graph;
        (_entered, _lowest, _component) = (new int[graph.NodeCount], new int[graph.NodeCount], new int[graph.NodeCount]);
        Array.Fill(_component, -1);
    }

    /// <summary>For each node whether it belongs to the largest part.</summary>
    public static bool[] Largest(RoadGraph graph)
    {
        var search = new RoadComponents(graph);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            if (search._entered[node] == 0)
                search.From(node);
        }

        var largest = search._sizes.Count == 0 ? -1 : search._sizes.IndexOf(search._sizes.Max());
        return Array.ConvertAll(search._component, component => component == largest);
    }

    private void From(int first)
    {
        Enter(first);
        while (_path.TryPop(out var at))
        {
            var (node, arc) = at;
            if (arc < _graph.Leaving(node).End)
            {
                _path.Push((node, arc + 1));
                var head = _graph.Head(arc);
                if (_entered[head] == 0)
                    Enter(head);
                else if (_component[head] < 0)
                    _lowest[node] = Math.Min(_lowest[node], _entered[head]);
                continue;
            }

            if (_lowest[node] == _entered[node])
                Close(node);
            if (_path.TryPeek(out var before))
                _lowest[before.Node] = Math.Min(_lowest[before.Node], _lowest[node]);
        }
    }

    private void Enter(int node)
    {
        _entered[node] = _lowest[node] = ++_count;
        _open.Push(node);
        _path.Push((node, _graph.Leaving(node).Start));
    }

    private void Close(int root)
    {
        var size = 0;
        int node;
        do
        {
            node = _open.Pop();
            _component[node] = _sizes.Count;
            size++;
        }
        while (node != root);
        _sizes.Add(size);
    }
}
