using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Telehealth.Dispatch.Areas;

/// <summary>
/// Polygons across the 180° meridian. Two longitudes in a row that are more than 180° apart mean the short way round, over the meridian;
/// so a ring is first unrolled into longitudes without a jump and afterwards cut into what lies on each turn of the globe.
/// Consequence: an edge longer than 180° of longitude needs a position on the way.
/// </summary>
internal static class AreaRings
{
    private const double Pole = 90;

    /// <summary>
    /// Longitudes without a jump. A step along a pole is left as it stands: that is how the map's upper or lower edge is drawn.
    /// </summary>
    public static Coordinate[] Unrolled(IReadOnlyList<Coordinate> ring)
    {
        var unrolled = new Coordinate[ring.Count];
        var turn = 0.0;
        for (var i = 0; i < ring.Count; i++)
        {
            if (i > 0 && !(Math.Abs(ring[i].Y) == Pole && ring[i - 1].Y == ring[i].Y))
            {
                var step = ring[i].X - ring[i - 1].X;
                turn -= step > 180 ? 360 : step < -180 ? -360 : 0;
            }

            unrolled[i] = new Coordinate(ring[i].X + turn, ring[i].Y);
        }

        return unrolled;
    }

    /// <summary>A hole may be given on another turn of the globe than its shell: moved to where the shell is.</summary>
    public static Coordinate[] OnTurnOf(Coordinate[] shell, Coordinate[] hole)
    {
        var turns = Math.Round((Middle(shell) - Middle(hole)) / 360) * 360;
        return turns == 0 ? hole : [.. hole.Select(corner => new Coordinate(corner.X + turns, corner.Y))];

        static double Middle(Coordinate[] ring) => (ring.Min(corner => corner.X) + ring.Max(corner => corner.X)) / 2;
    }

    /// <summary>The same polygon within ±180°: itself, or its parts on each turn of the globe, moved there.</summary>
    public static IEnumerable<Polygon> SplitAtMeridian(Polygon polygon)
    {
        var box = polygon.EnvelopeInternal;
        if (box.MinX >= -180 && box.MaxX <= 180)
            return [polygon];
        var first = (int)Math.Floor((box.MinX + 180) / 360);
        var last = (int)Math.Ceiling((box.MaxX - 180) / 360);
        return Enumerable.Range(first, last - first + 1).SelectMany(turn => PartOnTurn(polygon, turn * 360.0));
    }

    /// <summary>The place's own longitude, −180 to 180.</summary>
    public static double WithinMap(double longitude) => longitude - Math.Round(longitude / 360) * 360;

    private static IEnumerable<Polygon> PartOnTurn(Polygon polygon, double shift)
    {
        var world = polygon.Factory.ToGeometry(new Envelope(shift - 180, shift + 180, -Pole, Pole));
        var part = OverlayNGRobust.Overlay(polygon, world, SpatialFunction.Intersection);
        return Enumerable.Range(0, part.NumGeometries).Select(part.GetGeometryN).OfType<Polygon>().Where(piece => !piece.IsEmpty)
            .Select(piece => Shifted(piece, -shift));
    }

    private static Polygon Shifted(Polygon polygon, double by)
    {
        if (by == 0)
            return polygon;
        var copy = (Polygon)polygon.Copy();
        copy.Apply(new Shift(by));
        return copy;
    }

    private sealed class Shift(double by) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i) => seq.SetX(i, seq.GetX(i) + by);
    }
}
