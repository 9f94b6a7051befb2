namespace Telehealth.Domain.Geo;

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
