using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>Where a unit is, and whither it drives.</summary>
/// <param name="Place">Where.</param>
/// <param name="Heading">Degrees clockwise from north, of a unit that stands those of its last drive; null when that is not known.</param>
public readonly record struct HeadedPlace(GeoPoint Place, double? Heading);
