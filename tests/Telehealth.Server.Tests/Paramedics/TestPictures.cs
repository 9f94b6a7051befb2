using System.Buffers.Binary;
using System.Text;

namespace Telehealth.Server.Tests.Paramedics;

/// <summary>The smallest files that are whole pictures, with whatever should lie in or behind them.</summary>
internal static class TestPictures
{
    public static readonly byte[] Jpeg = JpegOf(640, 480);
    public static readonly byte[] Png = PngOf(640, 480);
    public static readonly byte[] WebP = WebPOf(640, 480, extra: []);

    /// <param name="beside">Segments before the frame.</param>
    public static byte[] JpegOf(int width, int height, byte[]? beside = null, int scanBytes = 3) =>
    [
        0xFF, 0xD8, .. beside ?? [],
        0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, .. new byte[scanBytes - 2], 0xFF, 0,
        0xFF, 0xD9,
    ];

    public static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    public static byte[] PngOf(int width, int height, byte[]? beside = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return
        [
            0x89,
            (byte)'P',
            (byte)'N',
            (byte)'G',
            13, 10, 26, 10,
            .. Chunk("IHDR", header),
            .. beside ?? [],
            .. Chunk("IDAT", [1, 2, 3]),
            .. Chunk("IEND", []),
        ];
    }

    public static byte[] Chunk(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];
    }

    /// <param name="extra">Chunks behind the picture's.</param>
    public static byte[] WebPOf(int width, int height, byte[] extra, byte flags = 0) =>
        Riff([
            .. RiffChunk(
                "VP8X", [flags, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0]),
            .. RiffChunk("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 7, 7]),
            .. extra,
        ]);

    public static byte[] Riff(byte[] chunks)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, chunks.Length + 4);
        return [.. "RIFF"u8, .. length, .. "WEBP"u8, .. chunks];
    }

    public static byte[] RiffChunk(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. content, .. new byte[content.Length % 2]];
    }
}
