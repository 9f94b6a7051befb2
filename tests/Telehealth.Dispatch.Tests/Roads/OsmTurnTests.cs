using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>
/// What relations say of turns, as the table of turns that comes of it. Roads 12, 13, 14 and 15 lead from node 1 to nodes 2 (north), 3, 4
/// and 5 (west); road 36 goes on from 3 to 6, and 67 from 6 to 7.
/// </summary>
public sealed class OsmTurnTests
{
    [Theory]
    [InlineData("restriction=no_left_turn", "4 1 5,yes")]
    [InlineData("restriction=no_entry", "4 1 5,yes")]
    [InlineData("restriction:motor_vehicle=no_left_turn", "4 1 5,yes")]
    [InlineData("restriction:emergency=no_left_turn", "4 1 5,no")]
    [InlineData("restriction=no_left_turn restriction:emergency=none", "")]
    [InlineData("restriction=only_left_turn", "4 1 2,yes 4 1 3,yes 4 1 4,yes")]
    [InlineData("restriction=no_left_turn except=psv;bicycle", "")]
    [InlineData("restriction=no_left_turn except=bicycle", "4 1 5,yes")]
    [InlineData("restriction=no_left_turn except=emergency", "")]
    [InlineData("restriction:hgv=no_left_turn", "")]
    public void A_relation_forbids_a_turn_or_all_others(string tags, string turns) =>
        Assert.Equal((turns, ""), Turns(tags, "way 14 from", "node 1 via", "way 15 to"));

    [Theory]
    [InlineData("restriction:conditional=no_left_turn@(07:00-09:00)", "restriction:conditional of a turn")]
    [InlineData("restriction=no_left_turn hour_on=7", "hour_on of a turn")]
    [InlineData("restriction=no_dragons", "restriction=no_dragons")]
    public void What_is_not_read_is_counted_by_its_name(string tags, string told) =>
        Assert.Equal(("", told), Turns(tags, "way 14 from", "node 1 via", "way 15 to"));

    [Fact]
    public void Turning_back_into_the_same_road_is_forbidden_by_its_own_word_only()
    {
        Assert.Equal("4 1 4,yes", Turns("restriction=no_u_turn", "way 14 from", "node 1 via", "way 14 to").Table);
        Assert.Equal(
            ("", "a turn whose roads do not meet at their ends"),
            Turns("restriction=no_straight_on", "way 14 from", "node 1 via", "way 14 to"));
    }

    [Fact]
    public void Several_roads_from_which_nobody_enters_are_each_forbidden() =>
        Assert.Equal("2 1 5,yes 4 1 5,yes", Turns("restriction=no_entry", "way 12 from", "way 14 from", "node 1 via", "way 15 to").Table);

    [Theory]
    [InlineData("way 13 via", "way 36 via")]
    [InlineData("way 36 via", "way 13 via")]
    public void A_turn_over_roads_between_is_one_way_whatever_their_order(string first, string second)
    {
        Assert.Equal("4 1 3 6 7,yes", Turns("restriction=no_u_turn", "way 14 from", first, second, "way 67 to").Table);
        Assert.Equal(
            "4 1 2,yes 4 1 4,yes 4 1 5,yes 4 1 3 1,yes 4 1 3 6 3,yes",
            Turns("restriction=only_straight_on", "way 14 from", first, second, "way 67 to").Table);
    }

    [Theory]
    [InlineData("way 14 from", "node 1 via", "way 99 to", "")]
    [InlineData("way 14 from", "node 1 via", "node 5 to", "a turn without from, via and to")]
    [InlineData("way 14 from", "way 15 to", "way 15 to", "a turn without from, via and to")]
    [InlineData("way 14 from", "node 3 via", "way 15 to", "a turn whose roads do not meet at their ends")]
    public void A_turn_that_needs_what_is_not_there_forbids_nothing(string first, string second, string third, string told) =>
        Assert.Equal(("", told), Turns("restriction=no_left_turn", first, second, third));

    [Fact]
    public void A_turn_against_a_one_way_road_forbids_nothing() =>
        Assert.Equal(("", ""), Turns("restriction=no_left_turn", ["way 14 from", "node 1 via", "way 15 to"], "oneway=-1"));

