using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>A free unit and where it is.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where it was last seen.</param>
public sealed record IdleUnit(UnitId Id, GeoPoint Place);
