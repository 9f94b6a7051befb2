using System.Globalization;
using System.Text;
using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>The same extract in PBF and in XML makes the same roads, however the PBF is written.</summary>
public sealed class OsmPbfTests
{
    /// <summary>Every way in which a writer may write, at least once with each other one that matters to it.</summary>
    private static readonly PbfFile[] Styles =
    [
        new(),
        new() { IsDense = false, IsDeflated = false, ElementsInBlock = 1 },
        new() { Granularity = 1_000, LatitudeOffset = 48_000_000_000, LongitudeOffset = -9_001_000, ElementsInBlock = 3 },
        new() { Granularity = 1, LatitudeOffset = -77, LongitudeOffset = 180_000_000_001, IsDense = false, ElementsInBlock = 7 },
        new() { IsDeflated = false, Demands = ["OsmSchema-V0.6", "DenseNodes", "HistoricalInformation"] },
    ];

    [Fact]
    public void A_net_of_hundreds_of_roads_makes_the_same_tables()
    {
        const int Seed = 20_261;
        var xml = RandomExtract(new Random(Seed));
        var extract = OsmExtract.Read(new StringReader(xml));

        Assert.True(
            extract.RoadCount > 300 && extract.FerryCount > 0 && extract.BlockedNodeCount > 0 && extract.DeletedCount > 0, $"seed {Seed}");
        AssertSame(xml);
    }

    [Fact]
    public void Ids_below_zero_and_far_apart_are_read()
    {
        const string Xml = """
            <osm><node id="-5" lat="-0.5" lon="-179.5"/><node id="9223372036854775807" lat="-0.6" lon="-179.6"/><node id="-9223372036854775808" lat="0" lon="180"/>
            <way id="-7"><nd ref="-5"/><nd ref="9223372036854775807"/><nd ref="-9223372036854775808"/><tag k="highway" v="primary"/><tag k="name" v="Straße 東"/></way></osm>
            """;

        AssertSame(Xml);

        Assert.Contains("Straße 東", Tables(Read(new PbfFile(), Xml)), StringComparison.Ordinal);
        Assert.Contains("-9223372036854775808,0,180\n", Tables(Read(new PbfFile(), Xml)), StringComparison.Ordinal);
    }

    [Fact]
    public void Ways_that_stand_before_their_nodes_and_nodes_of_no_road_make_no_difference()
    {
        const string Xml = """
            <osm><way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way><node id="1" lat="1" lon="1"/>
            <relation id="8"><member type="way" ref="7" role="from"/><member type="node" ref="2" role=""/><tag k="type" v="restriction"/></relation>
            <node id="3" lat="3" lon="3"><tag k="barrier" v="dragon"/></node><node id="2" lat="2" lon="2"/><relation id="9"/></osm>
            """;

        AssertSame(Xml);
    }

    [Fact]
    public void A_way_or_relation_that_was_deleted_stays_out()
    {
        var invisible = new PbfWriter().Number(6, 0).Written();
        var road = new PbfWriter().Number(1, 7).List(2, [1]).List(3, [2]).Bytes(4, invisible).Differences(8, [1, 2]).Written();
        var relation = new PbfWriter().Number(1, 8).List(2, [3]).List(3, [4]).Bytes(4, invisible).Written();
        var texts = new[] { "", "highway", "primary", "type", "restriction" }
            .Aggregate(new PbfWriter(), (table, text) => table.Text(1, text))
            .Written();
        var data = new PbfWriter().Bytes(1, texts).Bytes(2, new PbfWriter().Bytes(3, road).Bytes(4, relation).Written()).Written();
        var file = new PbfFile();

        var extract = OsmExtract.ReadPbf(new MemoryStream([.. file.Write([]), .. PbfFile.Block("OSMData", file.Packed(data))]));

        Assert.Null(extract.Broken);
        Assert.Equal((0, 0, 2), (extract.Ways.Count, extract.Restrictions.Count, extract.DeletedCount));
    }

