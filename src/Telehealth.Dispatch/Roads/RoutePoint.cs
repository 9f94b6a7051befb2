using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>One bend of a way.</summary>
/// <param name="Place">Where.</param>
/// <param name="After">How long from the start.</param>
/// <param name="Along">How far from the start.</param>
/// <param name="Road">The name of the road that leads here; empty off the road or when it has none.</param>
public readonly record struct RoutePoint(GeoPoint Place, TimeSpan After, Distance Along, string Road);
