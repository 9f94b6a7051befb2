using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

public sealed class OsmExtractTests
{
    private const string Nodes = """
        <node id="1" lat="48.40" lon="9.60"/><node id="2" lat="48.41" lon="9.60"><tag k="highway" v="crossing"/></node>
        <node id="3" lat="48.41" lon="9.61"/><node id="4" lat="48.40" lon="9.61"/>
        """;

    [Fact]
    public void A_road_becomes_a_street_of_the_same_length_with_its_name_and_speeds()
    {
        var graph = Graph(Way("1,2,3", "highway=primary", "name=Mill Street, upper part", "maxspeed=50"));

        Assert.Equal((3, 4), (graph.NodeCount, graph.ArcCount));
        var length = Enumerable.Range(0, graph.ArcCount).Sum(graph.Metres) / 2;
        var expected = GeoPoint.Of(48.40, 9.60).DistanceTo(GeoPoint.Of(48.41, 9.60)).Metres + GeoPoint.Of(48.41, 9.60).DistanceTo(GeoPoint.Of(48.41, 9.61)).Metres;
        Assert.Equal(expected, length, 0.01);
        Assert.Contains("Mill Street upper part", graph.RoadNames);
        Assert.Equal(RoadClass.Primary, graph.Class(0));
        Assert.Equal(40, Kmh(graph, DrivingMode.Regular), 0.01);
        Assert.Equal(55, Kmh(graph, DrivingMode.LightsAndSirens), 0.01);
    }

    [Theory]
    [InlineData("30 mph", 38.6)]
    [InlineData("30mph", 38.6)]
    [InlineData("50 km/h", 40)]
    [InlineData("none", 25)]
    [InlineData("DE:urban", 25)]
    [InlineData("50;30", 25)]
    [InlineData("-50", 25)]
    [InlineData("NaN", 25)]
    [InlineData("9999", 25)]
    [InlineData("1e2", 25)]
    public void A_posted_speed_is_understood_or_as_if_it_was_not_said(string posted, double kmh) =>
        Assert.Equal(kmh, Kmh(Graph(Way("1,2", "highway=residential", "maxspeed=" + posted)), DrivingMode.Regular), 0.05);

    [Theory]
    [InlineData("highway=residential", true, true)]
    [InlineData("highway=residential oneway=yes", true, false)]
    [InlineData("highway=residential oneway=-1", false, true)]
    [InlineData("highway=residential junction=roundabout", true, false)]
    [InlineData("highway=motorway", true, false)]
    [InlineData("highway=motorway oneway=no", true, true)]
    public void A_one_way_road_is_driven_one_way(string tags, bool forward, bool backward)
    {
        var graph = Graph(Way("1,2", tags.Split(' ')));

        var southern = graph.Place(0).Latitude < graph.Place(1).Latitude ? 0 : 1;
        var directions = Enumerable.Range(0, graph.ArcCount).Select(arc => graph.Tail(arc) == southern).ToHashSet();
        Assert.Equal((forward, backward), (directions.Contains(true), directions.Contains(false)));
    }

    [Theory]
    [InlineData("highway=footway")]
    [InlineData("highway=proposed")]
    [InlineData("building=yes")]
    [InlineData("highway=residential access=no")]
    [InlineData("highway=residential access=yes motor_vehicle=no")]
    public void A_way_that_no_ambulance_drives_is_left_out(string tags)
    {
        var extract = Read(Nodes + Way("1,2", tags.Split(' ')));

        Assert.Equal((0, 1), (extract.RoadCount, extract.OtherWayCount));
    }

    [Theory]
    [InlineData("highway=residential access=private")]
    [InlineData("highway=residential access=no emergency=yes")]
    public void An_ambulance_may_drive_where_others_may_not(string tags) => Assert.Equal(1, Read(Nodes + Way("1,2", tags.Split(' '))).RoadCount);

    [Fact]
    public void Cut_off_pieces_loops_and_nodes_without_a_place_are_counted_and_the_rest_is_used()
    {
        var extract = Read(Nodes + """<node id="5" lat="north" lon="9"/><node id="6"/><node lat="1" lon="1"/>""" + Way("1,2,2,99,3,4", "highway=residential"));

        var graph = Graph(extract);

        Assert.Equal((3, 2, 1), (extract.BadNodeCount, extract.CutPieceCount, extract.LoopCount));
        Assert.Equal(4, graph.ArcCount);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("not xml", "")]
    [InlineData("<html></html>", "not with <osm>")]
    [InlineData("<osm><node id='1' lat='48' lon='9'/><way", "")]
    [InlineData("<!DOCTYPE osm [<!ENTITY a 'aaaa'>]><osm>&a;</osm>", "DTD")]
    public void What_is_no_extract_is_told_and_nothing_is_thrown(string text, string told)
    {
        var extract = OsmExtract.Read(new StringReader(text));

        Assert.Contains(told, extract.Broken, StringComparison.Ordinal);
        Assert.Equal(0, extract.RoadCount);
    }

    private static double Kmh(RoadGraph graph, DrivingMode mode) => graph.Metres(0) / graph.Seconds(0, mode) * 3.6;

    private static string Way(string nodes, params string[] tags) =>
        "<way id=\"7\">" + string.Concat(nodes.Split(',').Select(node => $"<nd ref=\"{node}\"/>"))
        + string.Concat(tags.Select(tag => $"<tag k=\"{tag.Split('=')[0]}\" v=\"{tag.Split('=')[1]}\"/>")) + "</way>";

    private static OsmExtract Read(string inside) => OsmExtract.Read(new StringReader($"<?xml version=\"1.0\"?><osm version=\"0.6\"><bounds/>{inside}<relation id=\"1\"/></osm>"));

    private static RoadGraph Graph(string way)
    {
        var extract = Read(Nodes + way);
        Assert.Null(extract.Broken);
        return Graph(extract);
    }

    private static RoadGraph Graph(OsmExtract extract)
    {
        var (nodes, roads) = (new StringWriter(), new StringWriter());
        extract.WriteNodes(nodes);
        extract.WriteRoads(roads);
        var files = RoadGraphCsv.Read(nodes.ToString(), roads.ToString());
        Assert.Empty(files.Problems);
        return files.Graph!;
    }
}
