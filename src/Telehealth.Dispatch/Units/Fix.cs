using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Units;

/// <summary>A position that passed the filter.</summary>
/// <param name="Place">Where.</param>
/// <param name="AccuracyMetres">Radius in which the device believes to be; null when it did not say.</param>
/// <param name="HeadingDegrees">Clockwise from north, 0 to 360; null when not known.</param>
/// <param name="At">By the device's clock, which has been checked against ours.</param>
/// <param name="SpeedMetresPerSecond">Over ground, 0 to 100; null when not known.</param>
public readonly record struct Fix(
    GeoPoint Place, double? AccuracyMetres, double? HeadingDegrees, DateTimeOffset At, double? SpeedMetresPerSecond = null)
{
    /// <summary>
    /// The direction in which the unit was last seen to drive, by this fix
    /// and those before (<see cref="UnitCourse"/>); null when not known.
    /// </summary>
    public double? DrivenDegrees { get; init; }
}
