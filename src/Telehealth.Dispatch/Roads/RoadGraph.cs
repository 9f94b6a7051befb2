using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Roads as a directed graph in compressed rows: the arcs that leave a node stand next to one another, and so do those that enter it.
/// Nodes are numbered from 0; an arc is straight, and a bend is a node. Immutable: any thread may read it.
/// Within ±85° of latitude; it may cross the 180° meridian.
/// </summary>
public sealed class RoadGraph
{
    private readonly GeoPoint[] _places;
    private readonly int[] _firstOut;
    private readonly int[] _firstIn;
    private readonly int[] _inArcs;
    private readonly int[] _tails;
    private readonly int[] _heads;
    private readonly int[] _twins;
    private readonly float[] _metres;
    private readonly float[][] _seconds;
    private readonly RoadClass[] _classes;
    private readonly int[] _names;
    private readonly double[] _topSpeeds;
    private readonly bool[] _onNet;
    private readonly ArcGrid _grid;
    private readonly TurnStates?[] _turns;

    internal RoadGraph(
        GeoPoint[] places, IReadOnlyList<RoadArc> arcs, IReadOnlyList<string> roadNames, IReadOnlyList<ForbiddenTurn> forbidden)
    {
        _places = places;
        RoadNames = roadNames;
        var sorted = arcs.OrderBy(arc => arc.From).ThenBy(arc => arc.To).ToArray();
        _firstOut = RowStarts(_places.Length, sorted, arc => arc.From);
        _firstIn = RowStarts(_places.Length, sorted, arc => arc.To);
        _inArcs = Enumerable.Range(0, sorted.Length).OrderBy(arc => sorted[arc].To).ToArray();
        _tails = Array.ConvertAll(sorted, arc => arc.From);
        _heads = Array.ConvertAll(sorted, arc => arc.To);
        _metres = Array.ConvertAll(sorted, arc => (float)arc.Metres);
        _seconds = [Array.ConvertAll(sorted, arc => (float)arc.RegularSeconds), Array.ConvertAll(sorted, arc => (float)arc.UrgentSeconds)];
        _classes = Array.ConvertAll(sorted, arc => arc.Class);
        _names = Array.ConvertAll(sorted, arc => arc.Name);
        _twins = Twins(sorted);
        _topSpeeds = [TopSpeedOf(DrivingMode.Regular), TopSpeedOf(DrivingMode.LightsAndSirens)];
        _onNet = RoadComponents.Largest(this);
        NetNodeCount = _onNet.Count(onNet => onNet);
        _grid = new ArcGrid(this);
        ForbiddenTurnCount = forbidden.Count;
        _turns = [TurnStates.Of(this, forbidden), TurnStates.Of(this, [.. forbidden.Where(turn => !turn.UrgentMay)])];
    }

    /// <summary>
    /// A road of the net is taken for a place's road before one of an island
    /// that is nearer by so much: a yard's width, and less than a river's.
    /// </summary>
    public static Distance NetPreferredBy { get; } = Distance.FromMetres(100);

    /// <summary>
    /// A road that fits the heading is taken before one that is nearer by so much: two carriageways' distance and a receiver's error.
    /// </summary>
    public static Distance HeadingPreferredBy { get; } = Distance.FromMetres(25);

    /// <summary>A heading this far off the road's direction belongs to another road.</summary>
    internal const double OnRoadDegrees = 40;

    /// <summary>
    /// How many nodes the road net has: the largest part in which every node can be reached from every other. The others are islands.
    /// </summary>
    public int NetNodeCount { get; }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => _places.Length;

    /// <summary>How many directed arcs there are; a two-way street has two.</summary>
    public int ArcCount => _heads.Length;

    /// <summary>How many ways are forbidden as a whole, most of them turns.</summary>
    public int ForbiddenTurnCount { get; }

    /// <summary>The names that arcs refer to; the first is empty.</summary>
    public IReadOnlyList<string> RoadNames { get; }

    /// <summary>Where a node lies.</summary>
    public GeoPoint Place(int node) => _places[node];

    /// <summary>The node that an arc leaves.</summary>
    public int Tail(int arc) => _tails[arc];

    /// <summary>The node that an arc enters.</summary>
    public int Head(int arc) => _heads[arc];

    /// <summary>The arc the other way along the same street; −1 for a one-way street.</summary>
    public int Twin(int arc) => _twins[arc];

    /// <summary>
    /// Whether an arc belongs to the road net, so that every node of the net can be reached from it and the other way round.
    /// </summary>
    public bool IsOnNet(int arc) => _onNet[_tails[arc]] && _onNet[_heads[arc]];

