using System.Buffers.Binary;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>
/// A whole picture, without what a camera writes beside it: place, time, device, thumbnails, texts, and whatever lies behind its end.
/// </summary>
/// <param name="ContentType">By its first bytes: what the sender calls it is not believed.</param>
internal sealed record Picture(string ContentType, byte[] Content)
{
    /// <summary>Above every camera of a telephone; what claims more would fill the memory of whoever opens it.</summary>
    public const int LongestSide = 12_000;

    public const int MostPixels = 50_000_000;

    /// <summary>Reads a picture.</summary>
    /// <param name="sent">As it came.</param>
    /// <param name="isTooLarge">Whether it is one, with more pixels than are taken.</param>
    /// <returns>Null for what is no whole picture of a kind that every browser shows.</returns>
    public static Picture? Read(ReadOnlySpan<byte> sent, out bool isTooLarge)
    {
        var clean = new MemoryStream(sent.Length);
        var (type, size) = sent switch
        {
            // JPEG: start of image, then the first marker (ISO/IEC 10918-1, annex B).
            [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", JpegFile.Copy(sent, clean)),
            // PNG: its signature (RFC 2083 section 3.1).
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ("image/png", PngFile.Copy(sent, clean)),
            // WebP: a RIFF of its kind (RFC 9649 section 2.4).
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ("image/webp",
                WebPFile.Copy(sent, clean)),
            _ => (string.Empty, null),
        };
        isTooLarge =
            size is { } found && (found.Width > LongestSide || found.Height > LongestSide || (long)found.Width * found.Height > MostPixels);
        return size is null || isTooLarge ? null : new Picture(type, clean.ToArray());
    }
}

/// <summary>In pixels, above zero.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    public static PictureSize? Of(int width, int height) => width > 0 && height > 0 ? new PictureSize(width, height) : null;
}

/// <summary>ISO/IEC 10918-1 annex B: segments, each after a marker, and the data of each scan after its header.</summary>
internal static class JpegFile
{
    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    /// <summary>Copies what belongs to the picture; null for what is none, or ends before its end.</summary>
    public static PictureSize? Copy(ReadOnlySpan<byte> sent, Stream clean)
    {
        PictureSize? size = null;
        var hasScan = false;
        clean.Write(sent[..2]);
        for (var at = 2; at + 2 <= sent.Length;)
        {
            if (sent[at] != 0xFF)
                return null;
            var marker = sent[at + 1];
            // Any number of these may stand before a marker (B.1.1.2).
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == EndOfImage)
            {
                clean.Write(sent.Slice(at, 2));
                return hasScan ? size : null;
            }

            var length = at + 4 > sent.Length ? 0 : 2 + BinaryPrimitives.ReadUInt16BigEndian(sent[(at + 2)..]);
            if (length < 4 || at + length > sent.Length)
                return null;
            var segment = sent.Slice(at, length);
            if (IsFrame(marker))
            {
                if (size is not null || length < 11)
                    return null;
                size = PictureSize.Of(
                    BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
                if (size is null)
                    return null;
            }

            if (marker == StartOfScan)
            {
                hasScan = size is not null;
                length = EndOfScan(sent, at + length) - at;
                segment = sent.Slice(at, length);
            }
            else if (!IsKept(marker, segment))
            {
                segment = [];
            }

            clean.Write(segment);
            at += length;
        }

        return null;
    }

    /// <summary>Baseline, extended or progressive: what browsers show.</summary>
    private static bool IsFrame(byte marker) => marker is 0xC0 or 0xC1 or 0xC2;

    /// <summary>Frames, tables and restart intervals; of what applications add only Adobe's, which says how colours are meant.</summary>
    private static bool IsKept(byte marker, ReadOnlySpan<byte> segment) =>
        IsFrame(marker)
        || marker is 0xC4 or 0xDB or 0xDD
        || (marker == 0xEE && segment.Length == 16 && segment.Slice(4, 5).SequenceEqual("Adobe"u8));

