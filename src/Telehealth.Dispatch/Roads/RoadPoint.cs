using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>A point on a road: some share of the way along an arc.</summary>
/// <param name="Arc">The arc; its twin runs through the same point.</param>
/// <param name="Share">0 at the tail, 1 at the head.</param>
/// <param name="Place">Where it is.</param>
/// <param name="OffRoad">How far it is from the place that was asked for.</param>
public readonly record struct RoadPoint(int Arc, double Share, GeoPoint Place, Distance OffRoad);
