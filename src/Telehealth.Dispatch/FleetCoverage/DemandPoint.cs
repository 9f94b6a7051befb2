using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>Where help is asked for, and how often compared with elsewhere.</summary>
/// <param name="Place">Where.</param>
/// <param name="Weight">Above zero; only the proportions count.</param>
public sealed record DemandPoint(GeoPoint Place, double Weight);
