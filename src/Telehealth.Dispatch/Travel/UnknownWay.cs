using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>A way whose time is to be asked for.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
public readonly record struct UnknownWay(GeoPoint From, GeoPoint To);
