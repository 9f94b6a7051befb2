using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// A place as a point on the unit sphere. Chord length grows with great-circle distance, so comparing squared chords ranks exactly,
/// without trigonometry per comparison and without a seam at 180° or the poles.
/// </summary>
internal readonly record struct UnitVector(double X, double Y, double Z)
{
    public static UnitVector From(GeoPoint place)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(place.Latitude));
        var (sinLongitude, cosLongitude) = Math.SinCos(double.DegreesToRadians(place.Longitude));
        return new UnitVector(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    /// <summary>Squared chord in units of the Earth's radius: 0 to 4.</summary>
    public double ChordSquaredTo(in UnitVector other)
    {
        var (dx, dy, dz) = (X - other.X, Y - other.Y, Z - other.Z);
        return dx * dx + dy * dy + dz * dz;
    }

    /// <summary>The great-circle distance that a chord spans.</summary>
    public static Distance Arc(double chordSquared) =>
        Distance.FromMetres(2 * Distance.MeanEarthRadius.Metres * Math.Asin(Math.Min(1, Math.Sqrt(chordSquared) / 2)));
}