    [Fact]
    public void Blocks_and_fields_of_a_kind_of_somebodys_own_are_passed_over()
    {
        var file = new PbfFile();
        var own = PbfFile.Block("OSMIndex", new PbfWriter().Text(99, "mine").Written());
        var data = new PbfWriter()
            .Bytes(2, new PbfWriter().Bytes(5, new PbfWriter().Number(1, 1).Written()).Text(77, "mine").Written())
            .Text(78, "mine")
            .Written();

        var extract = OsmExtract.ReadPbf(new MemoryStream([.. file.Write([]), .. own, .. PbfFile.Block("OSMData", file.Packed(data))]));

        Assert.Null(extract.Broken);
    }

    /// <summary>Reads the extract in PBF in every style, and compares all that it says with what the XML says.</summary>
    internal static void AssertSame(string xml)
    {
        var expected = OsmExtract.Read(new StringReader(xml));
        foreach (var style in Styles)
        {
            var read = Read(style, xml);
            Assert.Null(read.Broken);
            Assert.Equal(Tables(expected), Tables(read));
            Assert.Equal(Counts(expected), Counts(read));
            Assert.Equal(expected.NotUnderstood, read.NotUnderstood);
            Assert.Equal(expected.FerriesLeftOut, read.FerriesLeftOut);
            Assert.Equal(expected.Ways.Select(way => way.Id), read.Ways.Select(way => way.Id));
            Assert.Equal(expected.Restrictions.Select(Told), read.Restrictions.Select(Told));
        }
    }

    internal static string Tables(OsmExtract extract)
    {
        using var tables = new StringWriter();
        extract.WriteNodes(tables);
        extract.WriteRoads(tables);
        return tables.ToString();
    }

    private static OsmExtract Read(PbfFile style, string xml) =>
        OsmExtract.ReadPbf(new MemoryStream(style.Write(OsmXml.Read(new StringReader(xml)))));

    private static (int, int, int, int, int, int, int, int) Counts(OsmExtract extract) =>
        (extract.RoadCount,
            extract.FerryCount,
            extract.OtherWayCount,
            extract.BadNodeCount,
            extract.CutPieceCount,
            extract.LoopCount,
            extract.DeletedCount,
            extract.BlockedNodeCount);

    private static string Told(OsmRelation relation) =>
        $"{relation.Id}: {string.Join(' ', relation.Members)} {string.Join(' ', relation.Tags.OrderBy(tag => tag.Key))}";

    private static string RandomExtract(Random random)
    {
        var xml = new StringBuilder("<osm>");
        for (var node = 1; node <= 900; node++)
        {
            var tag = random.Next(40) switch
            {
                0 => "<tag k='barrier' v='bollard'/>",
                1 => "<tag k='barrier' v='dragon'/><tag k='name' v='Fafnir'/>",
                _ => "",
            };
            var state = random.Next(60) == 0 ? "visible='false' " : "";
            xml.Append(
                CultureInfo.InvariantCulture,
                $"<node id='{node * 7}' {state}lat='{48 + random.Next(100_000) / 1e6:0.000000}' lon='{9 + random.Next(100_000) / 1e6:0.000000}'>{tag}</node>");
        }

        string[] kinds =
        [
            "<tag k='highway' v='primary'/><tag k='name' v='Main, Street'/>", "<tag k='highway' v='residential'/><tag k='oneway' v='-1'/>",
            "<tag k='building' v='yes'/>", "<tag k='highway' v='motorway'/><tag k='maxspeed:forward' v='80 mph'/>",
            "<tag k='route' v='ferry'/><tag k='duration' v='00:17'/>", "<tag k='highway' v='service'/><tag k='maxheight' v='3'/>",
        ];
        for (var way = 1; way <= 600; way++)
        {
            var nodes = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"<nd ref='{random.Next(1, 910) * 7}'/>"));
            xml.Append(CultureInfo.InvariantCulture, $"<way id='{way}'>{nodes}{kinds[random.Next(kinds.Length)]}</way>");
        }

        for (var relation = 1; relation <= 50; relation++)
        {
            var members =
                $"<member type='way' ref='{random.Next(600)}' role='from'/><member type='node' ref='{random.Next(900) * 7}' role='via'/><member type='way' ref='{random.Next(600)}' role='to'/>";
            xml.Append(
                CultureInfo.InvariantCulture,
                $"<relation id='{relation}'>{members}<tag k='type' v='{(random.Next(2) == 0 ? "restriction" : "route")}'/></relation>");
        }

        return xml.Append("</osm>").ToString();
    }
}
