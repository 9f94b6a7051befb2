using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Finds the arc nearest to a place: arcs listed by the cells of a grid (about 250 m) that their bounding boxes touch.
/// Longitudes are counted from the first node, the short way round, so that a graph across 180° has no seam.
/// </summary>
internal sealed class ArcGrid
{
    private const double CellMetres = 250;

    private readonly RoadGraph _graph;
    private readonly double _originLatitude;
    private readonly double _originLongitude;
    private readonly double _cellNorth = CellMetres / LocalPlane.MetresPerDegree;
    private readonly double _cellEast;
    private readonly Dictionary<(int East, int North), List<int>> _cells = [];
    private readonly double _narrowestCellMetres = CellMetres;

    public ArcGrid(RoadGraph graph)
    {
        _graph = graph;
        if (_graph.NodeCount == 0)
            return;
        (_originLatitude, _originLongitude) = (_graph.Place(0).Latitude, _graph.Place(0).Longitude);
        var furthestFromEquator = 0.0;
        for (var node = 0; node < _graph.NodeCount; node++)
            furthestFromEquator = Math.Max(furthestFromEquator, Math.Abs(_graph.Place(node).Latitude));
        _cellEast = _cellNorth / Math.Cos(double.DegreesToRadians(_originLatitude));

        // Cells get narrower towards the poles; one cell beyond the roads still counts.
        var narrowest = Math.Cos(double.DegreesToRadians(Math.Min(89, furthestFromEquator + 1)));
        _narrowestCellMetres = Math.Min(CellMetres, _cellEast * LocalPlane.MetresPerDegree * narrowest);
        for (var arc = 0; arc < _graph.ArcCount; arc++)
            Add(arc);
    }

    /// <summary>
    /// The nearest point on an arc of the road net, unless one on an island is nearer by more than a place is ever beside its road. An arc
    /// that does not fit the heading counts as farther away.
    /// </summary>
    public RoadPoint? Nearest(in HeadedPlace from, Distance within)
    {
        var place = from.Place;
        var search = new Search(from, within.Metres);
        var (east, north) = Position(place);
        var (cellEast, cellNorth) = ((int)Math.Floor(east), (int)Math.Floor(north));

        // The share of a cell that is left to its nearest border: rings further out are at least that far away.
        var toBorder = Math.Min(Math.Min(east - cellEast, cellEast + 1 - east), Math.Min(north - cellNorth, cellNorth + 1 - north));
        var rings = (int)Math.Ceiling(within.Metres / _narrowestCellMetres);
        for (var ring = 0; ring <= rings && (ring == 0 || (ring - 1 + toBorder) * _narrowestCellMetres <= search.Reach); ring++)
            SearchRing(cellEast, cellNorth, ring, ref search);
        var (arc, share, metres, _) = search.Best;
        return arc < 0 ? null : new RoadPoint(arc, share, _graph.PlaceOn(arc, share), Distance.FromMetres(metres));
    }

    private void Add(int arc)
    {
        // A two-way street is found by one of its arcs.
        if (_graph.Twin(arc) is var twin && twin >= 0 && twin < arc)
            return;
        var (tailEast, tailNorth) = CellOf(_graph.Place(_graph.Tail(arc)));
        var (headEast, headNorth) = CellOf(_graph.Place(_graph.Head(arc)));
        for (var east = Math.Min(tailEast, headEast); east <= Math.Max(tailEast, headEast); east++)
        {
            for (var north = Math.Min(tailNorth, headNorth); north <= Math.Max(tailNorth, headNorth); north++)
            {
                if (!_cells.TryGetValue((east, north), out var listed))
                    _cells.Add((east, north), listed = []);
                listed.Add(arc);
            }
        }
    }

    private (int East, int North) CellOf(GeoPoint place)
    {
        var (east, north) = Position(place);
        return ((int)Math.Floor(east), (int)Math.Floor(north));
    }

    private (double East, double North) Position(GeoPoint place) =>
        (LocalPlane.Wrap(place.Longitude - _originLongitude) / _cellEast, (place.Latitude - _originLatitude) / _cellNorth);

    private void SearchRing(int east, int north, int ring, ref Search search)
    {
        for (var dx = -ring; dx <= ring; dx++)
        {
            var step = Math.Abs(dx) == ring || ring == 0 ? 1 : 2 * ring;
            for (var dy = -ring; dy <= ring; dy += step)
            {
                if (!_cells.TryGetValue((east + dx, north + dy), out var arcs))
                    continue;
                foreach (var arc in arcs)
                {
                    var (share, metres) = Project(search.Plane, arc);
                    search.Consider(_graph, arc, share, metres);
                }
            }
        }
    }

    private (double Share, double Metres) Project(in LocalPlane plane, int arc)
    {
        var (tailEast, tailNorth) = plane.To(_graph.Place(_graph.Tail(arc)));
        var (headEast, headNorth) = plane.To(_graph.Place(_graph.Head(arc)));
        var (alongEast, alongNorth) = (headEast - tailEast, headNorth - tailNorth);
        var lengthSquared = alongEast * alongEast + alongNorth * alongNorth;
        var share = lengthSquared == 0 ? 0 : Math.Clamp(-(tailEast * alongEast + tailNorth * alongNorth) / lengthSquared, 0, 1);
        return (share, double.Hypot(tailEast + share * alongEast, tailNorth + share * alongNorth));
    }

    /// <summary>
    /// The nearest on the net and the nearest of all; what an arc costs is its distance, and more when it does not fit the heading.
    /// </summary>
    private struct Search(HeadedPlace from, double within)
    {
        private (int Arc, double Share, double Metres, double Cost) _onNet = (-1, 0, within, double.PositiveInfinity);
        private (int Arc, double Share, double Metres, double Cost) _anywhere = (-1, 0, within, double.PositiveInfinity);

        public LocalPlane Plane { get; } = new(from.Place);

        /// <summary>What lies beyond changes nothing any more.</summary>
        public readonly double Reach => Math.Min(Math.Min(within, _onNet.Cost), _anywhere.Cost + RoadGraph.NetPreferredBy.Metres);

        public readonly (int Arc, double Share, double Metres, double Cost) Best =>
            _onNet.Arc >= 0 && _onNet.Cost <= _anywhere.Cost + RoadGraph.NetPreferredBy.Metres ? _onNet : _anywhere;

        public void Consider(RoadGraph graph, int arc, double share, double metres)
        {
            // Whether it fits the heading takes longer to find out than whether it could win.
            if (metres > within || (metres >= _anywhere.Cost && metres >= _onNet.Cost))
                return;
            var cost = from.Heading is { } heading && !graph.Fits(arc, heading) ? metres + RoadGraph.HeadingPreferredBy.Metres : metres;
            if (cost < _anywhere.Cost)
                _anywhere = (arc, share, metres, cost);
            if (cost < _onNet.Cost && graph.IsOnNet(arc))
                _onNet = (arc, share, metres, cost);
        }
    }
}
