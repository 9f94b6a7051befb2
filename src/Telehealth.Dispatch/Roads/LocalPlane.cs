using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Metres east and north of an origin, for work within a city: 20 km from the origin lengths are right within 0.3 % up to 60° of latitude.
/// </summary>
internal readonly struct LocalPlane(GeoPoint origin)
{
    public static readonly double MetresPerDegree = Distance.MeanEarthRadius.Metres * Math.PI / 180;

    private readonly GeoPoint _origin = origin;
    private readonly double _metresPerDegreeEast = MetresPerDegree * Math.Cos(double.DegreesToRadians(origin.Latitude));

    /// <summary>A difference of longitudes the short way round: −180 to 180.</summary>
    public static double Wrap(double degrees) => degrees switch
    {
        > 180 => degrees - 360,
        < -180 => degrees + 360,
        _ => degrees,
    };

    public (double East, double North) To(GeoPoint place) =>
        (Wrap(place.Longitude - _origin.Longitude) * _metresPerDegreeEast, (place.Latitude - _origin.Latitude) * MetresPerDegree);

    public GeoPoint From(double east, double north) =>
        GeoPoint.Of(_origin.Latitude + north / MetresPerDegree, Wrap(_origin.Longitude + east / _metresPerDegreeEast));
}
