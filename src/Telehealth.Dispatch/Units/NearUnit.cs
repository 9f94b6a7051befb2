using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>A unit found near a point.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where it was last seen.</param>
/// <param name="Distance">Great-circle distance to the point.</param>
/// <param name="FixedAt">When it was last seen, UTC.</param>
public readonly record struct NearUnit(UnitId Id, GeoPoint Place, Distance Distance, DateTimeOffset FixedAt);
