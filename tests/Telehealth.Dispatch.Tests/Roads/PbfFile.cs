using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>Writes elements as a PBF file, in the ways that a file may be written.</summary>
internal sealed record PbfFile
{
    public bool IsDense { get; init; } = true;

    public bool IsDeflated { get; init; } = true;

    public int Granularity { get; init; } = 100;

    public long LatitudeOffset { get; init; }

    public long LongitudeOffset { get; init; }

    public int ElementsInBlock { get; init; } = 8_000;

    public string[] Demands { get; init; } = ["OsmSchema-V0.6", "DenseNodes"];

    /// <summary>A deleted element becomes a node that is not visible, and a bad node one that lies beyond the pole.</summary>
    public byte[] Write(IEnumerable<OsmElement> elements)
    {
        var file = new List<byte>(Block("OSMHeader", Packed(Header())));
        foreach (var block in elements.Chunk(ElementsInBlock))
            file.AddRange(Block("OSMData", Packed(Data(block))));
        return [.. file];
    }

    /// <summary>A block as it stands in a file.</summary>
    public static byte[] Block(string kind, ByteString blob)
    {
        var head = new PbfWriter().Text(1, kind).Number(3, blob.Length).Written();
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, head.Length);
        return [.. length, .. head, .. blob];
    }

    public ByteString Header() =>
        Demands
            .Aggregate(new PbfWriter(), (header, demand) => header.Text(4, demand))
            .Text(5, "Sort.Type_then_ID")
            .Text(16, "a test")
            .Written();

    public ByteString Packed(ByteString content) =>
        IsDeflated ? Deflated(content, content.Length) : new PbfWriter().Bytes(1, content).Written();

    public static ByteString Deflated(ByteString content, long size)
    {
        var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            content.WriteTo(zlib);
        return new PbfWriter().Number(2, size).Bytes(3, ByteString.CopyFrom(deflated.ToArray())).Written();
    }

    private ByteString Data(OsmElement[] elements)
    {
        // Text 0 ends a node's tags in dense lists, so it is no text.
        var texts = new List<string> { "" };
        var groups = new List<ByteString>();
        for (var first = 0; first < elements.Length;)
        {
            var alike = elements.Skip(first).TakeWhile(element => Field(element) == Field(elements[first])).ToArray();
            groups.Add(Group(alike, texts));
            first += alike.Length;
        }

        var table = texts.Aggregate(new PbfWriter(), (writer, text) => writer.Text(1, text)).Written();
        return groups.Aggregate(new PbfWriter().Bytes(1, table), (block, group) => block.Bytes(2, group))
            .Number(17, Granularity).Number(18, 1_000).Number(19, LatitudeOffset).Number(20, LongitudeOffset).Written();
    }

    private int Field(OsmElement element) => element switch
    {
        OsmWay => 3,
        OsmRelation => 4,
        _ => IsDense ? 2 : 1,
    };

    private ByteString Group(OsmElement[] alike, List<string> texts)
    {
        var field = Field(alike[0]);
        if (field == 2)
            return new PbfWriter().Bytes(2, DenseNodes([.. alike.Select(Node)], texts)).Written();
        return alike.Aggregate(new PbfWriter(), (group, element) => group.Bytes(field, element switch
        {
            OsmWay way => Way(way, texts),
            OsmRelation relation => Relation(relation, texts),
            _ => PlainNode(Node(element), texts),
        })).Written();
    }

    private (long Id, long Latitude, long Longitude, IReadOnlyDictionary<string, string> Tags, bool IsVisible) Node(OsmElement element) =>
        element switch
        {
            OsmNode node => (node.Id,
                Steps(node.Place.Latitude, LatitudeOffset),
                Steps(node.Place.Longitude, LongitudeOffset),
                node.Tags,
                true),
            OsmBadNode => (1, Steps(123, LatitudeOffset), 0, OsmElement.NoTags, true),
            _ => (1, 0, 0, OsmElement.NoTags, false),
        };

    private long Steps(double degrees, long offset)
    {
        var (steps, rest) = Math.DivRem((long)Math.Round(degrees * 1e9) - offset, Granularity);
        Assert.Equal(0, rest);
        return steps;
    }

    private static ByteString DenseNodes(
        (long Id, long Latitude, long Longitude, IReadOnlyDictionary<string, string> Tags, bool IsVisible)[] nodes, List<string> texts)
    {
        var info = new PbfWriter().List(1, nodes.Select(_ => 1L));
        if (nodes.Any(node => !node.IsVisible))
            info.List(6, nodes.Select(node => node.IsVisible ? 1L : 0L));
        var dense = new PbfWriter().Differences(1, [.. nodes.Select(node => node.Id)]).Bytes(5, info.Written())
            .Differences(8, [.. nodes.Select(node => node.Latitude)]).Differences(9, [.. nodes.Select(node => node.Longitude)]);
        if (nodes.Any(node => node.Tags.Count > 0))
            dense.List(
                10,
                nodes.SelectMany(node => node.Tags.SelectMany(tag => new[] { Text(texts, tag.Key), Text(texts, tag.Value) }).Append(0)));
        return dense.Written();
    }

    private static ByteString PlainNode(
        (long Id, long Latitude, long Longitude, IReadOnlyDictionary<string, string> Tags, bool IsVisible) node, List<string> texts)
    {
        var info = new PbfWriter().Number(1, 1);
        if (!node.IsVisible)
            info.Number(6, 0);
        return Tagged(new PbfWriter().SignedNumber(1, node.Id), node.Tags, texts)
            .Bytes(4, info.Written())
            .SignedNumber(8, node.Latitude)
            .SignedNumber(9, node.Longitude)
            .Written();
    }

    private static ByteString Way(OsmWay way, List<string> texts) =>
        Tagged(new PbfWriter().Number(1, way.Id), way.Tags, texts).Differences(8, way.Nodes).Written();

    private static ByteString Relation(OsmRelation relation, List<string> texts) =>
        Tagged(new PbfWriter().Number(1, relation.Id), relation.Tags, texts)
            .List(8, relation.Members.Select(member => Text(texts, member.Role)))
            .Differences(9, [.. relation.Members.Select(member => member.Id)])
            .List(10, relation.Members.Select(member => (long)member.Kind))
            .Written();

    private static PbfWriter Tagged(PbfWriter element, IReadOnlyDictionary<string, string> tags, List<string> texts) =>
        element.List(2, tags.Keys.Select(key => Text(texts, key))).List(3, tags.Values.Select(value => Text(texts, value)));

    private static long Text(List<string> texts, string text)
    {
        var known = texts.IndexOf(text, 1);
        if (known >= 0)
            return known;
        texts.Add(text);
        return texts.Count - 1;
    }
}