    /// <summary>The next marker that is neither a stuffed byte nor a restart (B.1.1.5); the end of what came when there is none.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> sent, int at)
    {
        while (at + 1 < sent.Length)
        {
            var next = sent[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= sent.Length)
                break;
            at += next;
            if (sent[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return at;
            at += sent[at + 1] == 0xFF ? 1 : 2;
        }

        return sent.Length;
    }
}

/// <summary>RFC 2083 section 3: chunks of a length, a name, data and a checksum.</summary>
internal static class PngFile
{
    private const int Frame = 12;

    private static readonly HashSet<string> Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT"];

    /// <summary>Copies what belongs to the picture; null for what is none, or ends before its end.</summary>
    public static PictureSize? Copy(ReadOnlySpan<byte> sent, Stream clean)
    {
        PictureSize? size = null;
        var hasData = false;
        clean.Write(sent[..8]);
        for (var at = 8; at + Frame <= sent.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(sent[at..]);
            if (length > sent.Length - at - Frame)
                return null;
            var chunk = sent.Slice(at, (int)length + Frame);
            var name = System.Text.Encoding.Latin1.GetString(chunk.Slice(4, 4));
            if ((name == "IHDR") != (at == 8) || (name == "IHDR" && length != 13))
                return null;
            if (name == "IHDR")
                size = PictureSize.Of(BinaryPrimitives.ReadInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadInt32BigEndian(chunk[12..]));
            // A small first letter says that the picture can be shown without it; what cannot and is not known is no PNG of ours.
            var isKept = Kept.Contains(name);
            if (size is null || (!isKept && !char.IsAsciiLetterLower(name[0])))
                return null;
            if (isKept)
                clean.Write(chunk);
            hasData |= name == "IDAT" && length > 0;
            if (name == "IEND")
                return hasData ? size : null;
            at += chunk.Length;
        }

        return null;
    }
}

/// <summary>RFC 9649: a RIFF with one picture, alone or after a header and its transparency. Moving pictures are not taken.</summary>
internal static class WebPFile
{
    /// <summary>Copies what belongs to the picture; null for what is none, or ends before its end.</summary>
    public static PictureSize? Copy(ReadOnlySpan<byte> sent, Stream clean)
    {
        var end = BinaryPrimitives.ReadUInt32LittleEndian(sent[4..]) + 8L;
        if (end > sent.Length)
            return null;
        PictureSize? size = null, canvas = null;
        clean.Write(sent[..12]);
        for (var at = 12; at + 8 <= end;)
        {
            var name = System.Text.Encoding.Latin1.GetString(sent.Slice(at, 4));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(sent[(at + 4)..]);
            if (length > end - at - 8)
                return null;
            var data = sent.Slice(at + 8, (int)length);
            var padded = (int)Math.Min(end - at, 8 + length + (length & 1));
            switch (name)
            {
                case "VP8X" when canvas is null && size is null && length == 10:
                    canvas = PictureSize.Of(1 + Number24(data[4..]), 1 + Number24(data[7..]));
                    clean.Write(sent.Slice(at, 8));
                    // Of its flags only transparency stands for something that is kept (section 2.7.1).
                    clean.WriteByte((byte)(data[0] & 0x10));
                    clean.Write(data[1..]);
                    break;
                case "ALPH" when canvas is not null && size is null:
                    clean.Write(sent.Slice(at, padded));
                    break;
                case "VP8 " or "VP8L" when size is null:
                    size = SizeOf(name, data);
                    if (size is null)
                        return null;
                    clean.Write(sent.Slice(at, padded));
                    break;
                case "VP8X" or "ALPH" or "VP8 " or "VP8L" or "ANIM" or "ANMF":
                    return null;
            }

            at += padded;
        }

        Span<byte> total = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(total, (uint)clean.Length - 8);
        clean.Position = 4;
        clean.Write(total);
        return canvas is { } whole && size is { } picture
            ? new PictureSize(Math.Max(whole.Width, picture.Width), Math.Max(whole.Height, picture.Height))
            : size;
    }

    private static PictureSize? SizeOf(string name, ReadOnlySpan<byte> data)
    {
        // A key frame: its tag, a start code, and the sides in 14 bits each (RFC 6386 section 9.1).
        if (name == "VP8 ")
            return data is [_, _, _, 0x9D, 0x01, 0x2A, _, _, _, _, ..]
                ? PictureSize.Of(
                    BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF,
                    BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF)
                : null;
        // A signature, and the sides less one in 14 bits each (RFC 9649 section 3.4).
        if (data is not [0x2F, _, _, _, _, ..])
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return PictureSize.Of(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
    }

    private static int Number24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
