namespace Telehealth.Server.Rescue.Emergencies;

/// <param name="Source">How it was reckoned: <c>roads</c>, <c>osrm</c>, <c>crow_fly</c>,
/// or <c>no_road</c>: then the time is a penalty and no estimate.</param>
internal sealed record TravelEstimate(int Seconds, int Metres, string Source);
