using Telehealth.Domain.Geo;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>A location with what is known about its quality.</summary>
/// <param name="Point">Where; null while it is known in words only, or not at all.</param>
/// <param name="AccuracyMetres">Radius that the device gave; null when a person pointed at a map.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Note">Floor, door, landmark; without a point, the place in words.</param>
public sealed record Place(GeoPoint? Point, double? AccuracyMetres, LocationSource Source, string? Note)
{
    /// <summary>Nobody has said where.</summary>
    public static Place NotKnown { get; } = new(Point: null, AccuracyMetres: null, LocationSource.NotYetKnown, Note: null);
}
