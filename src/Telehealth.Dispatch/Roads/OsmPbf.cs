using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Reads OpenStreetMap's PBF (its wiki, "PBF Format"): a chain of blocks, of which one
/// at a time is in memory. The stream has to be able to seek. One thread at a time.
/// </summary>
internal sealed class OsmPbf(Stream file)
{
    /// <summary>The limit of the format for what stands before a block.</summary>
    public const int MostHeadBytes = 64 * 1024;

    /// <summary>The limit of the format for a block, as it stands in the file and unpacked.</summary>
    public const int MostBlockBytes = 32 * 1024 * 1024;

    /// <summary>
    /// What a file may demand of who reads it. With history, elements say whether they were deleted; that is read in any file.
    /// </summary>
    private static readonly string[] Understood = ["OsmSchema-V0.6", "DenseNodes", "HistoricalInformation"];

    /// <summary>The compressions that the format knows and that are not read, from field 4 of a block on.</summary>
    private static readonly string[] NotUnpacked = ["lzma", "bzip2", "lz4", "zstd"];

    /// <summary>At which byte of the file the block begins that is being read.</summary>
    public long BlockStart { get; private set; }

    /// <summary>All nodes, in the file's order; deleted ones as such.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut off or
    /// demands what is not understood; said when the reader gets there.</exception>
    /// <exception cref="InvalidProtocolBufferException">The same, where a message inside is damaged.</exception>
    public IEnumerable<OsmElement> Nodes() => Blocks().SelectMany(block => block.Nodes());

    /// <summary>All ways and relations, in the file's order; deleted ones as such. Throws as <see cref="Nodes"/> does.</summary>
    public IEnumerable<OsmElement> WaysAndRelations() => Blocks().SelectMany(block => block.WaysAndRelations());

    private IEnumerable<OsmPbfBlock> Blocks()
    {
        var isHeaderRead = false;
        for (BlockStart = file.Position = 0; BlockStart < file.Length; BlockStart = file.Position)
        {
            var (kind, size) = Head();
            if (kind == "OSMHeader")
            {
                CheckDemands(Unpacked(Exactly(size)));
                isHeaderRead = true;
            }
            else if (!isHeaderRead)
            {
                throw new InvalidDataException("The file does not begin with an OSMHeader.");
            }
            else if (kind == "OSMData")
            {
                yield return new OsmPbfBlock(Unpacked(Exactly(size)));
            }
            else
            {
                // The format lets anybody add blocks of a kind of their own.
                Exactly(size);
            }
        }

        if (!isHeaderRead)
            throw new InvalidDataException("The file is empty.");
    }

    /// <summary>What stands before a block: which kind it is, and how many bytes it has.</summary>
    private (string Kind, int Size) Head()
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(Exactly(sizeof(uint)).Span);
        if (length > MostHeadBytes)
            throw new InvalidDataException($"Its head says that it has {length} bytes, and {MostHeadBytes} is the most.");
        var (kind, size) = (ByteString.Empty, -1L);
        for (var head = new PbfMessage(Exactly((int)length)); head.Next();)
        {
            switch (head.Field)
            {
                case 1:
                    kind = head.Bytes();
                    break;
                case 3:
                    size = head.Number();
                    break;
                default:
                    head.Skip();
                    break;
            }
        }

        if (size is < 0 or > MostBlockBytes)
            throw new InvalidDataException($"Its head says that {size} bytes follow, and {MostBlockBytes} is the most.");
        return (kind.ToStringUtf8(), (int)size);
    }

    /// <summary>The next bytes of the file, which are allocated once it is known that they are there.</summary>
    private ByteString Exactly(int length)
    {
        if (length > file.Length - file.Position)
            throw new InvalidDataException(
                $"It is cut off: {length} bytes should follow byte {file.Position}, and the file ends at byte {file.Length}.");
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static ByteString Unpacked(ByteString block)
    {
        var (saysSize, plain, deflated) = (0L, (ByteString?)null, (ByteString?)null);
        for (var message = new PbfMessage(block); message.Next();)
        {
            switch (message.Field)
            {
                case 1:
                    message.Once(ref plain);
                    break;
                case 2:
                    saysSize = message.Number();
                    break;
                case 3:
                    message.Once(ref deflated);
                    break;
                case 4 or 5 or 6 or 7:
                    throw new InvalidDataException(
                        $"It is compressed by {NotUnpacked[message.Field - 4]}, which is not read. Write it with zlib, such as by: osmium cat extract.osm.pbf -o other.osm.pbf");
                default:
                    message.Skip();
                    break;
            }
        }

        return plain
            ?? (deflated is null
                    ? throw new InvalidDataException("It is empty, or compressed by something that is not known.")
                    : Inflated(deflated, saysSize));
    }

    private static ByteString Inflated(ByteString deflated, long size)
    {
        if (size is < 0 or > MostBlockBytes)
            throw new InvalidDataException($"It says that it has {size} bytes when it is unpacked, and {MostBlockBytes} is the most.");
        var bytes = new byte[size];
        using var unpacked = new ZLibStream(new MemoryStream(deflated.ToByteArray()), CompressionMode.Decompress);
        if (unpacked.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException($"It says that it has {size} bytes when it is unpacked, and has fewer.");
        if (unpacked.ReadByte() >= 0)
            throw new InvalidDataException($"It says that it has {size} bytes when it is unpacked, and has more.");
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static void CheckDemands(ByteString header)
    {
        for (var message = new PbfMessage(header); message.Next();)
        {
            if (message.Field != 4)
                message.Skip();
            else if (message.Bytes().ToStringUtf8() is var demanded && !Understood.Contains(demanded))
                throw new InvalidDataException($"The file demands {Readable(demanded)}, which is not understood.");
        }
    }

    /// <summary>A text of the file as it may stand in a sentence.</summary>
    private static string Readable(string text) =>
        string.Concat(text.Take(80).Select(character => char.IsControl(character) ? ' ' : character));
}
