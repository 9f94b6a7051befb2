using Telehealth.Dispatch.Roads;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The roads of the area, when the server has been given any.</summary>
internal sealed record AreaRoads(RoadGraph? Graph);
