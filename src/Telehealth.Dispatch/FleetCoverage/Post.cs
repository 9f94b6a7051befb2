using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>Where units may wait.</summary>
/// <param name="Name">What it is called; one of a kind.</param>
/// <param name="Place">Where.</param>
public sealed record Post(string Name, GeoPoint Place);
