using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using static Telehealth.Dispatch.Tests.Areas.SomeAreas;

namespace Telehealth.Dispatch.Tests.Areas;

public sealed class AreaGeoJsonTests(ITestOutputHelper output)
{
    private static readonly string North = Feature(
        "N", Box(9, 48, 10, 49),
        more: ""","desk":"D1","homeUnits":["A11","A12"],"station":"S1","mutualAid":["S"]""");
    private static readonly string South = Feature("S", Box(9, 47, 10, 48));

    public static TheoryData<string, string> WrongShapes =>
        new()
        {
            {
                "[[9,48],[10,48],[10,49],[9,49]]",
                "outer ring is not closed: it begins at latitude 48, longitude 9 and ends at latitude 49, longitude 9."
            },
            { "[[9,48],[10,48],[9,48]]", "at least 4 positions" },
            { "[[9,48],[10,48],[10,48],[9,48]]", "fewer than 3 different corners" },
            { "[[9,48],[10,98],[10,49],[9,48]]", "position 2: latitude 98 is beyond ±90" },
            { "[[9,48],[1000,48],[10,49],[9,48]]", "position 2: longitude 1000 is out of range" },
            { "[[9,48],[10,null],[10,49],[9,48]]", "position 2 must be longitude and latitude as finite numbers" },
            { "[[9,48],[1e999,48],[10,49],[9,48]]", "position 2 must be longitude and latitude as finite numbers" },
            { "[[9,48],[10],[10,49],[9,48]]", "position 2 must be longitude and latitude as finite numbers" },
            { Ring((9, 48), (10, 49), (10, 48), (9, 49)), "crosses or runs along itself at latitude 48.5, longitude 9.5" },
            { Ring((179, 48), (-179, 49), (-179, 48), (179, 49)), "crosses or runs along itself at latitude 48.5, longitude 180" },
            { Ring((9, 48), (11, 48), (10, 49), (11, 50), (9, 50), (10, 49)), "touches itself at latitude 49, longitude 10" },
            { Box(9, 48, 10, 49) + "," + Box(11, 48.2, 11.5, 48.4), "A hole lies outside of the outer ring" },
            { Box(9, 48, 10, 49) + "," + Box(9.1, 48.1, 9.9, 48.9) + "," + Box(9.2, 48.2, 9.3, 48.3), "A hole lies within another hole" },
            { Ring((-120, 70), (0, 70), (120, 70)), "goes round a pole" },
            { "7", "outer ring must be a list" },
            { "", "there is no ring" },
        };

    public static TheoryData<string, string> WrongProperties =>
        new()
        {
            {
                North.Replace("\"service\"", "\"parish\"", StringComparison.Ordinal),
                "The property kind must be service, geofence or catchment."
            },
            { North.Replace("\"Area N\"", "\" \"", StringComparison.Ordinal), "The property name must be a text" },
            { North.Replace("\"code\":\"N\"", "\"code\":7", StringComparison.Ordinal), "The property code must be a text" },
            { North.Replace("\"D1\"", "{}", StringComparison.Ordinal), "The property desk must be a text" },
            { North.Replace("[\"A11\",\"A12\"]", "[\"A11\",3]", StringComparison.Ordinal), "The property homeUnits must be a list" },
            { North.Replace("\"Polygon\"", "\"Point\"", StringComparison.Ordinal), "must be a Polygon or a MultiPolygon" },
            {
                North.Replace("[\"S\"]", "[\"X\"]", StringComparison.Ordinal),
                "mutualAid names X, and no service area in this file has this code."
            },
            { South, "The code S is that of feature 1 already." },
            { Feature("N", Box(9, 50, 10, 51), "geofence", ""","homeUnits":["A1"]"""), "Only a service area has homeUnits and mutualAid." },
        };

    [Fact]
    public void A_file_becomes_a_map_with_all_that_it_says()
    {
        var read = Accepted(South, North);

        Assert.Empty(read.Warnings);
        var north = read.Map.ByCode("N")!;
        Assert.Equal(("Area N", AreaKind.Service, "D1", "S1"), (north.Name, north.Kind, north.Desk, north.Station));
        Assert.Equal(["A11", "A12"], north.HomeUnits);
        Assert.Equal(["S"], north.MutualAid);
        Assert.Same(north, read.Map.HomeOf("a11"));
        Assert.Null(read.Map.HomeOf("A99"));
        Assert.Null(read.Map.ByCode("X"));
    }