    /// <summary>Whether a node belongs to the road net.</summary>
    public bool IsNodeOnNet(int node) => _onNet[node];

    /// <summary>An arc's length in metres.</summary>
    public double Metres(int arc) => _metres[arc];

    /// <summary>Seconds to drive an arc from end to end.</summary>
    public double Seconds(int arc, DrivingMode mode) => _seconds[(int)mode][arc];

    /// <summary>An arc's class.</summary>
    public RoadClass Class(int arc) => _classes[arc];

    /// <summary>An arc's road's name; empty when it has none.</summary>
    public string Name(int arc) => RoadNames[_names[arc]];

    /// <summary>The arcs that leave a node are those from Start up to, without, End.</summary>
    public (int Start, int End) Leaving(int node) => (_firstOut[node], _firstOut[node + 1]);

    /// <summary>The arcs that enter a node.</summary>
    public ReadOnlySpan<int> Entering(int node) => _inArcs.AsSpan(_firstIn[node].._firstIn[node + 1]);

    /// <summary>Where drivers can stand by what is forbidden to them; null when no turn is, and they stand at nodes.</summary>
    internal TurnStates? Turns(DrivingMode mode) => _turns[(int)mode];

    /// <summary>No arc is driven faster as the crow flies. Metres per second.</summary>
    public Speed TopSpeed(DrivingMode mode) => Speed.FromMetresPerSecond(_topSpeeds[(int)mode]);

    /// <summary>
    /// The nearest point on any arc, at most so far away; null when there is none. An arc outside the road net is only taken when the net
    /// is farther by more than <see cref="NetPreferredBy"/>.
    /// </summary>
    /// <param name="place">From where.</param>
    /// <param name="within">Roads farther away are not looked for.</param>
    public RoadPoint? Snap(GeoPoint place, Distance within) => _grid.Nearest(new HeadedPlace(place, null), within);

    /// <summary>
    /// As above for a unit that drives: a street that no direction of travel along fits the heading counts as <see
    /// cref="HeadingPreferredBy"/> farther away, so that of two carriageways the one that it drives on is taken.
    /// </summary>
    public RoadPoint? Snap(in HeadedPlace from, Distance within) => _grid.Nearest(from, within);

    /// <summary>The place a share of the way along an arc.</summary>
    internal GeoPoint PlaceOn(int arc, double share)
    {
        var (from, to) = (_places[_tails[arc]], _places[_heads[arc]]);
        var longitude = from.Longitude + LocalPlane.Wrap(to.Longitude - from.Longitude) * share;
        return GeoPoint.Of(from.Latitude + (to.Latitude - from.Latitude) * share, LocalPlane.Wrap(longitude));
    }

    /// <summary>The direction of an arc, in degrees clockwise from north.</summary>
    internal double Bearing(int arc) => Place(Tail(arc)).BearingTo(Place(Head(arc)));

    /// <summary>Whether somebody who drives along the street in a direction that is allowed faces this way.</summary>
    internal bool Fits(int arc, double heading)
    {
        var off = Bearings.Between(Bearing(arc), heading);
        return off <= OnRoadDegrees || (Twin(arc) >= 0 && off >= 180 - OnRoadDegrees);
    }

    private static int[] RowStarts(int nodes, RoadArc[] arcs, Func<RoadArc, int> row)
    {
        var starts = new int[nodes + 1];
        foreach (var arc in arcs)
            starts[row(arc) + 1]++;
        for (var node = 0; node < nodes; node++)
            starts[node + 1] += starts[node];
        return starts;
    }

    private static int[] Twins(RoadArc[] sorted)
    {
        var arcsByStreet = new Dictionary<(int Street, bool Forward), int>(sorted.Length);
        for (var arc = 0; arc < sorted.Length; arc++)
            arcsByStreet[(sorted[arc].Street, sorted[arc].Forward)] = arc;
        return Array.ConvertAll(sorted, arc => arcsByStreet.GetValueOrDefault((arc.Street, !arc.Forward), -1));
    }

    private double TopSpeedOf(DrivingMode mode)
    {
        var top = 1.0;
        for (var arc = 0; arc < ArcCount; arc++)
        {
            var straight = _places[_tails[arc]].DistanceTo(_places[_heads[arc]]).Metres;
            top = Math.Max(top, straight / Seconds(arc, mode));
        }

        return top;
    }
}

/// <summary>One direction of a street, before the graph is laid out.</summary>
internal sealed record RoadArc(
    int From, int To, double Metres, double RegularSeconds, double UrgentSeconds, RoadClass Class, int Name, int Street, bool Forward);
