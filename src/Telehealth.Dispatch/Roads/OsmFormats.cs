namespace Telehealth.Dispatch.Roads;

/// <summary>Tells formats apart by how a file begins, whatever it is called.</summary>
public static class OsmFormats
{
    /// <summary>How many bytes of the file are looked at.</summary>
    public const int HeadBytes = 16;

    /// <summary>
    /// The format of a file that begins so. A PBF file begins with a length
    /// of four bytes and then the kind of its first block, <c>OSMHeader</c>.
    /// </summary>
    /// <param name="head">The first <see cref="HeadBytes"/> bytes, or as many as there are.</param>
    public static OsmFormat Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, ..] => OsmFormat.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => OsmFormat.Bzip2,
        _ when head.Length >= 15 && head[6..15].SequenceEqual("OSMHeader"u8) => OsmFormat.Pbf,
        _ => OsmFormat.Text,
    };
}
