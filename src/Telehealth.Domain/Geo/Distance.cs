namespace Telehealth.Domain.Geo;

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
