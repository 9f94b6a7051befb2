using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>Collects nodes and streets and lays them out as a graph. One owner; build once.</summary>
public sealed class RoadGraphBuilder
{
    private readonly List<GeoPoint> _places = [];
    private readonly List<RoadArc> _arcs = [];
    private readonly List<string> _names = [""];
    private readonly Dictionary<string, int> _nameNumbers = new() { [""] = 0 };
    private readonly Dictionary<(int From, int To), int> _oneWays = [];
    private readonly List<ForbiddenTurn> _forbidden = [];
    private int _streets;

    /// <summary>Adds a node.</summary>
    /// <returns>Its number, counted from 0.</returns>
    public int AddNode(GeoPoint place)
    {
        _places.Add(place);
        return _places.Count - 1;
    }

    /// <summary>
    /// Adds a straight street between two nodes, driven both ways unless said otherwise. Two one-way streets between the same nodes, one
    /// for each direction, are the two directions of one street: whoever stands there may leave either way.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A node is not known, both are the same, or a speed is not above zero.</exception>
    public void AddStreet(int from, int to, RoadClass kind, RoadSpeeds speeds, string name = "", bool oneWay = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)_places.Count, nameof(from));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)to, (uint)_places.Count, nameof(to));
        ArgumentOutOfRangeException.ThrowIfEqual(from, to);
        if (!_nameNumbers.TryGetValue(name, out var number))
        {
            _nameNumbers.Add(name, number = _names.Count);
            _names.Add(name);
        }

        // Two nodes in one place are still apart for the search: a millimetre keeps every arc's time above zero.
        var length = Distance.FromMetres(Math.Max(0.001, _places[from].DistanceTo(_places[to]).Metres));
        var regular = (length / Speed.FromKilometresPerHour(speeds.Regular)).TotalSeconds;
        var urgent = (length / Speed.FromKilometresPerHour(speeds.LightsAndSirens)).TotalSeconds;
        if (oneWay && _oneWays.Remove((to, from), out var street))
        {
            _arcs.Add(new RoadArc(from, to, length.Metres, regular, urgent, kind, number, street, false));
            return;
        }

        if (oneWay)
            _oneWays[(from, to)] = _streets;
        _arcs.Add(new RoadArc(from, to, length.Metres, regular, urgent, kind, number, _streets, true));
        if (!oneWay)
            _arcs.Add(new RoadArc(to, from, length.Metres, regular, urgent, kind, number, _streets, false));
        _streets++;
    }

    /// <summary>
    /// Forbids a way through three nodes or more as a whole, such as a turn.
    /// Where one of its roads does not exist, nothing is forbidden by it.
    /// </summary>
    /// <param name="nodes">The nodes in the order of driving.</param>
    /// <param name="urgentMay">Whether lights and sirens open it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A node is not known, or they are too few or too many for a turn.</exception>
    public void ForbidTurn(IReadOnlyList<int> nodes, bool urgentMay = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes.Count, ForbiddenTurn.FewestNodes, nameof(nodes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes.Count, ForbiddenTurn.MostNodes, nameof(nodes));
        foreach (var node in nodes)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)node, (uint)_places.Count, nameof(nodes));
        _forbidden.Add(new ForbiddenTurn([.. nodes], urgentMay));
    }

    /// <summary>The graph of all that was added.</summary>
    public RoadGraph Build() => new([.. _places], _arcs, [.. _names], _forbidden);
}
