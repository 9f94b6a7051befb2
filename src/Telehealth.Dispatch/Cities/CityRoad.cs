using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Cities;

/// <summary>A road, or a part of one, as the nodes that it runs through.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Class">Which kind.</param>
/// <param name="Nodes">Numbers of the graph's nodes.</param>
public sealed record CityRoad(string Name, RoadClass Class, IReadOnlyList<int> Nodes);
