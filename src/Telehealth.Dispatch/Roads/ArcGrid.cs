using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Finds the arc nearest to a place: arcs listed by the cells of a grid (about 400 m) that their bounding boxes touch.
/// Longitudes are counted from the first node, the short way round, so that a graph across 180° has no seam.
/// </summary>
internal sealed class ArcGrid
{
    private const double CellMetres = 400;

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

    public RoadPoint? Nearest(GeoPoint place, Distance within)
    {
        if (_cells.Count == 0)
            return null;
        var plane = new LocalPlane(place);
        var (east, north) = CellOf(place);
        var (best, bestShare, bestMetres) = (-1, 0.0, within.Metres);
        var rings = (int)Math.Ceiling(within.Metres / _narrowestCellMetres);
        for (var ring = 0; ring <= rings && (ring - 1) * _narrowestCellMetres <= bestMetres; ring++)
        {
            foreach (var cell in Ring(east, north, ring))
            {
                foreach (var arc in _cells.GetValueOrDefault(cell, []))
                {
                    var (share, metres) = Project(plane, arc);
                    if (metres < bestMetres || (metres == bestMetres && best == -1))
                        (best, bestShare, bestMetres) = (arc, share, metres);
                }
            }
        }

        return best < 0 ? null : new RoadPoint(best, bestShare, _graph.PlaceOn(best, bestShare), Distance.FromMetres(bestMetres));
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

    private (int East, int North) CellOf(GeoPoint place) => (
        (int)Math.Floor(LocalPlane.Wrap(place.Longitude - _originLongitude) / _cellEast),
        (int)Math.Floor((place.Latitude - _originLatitude) / _cellNorth));

    private static IEnumerable<(int East, int North)> Ring(int east, int north, int ring)
    {
        for (var dx = -ring; dx <= ring; dx++)
        {
            var step = Math.Abs(dx) == ring || ring == 0 ? 1 : 2 * ring;
            for (var dy = -ring; dy <= ring; dy += step)
                yield return (east + dx, north + dy);
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
}
