using System.Text.Json;
using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Cities;

public sealed class AldermereTests
{
    private static readonly City City = Aldermere.Build();

    [Fact]
    public void It_is_the_same_city_each_time() => Assert.True(CityGeoJson.Write(City) == CityGeoJson.Write(Aldermere.Build()));

    [Fact]
    public void It_is_of_the_size_of_a_city()
    {
        Assert.InRange(City.Graph.NodeCount, 1_500, 4_000);
        var (east, west) = (Places.Max(place => place.Longitude), Places.Min(place => place.Longitude));
        var (north, south) = (Places.Max(place => place.Latitude), Places.Min(place => place.Latitude));
        Assert.InRange(GeoPoint.Of(48.4, west).DistanceTo(GeoPoint.Of(48.4, east)).Metres, 11_000, 13_000);
        Assert.InRange(GeoPoint.Of(south, 9.6).DistanceTo(GeoPoint.Of(north, 9.6)).Metres, 8_000, 10_000);
    }

    [Fact]
    public void Every_node_is_reached_from_every_other()
    {
        var times = new ReverseTravelTimes(City.Graph);
        times.Begin(City.Hospitals[0].Place, DrivingMode.Regular, TimeSpan.FromHours(2));

        Assert.All(Places, place => Assert.NotNull(times.From(place)));
    }

    [Fact]
    public void Only_main_roads_and_a_few_old_bridges_cross_the_river()
    {
        var shore = City.Water.Single().Shore;
        var bridges = City
            .Roads.Where(road =>
                road.Nodes.Zip(road.Nodes.Skip(1)).Any(pair => Crosses(City.Graph.Place(pair.First), City.Graph.Place(pair.Second), shore)))
            .ToList();

        Assert.DoesNotContain(bridges, road => road.Class == RoadClass.Residential);
        Assert.InRange(bridges.Select(road => road.Name).Distinct().Count(), 5, 9);
    }

    [Fact]
    public void Main_roads_hospitals_and_posts_have_names_of_their_own()
    {
        Assert.All(City.Roads.Where(road => road.Class <= RoadClass.Secondary), road => Assert.NotEmpty(road.Name));
        Assert.Equal(3, City.Hospitals.Select(hospital => hospital.Name).Distinct().Count());
        Assert.Equal(6, City.Posts.Select(post => post.Place).Distinct().Count());
    }

    [Fact]
    public void The_map_is_one_collection_of_well_formed_features()
    {
        using var map = JsonDocument.Parse(CityGeoJson.Write(City));
        var features = map.RootElement.GetProperty("features").EnumerateArray().ToList();

        Assert.Equal("FeatureCollection", map.RootElement.GetProperty("type").GetString());
        Assert.Equal(
            ["hospital", "post", "road", "water"],
            features.Select(feature => feature.GetProperty("properties").GetProperty("kind").GetString()).Distinct().Order());
        var water = features.Single(feature => feature.GetProperty("geometry").GetProperty("type").GetString() == "Polygon");
        var ring = water.GetProperty("geometry").GetProperty("coordinates")[0];
        Assert.Equal(ring[0].ToString(), ring[ring.GetArrayLength() - 1].ToString());
    }

    private static IEnumerable<GeoPoint> Places => Enumerable.Range(0, City.Graph.NodeCount).Select(City.Graph.Place);

    private static bool Crosses(GeoPoint from, GeoPoint to, IReadOnlyList<GeoPoint> shore)
    {
        var plane = new LocalPlane(City.Centre);
        MapPoint At(GeoPoint place) => new(plane.To(place).East, plane.To(place).North);
        return shore.Zip(shore.Skip(1)).Any(side => Curves.Crossing(At(from), At(to), At(side.First), At(side.Second)) is not null);
    }
}
