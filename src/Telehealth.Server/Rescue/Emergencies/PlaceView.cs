using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Emergencies;

/// <param name="Latitude">Null, with the longitude, while the place is known in words only or not at all.</param>
/// <param name="AccuracyMetres">Radius that the device gave; null when a person pointed at a map.</param>
/// <param name="Note">Floor, door, landmark; without coordinates, the place in words.</param>
internal sealed record PlaceView(double? Latitude, double? Longitude, double? AccuracyMetres, LocationSource Source, string? Note);
