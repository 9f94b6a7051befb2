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
        var expected =
            GeoPoint.Of(48.40, 9.60).DistanceTo(GeoPoint.Of(48.41, 9.60)).Metres
            + GeoPoint.Of(48.41, 9.60).DistanceTo(GeoPoint.Of(48.41, 9.61)).Metres;
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
    [InlineData("120 mph", 154.5)]
    [InlineData("walk", 7)]
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
    public void An_ambulance_may_drive_where_others_may_not(string tags) =>
        Assert.Equal(1, Read(Nodes + Way("1,2", tags.Split(' '))).RoadCount);

    [Fact]
    public void Cut_off_pieces_loops_and_nodes_without_a_place_are_counted_and_the_rest_is_used()
    {
        var extract = Read(
            Nodes
                + """<node id="5" lat="north" lon="9"/><node id="6"/><node lat="1" lon="1"/>"""
                + Way("1,2,2,99,3,4", "highway=residential"));

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

    [Theory]
    [InlineData("barrier=bollard")]
    [InlineData("barrier=block vehicle=no")]
    [InlineData("barrier=lift_gate access=private")]
    [InlineData("barrier=gate locked=yes")]
    [InlineData("barrier=swing_gate access=no")]
    [InlineData("motor_vehicle=no")]
    public void A_road_is_cut_where_something_stands_in_it(string tags)
    {
        var extract = Read(NodesWith(tags) + Way("1,2,3", "highway=residential"));
        var graph = Graph(extract);

        Assert.Equal(1, extract.BlockedNodeCount);
        Assert.Equal((4, 4, 2), (graph.NodeCount, graph.ArcCount, graph.NetNodeCount));
    }

    [Theory]
    [InlineData("barrier=bollard emergency=yes")]
    [InlineData("barrier=block motor_vehicle=yes vehicle=no")]
    [InlineData("barrier=lift_gate")]
    [InlineData("barrier=lift_gate access=private emergency=yes")]
    [InlineData("barrier=gate locked=no")]
    [InlineData("barrier=cattle_grid")]
    [InlineData("highway=crossing access=no")]
    [InlineData("emergency=phone")]
    public void A_road_goes_on_where_an_ambulance_is_let_through(string tags)
    {
        var graph = Graph(Read(NodesWith(tags) + Way("1,2,3", "highway=residential")));

        Assert.Equal((3, 3), (graph.NodeCount, graph.NetNodeCount));
    }

    [Theory]
    [InlineData("highway=pedestrian emergency=yes", 10)]
    [InlineData("highway=track motor_vehicle=yes", 10)]
    [InlineData("highway=footway motor_vehicle=emergency", 10)]
    [InlineData("highway=cycleway emergency=designated", 10)]
    [InlineData("highway=service access=no bus=designated", 15)]
    [InlineData("highway=residential motor_vehicle=no psv=yes", 25)]
    [InlineData("highway=busway access=no", 25)]
    [InlineData("highway=residential emergency=phone", 25)]
    public void A_way_that_lets_emergency_vehicles_or_buses_in_is_driven_slowly(string tags, double kmh) =>
        Assert.Equal(kmh, Kmh(Graph(Way("1,2", tags.Split(' '))), DrivingMode.Regular), 0.05);

    [Theory]
    [InlineData("highway=steps emergency=yes")]
    [InlineData("highway=pedestrian")]
    [InlineData("highway=pedestrian emergency=no motor_vehicle=yes")]
    [InlineData("highway=construction emergency=yes")]
    [InlineData("highway=primary oneway=reversible")]
    public void A_way_that_lets_nobody_in_or_changes_with_the_hour_is_left_out(string tags)
    {
        var extract = Read(Nodes + Way("1,2", tags.Split(' ')));

        Assert.Equal((0, 1), (extract.RoadCount, extract.OtherWayCount));
    }

    [Theory]
    [InlineData("action='delete'")]
    [InlineData("visible='false'")]
    public void What_was_deleted_in_an_editor_stays_out(string state)
    {
        var extract = Read(
            Nodes
                + Way("1,2", "highway=residential")
                + Way("3,4", "highway=residential").Replace("<way ", $"<way {state} ", StringComparison.Ordinal)
                + $"<node id='5' {state} lat='48.42' lon='9.62'/>"
                + Way("2,5", "highway=residential"));

        Assert.Equal((2, 2), (extract.RoadCount, extract.DeletedCount));
        Assert.Equal(2, Graph(extract).NodeCount);
        Assert.Equal(1, extract.CutPieceCount);
    }

    [Theory]
    [InlineData("oneway=yes oneway:emergency=no", 2)]
    [InlineData("oneway=alternating", 2)]
    [InlineData("oneway=yes", 1)]
    public void A_one_way_road_is_driven_both_ways_where_an_ambulance_may(string tags, int arcs) =>
        Assert.Equal(arcs, Graph(Way("1,2", ["highway=residential", .. tags.Split(' ')])).ArcCount);

    [Fact]
    public void Each_direction_has_its_own_speed_and_both_are_one_street()
    {
        var graph = Graph(Way("1,2", "highway=residential", "maxspeed:forward=50", "maxspeed:backward=30 mph"));

        var forward = graph.Place(graph.Tail(0)).Latitude < graph.Place(graph.Head(0)).Latitude ? 0 : 1;
        Assert.Equal(forward == 0 ? 1 : 0, graph.Twin(forward));
        Assert.Equal(40, graph.Metres(forward) / graph.Seconds(forward, DrivingMode.Regular) * 3.6, 0.05);
        Assert.Equal(38.6, graph.Metres(1 - forward) / graph.Seconds(1 - forward, DrivingMode.Regular) * 3.6, 0.05);
    }

    [Theory]
    [InlineData("duration=00:25", 1_500)]
    [InlineData("duration=25", 1_500)]
    [InlineData("duration=PT25M", 1_500)]
    [InlineData("duration=00:05:30", 330)]
    [InlineData("duration=5:00 motor_vehicle=yes foot=yes", 18_000)]
    public void A_ferry_takes_as_long_as_it_says(string tags, double seconds)
    {
        var extract = Read(Nodes + Way("1,2,3", ["route=ferry", .. tags.Split(' ')]));
        var graph = Graph(extract);

        Assert.Equal((0, 1), (extract.RoadCount, extract.FerryCount));
        Assert.Equal(
            seconds, Enumerable.Range(0, graph.ArcCount).Sum(arc => graph.Seconds(arc, DrivingMode.LightsAndSirens)) / 2, seconds * 0.02);
    }

    [Theory]
    [InlineData("route=ferry name=Otter", "Otter (no duration)")]
    [InlineData("route=ferry duration=soon", "a ferry without a name (no duration)")]
    [InlineData("route=ferry duration=00:00", "a ferry without a name (no duration)")]
    [InlineData("route=ferry name=Otter duration=00:25 motor_vehicle=no", "Otter (no vehicles)")]
    [InlineData("route=ferry name=Otter duration=00:25 foot=yes", "Otter (no vehicles)")]
    public void A_ferry_that_does_not_say_how_long_or_takes_no_vehicle_is_named(string tags, string told)
    {
        var extract = Read(Nodes + Way("1,2", tags.Split(' ')));

        Assert.Equal([told], extract.FerriesLeftOut);
        Assert.Equal(0, extract.FerryCount);
    }

    [Fact]
    public void What_is_not_understood_is_counted_by_its_name()
    {
        var extract = Read(
            NodesWith("barrier=dragon")
                + Way("1,2", "highway=primary", "maxheight=2.5", "maxspeed=fast", "oneway=perhaps")
                + Way("2,3", "highway=primary", "maxheight=3")
                + Way("3,4", "highway=primary", "oneway=reversible")
                + Way("3,4", "highway=footway", "maxspeed=fast"));

        Assert.Equal(
            [("maxheight", 2), ("barrier=dragon", 1), ("maxspeed=fast", 1), ("oneway=perhaps", 1), ("oneway=reversible (left out)", 1)],
            extract.NotUnderstood);
    }

    [Theory]
    [InlineData("type=restriction restriction=no_left_turn", true)]
    [InlineData("type=restriction", true)]
    [InlineData("type=site restriction:hgv=no_u_turn", true)]
    [InlineData("type=route", false)]
    public void A_relation_that_speaks_of_a_turn_is_kept_with_the_ways_that_it_names(string tags, bool kept)
    {
        const string Members = """
            <member type="way" ref="7" role="from"/><member type="node" ref="2" role="via"/><member type="relation" ref="-5"/>
            <member type="area" ref="1" role="to"/><member type="way" ref="some" role="to"/>
            """;

        var extract = Read(Nodes + Way("1,2", "highway=residential") + $"<relation id=\"9\">{Members}{Tags(tags)}</relation>");

        Assert.Equal([7L], extract.Ways.Select(way => way.Id));
        Assert.Equal(kept ? [9L] : [], extract.Restrictions.Select(relation => relation.Id));
        if (kept)
            Assert.Equal(
                [new(OsmKind.Way, 7, "from"), new(OsmKind.Node, 2, "via"), new(OsmKind.Relation, -5, "")], extract.Restrictions[0].Members);
    }

    [Fact]
    public void A_relation_that_was_deleted_in_an_editor_stays_out()
    {
        var extract = Read($"<relation id='9' action='delete'>{Tags("type=restriction")}</relation>");

        Assert.Equal((0, 1), (extract.Restrictions.Count, extract.DeletedCount));
    }

    [Fact]
    public void A_file_is_told_apart_by_how_it_begins()
    {
        Assert.Equal(OsmFormat.Text, OsmFormats.Of("<?xml version='1.0'?>"u8));
        Assert.Equal(OsmFormat.Text, OsmFormats.Of([]));
        Assert.Equal(OsmFormat.Gzip, OsmFormats.Of([0x1F, 0x8B, 8, 0]));
        Assert.Equal(OsmFormat.Bzip2, OsmFormats.Of("BZh91AY&SY"u8));
        Assert.Equal(OsmFormat.Pbf, OsmFormats.Of([0, 0, 0, 13, 10, 9, .. "OSMHeader"u8, 24]));
    }

    private static string NodesWith(string tags) => Nodes.Replace(
        "<tag k=\"highway\" v=\"crossing\"/>", Tags(tags), StringComparison.Ordinal);

    private static string Tags(string tags) =>
        string.Concat(tags.Split(' ').Select(tag => $"<tag k=\"{tag.Split('=')[0]}\" v=\"{tag.Split('=')[1]}\"/>"));

    private static double Kmh(RoadGraph graph, DrivingMode mode) => graph.Metres(0) / graph.Seconds(0, mode) * 3.6;

    private static string Way(string nodes, params string[] tags) =>
        "<way id=\"7\">" + string.Concat(nodes.Split(',').Select(node => $"<nd ref=\"{node}\"/>"))
        + string.Concat(tags.Select(tag => $"<tag k=\"{tag.Split('=')[0]}\" v=\"{tag.Split('=')[1]}\"/>")) + "</way>";

    /// <summary>Reads an extract in XML, and sees to it that the same in PBF says the same.</summary>
    private static OsmExtract Read(string inside)
    {
        var xml = $"<?xml version=\"1.0\"?><osm version=\"0.6\"><bounds/>{inside}<relation id=\"1\"/></osm>";
        OsmPbfTests.AssertSame(xml);
        return OsmExtract.Read(new StringReader(xml));
    }

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
