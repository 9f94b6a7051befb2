using Google.Protobuf;
using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>Whatever a PBF file holds, it is read or refused in a sentence; nothing is thrown.</summary>
public sealed class OsmPbfDamageTests
{
    private static readonly OsmElement[] Elements =
    [
        new OsmNode(1, GeoPoint.Of(48.40, 9.60), OsmElement.NoTags),
        new OsmNode(2, GeoPoint.Of(48.41, 9.60), new Dictionary<string, string> { ["barrier"] = "bollard" }),
        new OsmNode(3, GeoPoint.Of(48.42, 9.60), OsmElement.NoTags),
        new OsmDeleted(),
        new OsmWay(7, [1, 2, 3], new Dictionary<string, string> { ["highway"] = "primary", ["name"] = "Mill Street" }),
        new OsmRelation(8, [new OsmMember(OsmKind.Way, 7, "from")], new Dictionary<string, string> { ["type"] = "restriction" }),
    ];

    private static readonly PbfFile[] Styles =
    [
        new() { ElementsInBlock = 4 },
        new() { ElementsInBlock = 4, IsDeflated = false },
        new() { IsDense = false, IsDeflated = false },
    ];

    [Fact]
    public void A_file_that_is_cut_off_is_refused_with_the_byte_at_which_it_ends()
    {
        foreach (var file in Styles.Select(style => style.Write(Elements)))
        {
            var wholeBlocks = Ends(file);
            for (var length = 1; length < file.Length; length++)
            {
                var broken = Read(file[..length]).Broken;
                if (wholeBlocks.Contains(length))
                    Assert.Null(broken);
                else
                    Assert.Contains($"the file ends at byte {length}.", broken, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_bit_that_is_wrong_never_throws()
    {
        foreach (var file in Styles.Select(style => style.Write(Elements)))
        {
            var refused = 0;
            for (var bit = 0; bit < file.Length * 8; bit++)
            {
                byte[] damaged = [.. file];
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                var extract = Read(damaged);
                OsmPbfTests.Tables(extract);
                refused += extract.Broken is null ? 0 : 1;
            }

            Assert.InRange(refused, file.Length, file.Length * 8);
        }
    }

    [Fact]
    public void A_byte_that_is_wrong_never_throws()
    {
        foreach (var file in Styles.Select(style => style.Write(Elements)))
        {
            for (var place = 0; place < file.Length; place++)
            {
                foreach (byte wrong in new[] { 0x00, 0x7F, 0x80, 0xFF })
                {
                    byte[] damaged = [.. file];
                    damaged[place] = wrong;
                    OsmPbfTests.Tables(Read(damaged));
                }
            }
        }
    }

    [Theory]
    [InlineData("LocationsOnWays-V2")]
    [InlineData("OsmSchema-V0.7")]
    [InlineData("")]
    public void What_a_file_demands_and_nobody_understands_is_named(string demand)
    {
        var file = new PbfFile { Demands = ["OsmSchema-V0.6", demand] }.Write(Elements);

        Assert.Equal($"The block at byte 0 cannot be read. The file demands {demand}, which is not understood.", Read(file).Broken);
    }

    [Theory]
    [InlineData(4, "lzma")]
    [InlineData(5, "bzip2")]
    [InlineData(6, "lz4")]
    [InlineData(7, "zstd")]
    public void A_compression_that_is_not_read_is_named(int field, string name)
    {
        var broken = ReadBlock(new PbfWriter().Number(2, 10).Text(field, "packed").Written());

        Assert.Contains($"compressed by {name}, which is not read", broken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "and has more")]
    [InlineData(999, "and has more")]
    [InlineData(1_001, "and has fewer")]
    [InlineData(OsmPbf.MostBlockBytes + 1, "is the most")]
    [InlineData(-1, "is the most")]
    [InlineData(long.MaxValue, "is the most")]
    public void A_block_that_lies_about_its_size_is_refused(long says, string told) =>
        Assert.Contains(told, ReadBlock(PbfFile.Deflated(ByteString.CopyFrom(new byte[1_000]), says)), StringComparison.Ordinal);

    [Fact]
    public void A_block_that_inflates_beyond_all_measure_is_refused() =>
        Assert.Contains(
            "and has more", ReadBlock(PbfFile.Deflated(ByteString.CopyFrom(new byte[OsmPbf.MostBlockBytes + 1]), OsmPbf.MostBlockBytes)),
            StringComparison.Ordinal);

    [Fact]
    public void A_block_without_content_is_refused() =>
        Assert.Contains("is empty", ReadBlock(new PbfWriter().Number(2, 0).Written()), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0, 1, 0, 1 }, "65536 is the most")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, "65536 is the most")]
    [InlineData(new byte[] { 0, 0, 0, 0 }, "-1 bytes follow")]
    [InlineData(new byte[] { 0, 0, 0, 5, 0x18, 0x81, 0x80, 0x80, 0x10 }, "33554433 bytes follow")]
    public void What_stands_before_a_block_is_held_to_the_limits_of_the_format(byte[] head, string told)
    {
        var file = new PbfFile().Write([]);

        var broken = Read([.. file, .. head, .. new byte[70_000]]).Broken;

        Assert.StartsWith($"The block at byte {file.Length} cannot be read. ", broken, StringComparison.Ordinal);
        Assert.Contains(told, broken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 5, "names text 5, and there are 1")]
    [InlineData(3, -1, "names text")]
    [InlineData(1, 5, "no id or no place")]
    public void An_element_that_points_beyond_the_texts_or_lacks_something_is_refused(int kind, long text, string told)
    {
        var element = new PbfWriter().Number(1, 1).List(2, [text]).List(3, [text]).Written();
        var texts = new PbfWriter().Text(1, "").Written();

        var broken = ReadBlock(
            new PbfFile().Packed(new PbfWriter().Bytes(1, texts).Bytes(2, new PbfWriter().Bytes(kind, element).Written()).Written()));

        Assert.Contains(told, broken, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_empty_or_begins_with_elements_is_refused()
    {
        Assert.Contains("is empty", Read([]).Broken, StringComparison.Ordinal);
        Assert.Contains(
            "does not begin with an OSMHeader", Read(PbfFile.Block("OSMData", new PbfFile().Packed(ByteString.Empty))).Broken,
            StringComparison.Ordinal);
    }

    private static OsmExtract Read(byte[] file) => OsmExtract.ReadPbf(new MemoryStream(file));

    private static string? ReadBlock(ByteString blob) => Read([.. new PbfFile().Write([]), .. PbfFile.Block("OSMData", blob)]).Broken;

    /// <summary>Where each block of a file ends: a file that is cut off there looks whole.</summary>
    private static HashSet<int> Ends(byte[] file)
    {
        var ends = new HashSet<int>();
        for (var at = 0; at < file.Length;)
        {
            var (headLength, size) = (file[at + 3], 0L);
            for (var head = new PbfMessage(ByteString.CopyFrom(file, at + 4, headLength)); head.Next();)
            {
                if (head.Field == 3)
                    size = head.Number();
                else
                    head.Skip();
            }

            ends.Add(at += 4 + headLength + (int)size);
        }

        return ends;
    }
}
