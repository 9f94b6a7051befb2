using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Cities;

/// <summary>A named place on a road.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Place">Where.</param>
public sealed record CityPlace(string Name, GeoPoint Place);
