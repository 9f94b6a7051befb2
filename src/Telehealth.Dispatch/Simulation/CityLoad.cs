namespace Telehealth.Dispatch.Simulation;

/// <summary>How many calls come, and when in the day.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="CallsPerHour">Over a whole day.</param>
/// <param name="BusyFraction">The share of time for which a unit then has a job, about: what coverage is reckoned with.</param>
public sealed record CityLoad(string Name, double CallsPerHour, double BusyFraction)
{
    /// <summary>
    /// By hour of the day, in relation to one another: quiet nights, a peak
    /// around noon, a long evening. Chosen, after the shape that services report.
    /// </summary>
    public static readonly IReadOnlyList<double> UsualDay =
    [
        0.70, 0.60, 0.54, 0.50, 0.49, 0.54, 0.68, 0.88, 1.10, 1.26, 1.34, 1.36, 1.34, 1.30, 1.27, 1.26, 1.26, 1.27, 1.26, 1.22, 1.15, 1.05,
        0.94, 0.82,
    ];

    /// <summary>By hour of the day, in relation to one another. All alike unless said otherwise, so that a load is one number.</summary>
    public IReadOnlyList<double> Day { get; init; } = [.. Enumerable.Repeat(1.0, 24)];
}
