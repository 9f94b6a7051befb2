using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>A unit was seen.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where.</param>
/// <param name="FixedAt">When.</param>
public readonly record struct UnitMove(UnitId Id, GeoPoint Place, DateTimeOffset FixedAt);
