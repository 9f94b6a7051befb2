using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Cities;

/// <summary>A city to draw and to drive in.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Centre">Its middle.</param>
/// <param name="Graph">Its roads, for travel times. Node numbers in <paramref name="Roads"/> are the graph's.</param>
/// <param name="Roads">Its roads, for drawing: widest first. A road in several parts stands there several times.</param>
/// <param name="Water">Areas of water, each a closed ring of places.</param>
/// <param name="Hospitals">Where patients are taken.</param>
/// <param name="Posts">Where ambulances wait.</param>
public sealed record City(
    string Name,
    GeoPoint Centre,
    RoadGraph Graph,
    IReadOnlyList<CityRoad> Roads,
    IReadOnlyList<CityWater> Water,
    IReadOnlyList<CityPlace> Hospitals,
    IReadOnlyList<CityPlace> Posts);

/// <summary>An area of water.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shore">Closed: the last place is the first.</param>
public sealed record CityWater(string Name, IReadOnlyList<GeoPoint> Shore);
