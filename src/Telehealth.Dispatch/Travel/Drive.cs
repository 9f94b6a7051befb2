using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>How long and how far, and how that was reckoned.</summary>
/// <param name="Time">How long.</param>
/// <param name="Length">How far, along the way.</param>
/// <param name="Basis">How it was reckoned.</param>
public sealed record Drive(TimeSpan Time, Distance Length, TravelBasis Basis)
{
    /// <summary>
    /// Longer than any drive that is compared with it, so that whoever orders by time puts a way that does not exist behind every way that
    /// does; those without a way stand among themselves in the order of their straight distance.
    /// </summary>
    public static readonly TimeSpan NoRoadPenalty = TimeSpan.FromHours(24);

    /// <summary>
    /// What is told where both places lie on known roads and no road joins them: a straight line knows no river and must not win.
    /// </summary>
    public static Drive WithoutRoad(GeoPoint from, GeoPoint to)
    {
        var straight = CrowFlyTravel.Between(from, to);
        return new Drive(straight.Time + NoRoadPenalty, straight.Length, TravelBasis.NoRoad);
    }
}