    [Theory]
    [MemberData(nameof(WrongShapes))]
    public void A_wrong_shape_is_told_with_its_feature_and_the_place(string rings, string expected)
    {
        var problem = Assert.Single(Problems(South, Feature("W", rings)));

        Assert.Equal((2, "Area W"), (problem.Feature, problem.Name));
        Assert.Contains(expected, problem.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(WrongProperties))]
    public void A_wrong_property_is_told_with_its_feature(string feature, string expected)
    {
        var problem = Assert.Single(Problems(South, feature));

        Assert.Equal(2, problem.Feature);
        Assert.Contains(expected, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_features()
    {
        var problems = Problems(North, Feature("W", "7", "parish"), Feature("V", ""));

        Assert.Equal([2, 2, 3], problems.Select(problem => problem.Feature));
    }

    [Fact]
    public void A_unit_has_one_home()
    {
        var other = Feature("O", Box(9, 50, 10, 51), more: ""","homeUnits":["a11"]""");

        Assert.Equal("The unit a11 is at home in feature 2 already.", Assert.Single(Problems(South, North, other)).Text);
    }

    [Fact]
    public void Polygons_of_one_area_that_overlap_are_refused()
    {
        Assert.Contains(
            "Its polygons overlap or share an edge", Assert.Single(Problems(Multi("M", Box(9, 48, 10, 49), Box(9.5, 48, 11, 49)))).Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "within another", Assert.Single(Problems(Multi("M", Box(9, 48, 10, 49), Box(9.2, 48.2, 9.5, 48.5)))).Text,
            StringComparison.Ordinal);
        Assert.NotNull(Map(Multi("M", Box(9, 48, 10, 49), Box(11, 48, 12, 49))).ServiceAreaOf(GeoPoint.Of(48.5, 11.5)));
    }

    [Fact]
    public void Service_areas_that_overlap_are_a_warning_and_neighbours_are_none()
    {
        var warning = Assert.Single(Accepted(North, South, Feature("T", Box(9.5, 48.5, 10.5, 49.5), more: ""","desk":"D2" """)).Warnings);

        Assert.Equal((3, "Area T"), (warning.Feature, warning.Name));
        Assert.Contains("shares 25 % of the smaller one's ground with feature 1 (Area N)", warning.Text, StringComparison.Ordinal);
        Assert.Empty(Accepted(North, South, Feature("G", Box(9.2, 48.2, 9.4, 48.4), "geofence")).Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"type":"FeatureCollection","features":7}""")]
    [InlineData("""{"type":"FeatureCollection","features":[null]}""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"properties":[],"geometry":[]}]}""")]
    [InlineData(
        """{"type":"FeatureCollection","features":[{"properties":{"code":"\ud800","name":"N","kind":"service"},"geometry":null}]}""")]
    [InlineData("{\"type\":\"FeatureCollection\ud800\"}")]
    public void What_is_no_file_of_areas_is_refused(string text) =>
        Assert.NotEmpty(Assert.IsType<AreaReading.Refused>(AreaGeoJson.Read(text)).Problems);

    [Fact]
    public void A_file_without_areas_is_an_empty_map() => Assert.Null(Map().ServiceAreaOf(GeoPoint.Of(48.5, 9.5)));

    [Theory]
    [InlineData(1)]
    public void A_damaged_file_is_read_or_refused_and_never_throws(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var whole = File(
            North, South, Feature("H", Box(170, -20, -175, -10) + "," + Box(175, -18, -179, -12)),
            Multi("M", Box(1, 1, 2, 2), Box(3, 3, 4, 4)));
        const string Noise = "0123456789.-,[]{}\":eEnul\\ ";
        var accepted = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var damaged = whole.ToCharArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
                damaged[random.Next(damaged.Length)] = Noise[random.Next(Noise.Length)];
            if (AreaGeoJson.Read(new string(damaged)) is AreaReading.Accepted)
                accepted++;
        }

        Assert.InRange(accepted, 1, 1_999);
    }
}
