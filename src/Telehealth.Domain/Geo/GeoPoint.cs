namespace Telehealth.Domain.Geo;

/// <summary>A place on Earth in WGS 84 degrees. Only valid places can be made.</summary>
public readonly record struct GeoPoint
{
    private GeoPoint(double latitude, double longitude) => (Latitude, Longitude) = (latitude, longitude);

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>
    /// False for NaN, infinity, out of range, and for exactly 0/0: no receiver stands on that buoy in the Gulf of Guinea,
    /// it is what a device without a fix reports.
    /// </summary>
    public static bool TryCreate(double latitude, double longitude, out GeoPoint point)
    {
        var valid = double.IsFinite(latitude) && double.IsFinite(longitude)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            && (latitude != 0 || longitude != 0);
        point = valid ? new GeoPoint(latitude, longitude) : default;
        return valid;
    }

    /// <summary>For places known to be valid, such as stored ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is not valid.</exception>
    public static GeoPoint Of(double latitude, double longitude) =>
        TryCreate(latitude, longitude, out var point)
            ? point
            : throw new ArgumentOutOfRangeException(nameof(latitude), "Not a place on Earth.");

    /// <summary>Great-circle distance on a sphere of the mean Earth radius (haversine); within 0.6 % of the ellipsoid.</summary>
    public Distance DistanceTo(GeoPoint other)
    {
        var dLat = double.DegreesToRadians(other.Latitude - Latitude);
        var dLon = double.DegreesToRadians(other.Longitude - Longitude);
        var a =
            Math.Pow(Math.Sin(dLat / 2), 2)
            + Math.Cos(double.DegreesToRadians(Latitude))
                * Math.Cos(double.DegreesToRadians(other.Latitude))
                * Math.Pow(Math.Sin(dLon / 2), 2);
        return Distance.FromMetres(2 * Distance.MeanEarthRadius.Metres * Math.Asin(Math.Min(1, Math.Sqrt(a))));
    }
}
