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

/// <summary>A length. Never negative.</summary>
public readonly record struct Distance : IComparable<Distance>
{
    private Distance(double metres) => Metres = metres;

    /// <summary>IUGG mean radius R1.</summary>
    public static Distance MeanEarthRadius { get; } = new(6_371_008.8);

    /// <summary>The length in metres.</summary>
    public double Metres { get; }

    /// <summary>Makes a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not a number.</exception>
    public static Distance FromMetres(double metres) =>
        metres >= 0 ? new Distance(metres) : throw new ArgumentOutOfRangeException(nameof(metres), metres, "A distance is zero or more.");

    /// <summary>Time to cover this length at a constant speed.</summary>
    public static TimeSpan operator /(Distance distance, Speed speed) => TimeSpan.FromSeconds(distance.Metres / speed.MetresPerSecond);

    /// <summary>Shorter.</summary>
    public static bool operator <(Distance left, Distance right) => left.Metres < right.Metres;

    /// <summary>Longer.</summary>
    public static bool operator >(Distance left, Distance right) => left.Metres > right.Metres;

    /// <summary>Not longer.</summary>
    public static bool operator <=(Distance left, Distance right) => left.Metres <= right.Metres;

    /// <summary>Not shorter.</summary>
    public static bool operator >=(Distance left, Distance right) => left.Metres >= right.Metres;

    /// <inheritdoc/>
    public int CompareTo(Distance other) => Metres.CompareTo(other.Metres);
}

/// <summary>A speed. Above zero.</summary>
public readonly record struct Speed
{
    private Speed(double metresPerSecond) => MetresPerSecond = metresPerSecond;

    /// <summary>The speed in metres per second.</summary>
    public double MetresPerSecond { get; }

    /// <summary>Makes a speed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public static Speed FromMetresPerSecond(double value) =>
        value > 0 ? new Speed(value) : throw new ArgumentOutOfRangeException(nameof(value), value, "A speed is above zero.");

    /// <summary>Makes a speed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public static Speed FromKilometresPerHour(double value) => FromMetresPerSecond(value / 3.6);
}