    [Fact]
    public void A_turn_at_a_bollard_forbids_nothing_that_the_bollard_does_not() =>
        Assert.Equal(
            ("", ""),
            Turns(
                "restriction=no_left_turn", ["way 14 from", "node 1 via", "way 15 to"], westernTags: null, "<tag k='barrier' v='bollard'/>"));

    [Fact]
    public void The_tables_of_an_import_are_read_back_without_a_problem()
    {
        var (nodes, roads, turns) = Tables(Extract("restriction=no_left_turn", ["way 14 from", "node 1 via", "way 15 to"], null, ""));

        var files = RoadGraphCsv.Read(nodes, roads, turns);

        Assert.Empty(files.Problems);
        Assert.Equal(1, files.Graph!.ForbiddenTurnCount);
    }

    [Fact]
    public void A_row_of_turns_that_is_wrong_is_left_out_and_named()
    {
        var (nodes, roads, _) = Tables(Extract("restriction=no_left_turn", ["way 14 from", "node 1 via", "way 15 to"], "oneway=yes", ""));

        var files = RoadGraphCsv.Read(
            nodes, roads, RoadGraphCsv.TurnsHeader + "\n4 1,yes\n4 1 8,yes\n5 1 4,yes\n4 1 2,perhaps\n4 1 2,no\n");

        Assert.Equal(
            [
                "A turn has 3 to 32 nodes, not 2.", "There is no node 8.", "No road leads from 5 to 1.",
                "urgent_may is yes or no, not “perhaps”.",
            ],
            files.Problems.Select(problem => problem.Text));
        Assert.Equal(1, files.Graph!.ForbiddenTurnCount);
    }

    private static (string Table, string NotUnderstood) Turns(string tags, params string[] members) => Turns(tags, members, null);

    private static (string Table, string NotUnderstood) Turns(string tags, string[] members, string? westernTags, string crossing = "")
    {
        var extract = Extract(tags, members, westernTags, crossing);
        var rows = Tables(extract).Turns.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1);
        return (string.Join(' ', rows), string.Join("; ", extract.NotUnderstood.Select(entry => entry.Text)));
    }

    private static (string Nodes, string Roads, string Turns) Tables(OsmExtract extract)
    {
        var (nodes, roads, turns) = (new StringWriter(), new StringWriter(), new StringWriter());
        extract.WriteNodes(nodes);
        extract.WriteRoads(roads);
        extract.WriteTurns(turns);
        return (nodes.ToString(), roads.ToString(), turns.ToString());
    }

    private static OsmExtract Extract(string tags, string[] members, string? westernTags, string crossing)
    {
        (double Latitude, double Longitude)[] places =
        [
            (48.40, 9.60),
            (48.41, 9.60),
            (48.40, 9.61),
            (48.39, 9.60),
            (48.40, 9.59),
            (48.40, 9.62),
            (48.40, 9.63),
        ];
        var nodes = places.Select(
            (place, index) =>
                FormattableString.Invariant(
                    $"<node id='{index + 1}' lat='{place.Latitude}' lon='{place.Longitude}'>{(index == 0 ? crossing : "")}</node>"));
        var ways = new[] { 12, 13, 14, 15, 36, 67 }.Select(id =>
            $"<way id='{id}'><nd ref='{id / 10}'/><nd ref='{id % 10}'/><tag k='highway' v='residential'/>{(id == 15 && westernTags is not null ? Tag(westernTags) : "")}</way>");
        var named = members
            .Select(member => member.Split(' '))
            .Select(parts => $"<member type='{parts[0]}' ref='{parts[1]}' role='{parts[2]}'/>");
        var relation =
            $"<relation id='1'><tag k='type' v='restriction'/>{string.Concat(tags.Split(' ').Select(Tag))}{string.Concat(named)}</relation>";
        var xml = $"<osm>{string.Concat(nodes)}{string.Concat(ways)}{relation}</osm>";
        OsmPbfTests.AssertSame(xml);
        return OsmExtract.Read(new StringReader(xml));
    }

    private static string Tag(string tag) => $"<tag k='{tag[..tag.IndexOf('=')]}' v='{tag[(tag.IndexOf('=') + 1)..]}'/>";
}
