using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Simulation;

/// <summary>Where a simulated unit is on its way.</summary>
/// <param name="Place">Where.</param>
/// <param name="HeadingDegrees">Where it drives to, clockwise from north; null once it stands.</param>
/// <param name="Speed">How fast; null once it stands.</param>
/// <param name="Arrived">Whether it is there.</param>
public readonly record struct RoutePosition(GeoPoint Place, double? HeadingDegrees, Speed? Speed, bool Arrived);
