using System.IO.Compression;
using System.Text;
using Telehealth.Dispatch.Roads;
using Telehealth.Server.Rescue.Dispatching;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Imports of road extracts, whole and damaged.</summary>
public sealed class RoadsCommandTests : IDisposable
{
    private const string Extract = """
        <?xml version="1.0"?><osm version="0.6"><node id="1" lat="48.40" lon="9.60"/><node id="2" lat="48.41" lon="9.60"/>
        <way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="maxheight" v="2"/></way>
        <way id="8"><nd ref="1"/><nd ref="2"/><tag k="route" v="ferry"/><tag k="name" v="Otter"/></way></osm>
        """;

    /// <summary>The same extract, as osmium 1.15 writes it in PBF.</summary>
    private static readonly byte[] Pbf = Convert.FromBase64String(
        "AAAADQoJT1NNSGVhZGVyGDgQLBo0eJxT4vMvzg1OzkjNTdQNM9AzU+JySc0rTvXLT0ktbmLkzS/OzSzN1TfUMzTVMwAAMKgNWAAAAAsKB09TTU"
        + "RhdGEYLRAhGil4nONi4mIQkhaS5GJiYnLiaGg5dZb5wCweL9aGB8eiGYKYGBgAa6gH8QAAAAsKB09TTURhdGEYaxBlGmd4nBXHyw2DMBAFQNhg"
        + "7DwkDj76RA10QBpIDZayYEt8pGVRQveQuQ0GFLApT+kbTzyX+Et8R9EI7/nDq+Y4o+xhZDuUUa1xYZiRRU6YtyqL70LrrKeSAj2qFxHdd55MHc"
        + "i6/y9qbRYG");

    private readonly string _folder = Directory.CreateTempSubdirectory("roads-").FullName;

    [Fact]
    public void Tables_are_written_into_a_folder_that_is_made_and_what_was_not_used_is_named()
    {
        var (code, told) = Import(Encoding.UTF8.GetBytes(Extract), "made/here");

        Assert.Equal(0, code);
        Assert.Contains("Ferry left out: Otter (no duration)", told, StringComparison.Ordinal);
        Assert.Contains("Not understood or not read: maxheight (1 times)", told, StringComparison.Ordinal);
        Assert.Equal(["arcs.csv", "nodes.csv"], Directory.GetFiles(Path.Combine(_folder, "made/here")).Select(Path.GetFileName).Order());
        var read = RoadGraphCsv.Read(
            File.ReadAllText(Path.Combine(_folder, "made/here/nodes.csv")), File.ReadAllText(Path.Combine(_folder, "made/here/arcs.csv")));
        Assert.Equal(2, read.Graph!.ArcCount);
    }

    [Fact]
    public void An_extract_compressed_by_gzip_is_read()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(Extract));

        Assert.Equal(0, Import(packed.ToArray()).Code);
    }

    [Fact]
    public void An_extract_in_PBF_makes_the_same_tables()
    {
        Assert.Equal(0, Import(Encoding.UTF8.GetBytes(Extract), "xml").Code);

        var (code, told) = Import(Pbf, "pbf");

        Assert.Equal(0, code);
        Assert.Contains("Ferry left out: Otter (no duration)", told, StringComparison.Ordinal);
        foreach (var table in new[] { "nodes.csv", "arcs.csv" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "xml", table)), File.ReadAllBytes(Path.Combine(_folder, "pbf", table)));
    }

    [Fact]
    public void Forbidden_turns_are_written_where_a_table_is_named_for_them()
    {
        const string Corner = """
            <osm><node id="1" lat="48.40" lon="9.60"/><node id="2" lat="48.41" lon="9.60"/><node id="3" lat="48.41" lon="9.61"/>
            <way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way><way id="8"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/></way>
            <relation id="9"><member type="way" ref="7" role="from"/><member type="node" ref="2" role="via"/><member type="way" ref="8" role="to"/>
            <tag k="type" v="restriction"/><tag k="restriction" v="no_right_turn"/></relation></osm>
            """;

        var (code, told) = Import(Encoding.UTF8.GetBytes(Corner), "", "--turns", Path.Combine(_folder, "turns.csv"));

        Assert.Equal(0, code);
        Assert.Contains("1 forbidden turns.", told, StringComparison.Ordinal);
        Assert.Equal("nodes,urgent_may\n1 2 3,yes\n", File.ReadAllText(Path.Combine(_folder, "turns.csv")));
        Assert.Contains("name a table for them by --turns FILE", Import(Encoding.UTF8.GetBytes(Corner)).Told, StringComparison.Ordinal);
        Assert.Equal(2, Import(Encoding.UTF8.GetBytes(Corner), "", "--turns").Code);
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "damaged", Encoding.UTF8.GetBytes(Extract[..^30]) },
        { "damaged", [] },
        { "damaged", Encoding.UTF8.GetBytes("id,latitude,longitude") },
        { "No road could be used", Encoding.UTF8.GetBytes("<osm version=\"0.6\"></osm>") },
        { "byte 0", [.. Pbf.AsSpan(0, 20)] },
        { "the file ends at byte 190", [.. Pbf.AsSpan(0, 190)] },
        { "bzip2", [.. "BZh91AY&SY"u8, 0, 0, 0, 0, 0, 0] },
        { "Nothing was written", [0x1F, 0x8B, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void What_is_damaged_or_in_another_format_is_refused_by_name_and_the_tables_that_were_there_stay(string told, byte[] file)
    {
        Assert.Equal(0, Import(Encoding.UTF8.GetBytes(Extract)).Code);
        var before = File.ReadAllText(Path.Combine(_folder, "arcs.csv"));

        var (code, text) = Import(file);

        Assert.Equal(1, code);
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder, "arcs.csv")));
        Assert.DoesNotContain(Directory.GetFiles(_folder), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (int Code, string Told) Import(byte[] file, string into = "", params string[] more)
    {
        var osm = Path.Combine(_folder, "extract");
        File.WriteAllBytes(osm, file);
        using var told = new StringWriter();
        var code = RoadsCommand.Run(
            [
                "import",
                "--osm",
                osm,
                "--nodes",
                Path.Combine(_folder, into, "nodes.csv"),
                "--arcs",
                Path.Combine(_folder, into, "arcs.csv"),
                .. more,
            ],
            told);
        return (code, told.ToString());
    }
}
