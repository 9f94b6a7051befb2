using Telehealth.Server.Rescue.Paramedics;
using static Telehealth.Server.Tests.Paramedics.TestPictures;

namespace Telehealth.Server.Tests.Paramedics;

public sealed class PictureTests
{
    private static readonly byte[] Place = [.. "Exif\0\0 48.4012 N 9.9870 E"u8];
    private static readonly byte[] Page = [.. "<html><script>alert(1)</script>"u8];

    public static TheoryData<string, byte[], byte[]> WithPlaces { get; } = new()
    {
        { "image/jpeg", JpegOf(640, 480, [.. Segment(0xE1, Place), .. Segment(0xFE, Place), .. Segment(0xE2, Place)]), Jpeg },
        { "image/png", PngOf(640, 480, [.. Chunk("eXIf", Place), .. Chunk("tEXt", Place)]), Png },
        { "image/webp", WebPOf(640, 480, [.. RiffChunk("EXIF", Place), .. RiffChunk("XMP ", Place)], flags: 0x0C), WebP },
    };

    public static TheoryData<byte[], byte[]> WithPages { get; } =
        new()
        {
            { [.. Jpeg, .. Page], Jpeg },
            { [.. Png, .. Page], Png },
            { [.. WebP, .. Page], WebP },
            { [.. Jpeg, 0], Jpeg },
        };

    public static TheoryData<byte[]> NoPictures { get; } =
        new()
        {
            Array.Empty<byte>(),
            Page,
            new byte[] { 0xFF, 0xD8, 0xFF },
            Jpeg[..^2],
            Png[..^12],
            WebP[..^1],
            Jpeg[..4],
            Png[..20],
            JpegOf(640, 0),
            PngOf(0, 480),
            Riff(RiffChunk("fmt ", [1, 2])),
            Riff([.. RiffChunk("VP8X", new byte[10]), .. RiffChunk("ANIM", new byte[6])]),
            PngOf(640, 480, Chunk("ABCD", [1])),
        };

    public static TheoryData<byte[]> TooLarge { get; } =
        new() { PngOf(60_000, 60_000), JpegOf(65_535, 10), JpegOf(10_000, 10_000), WebPOf(12_001, 8, []) };

    [Theory]
    [MemberData(nameof(WithPlaces))]
    public void Where_and_by_what_a_picture_was_taken_is_not_kept(string type, byte[] sent, byte[] kept)
    {
        var picture = Picture.Read(sent, out _);

        Assert.Equal(type, picture?.ContentType);
        Assert.Equal(kept, picture?.Content);
    }

    [Theory]
    [MemberData(nameof(WithPages))]
    public void A_page_behind_a_picture_is_cut_off(byte[] sent, byte[] kept) => Assert.Equal(kept, Picture.Read(sent, out _)?.Content);

    [Theory]
    [MemberData(nameof(NoPictures))]
    public void What_is_no_whole_picture_is_not_taken(byte[] sent)
    {
        Assert.Null(Picture.Read(sent, out var isTooLarge));
        Assert.False(isTooLarge);
    }

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void A_picture_that_would_fill_the_memory_of_whoever_opens_it_is_not_taken(byte[] sent)
    {
        Assert.Null(Picture.Read(sent, out var isTooLarge));
        Assert.True(isTooLarge);
    }

    [Fact]
    public void A_picture_stays_as_it_is_read_however_often()
    {
        var adobe = JpegOf(640, 480, Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]));

        Assert.Equal(adobe, Picture.Read(adobe, out _)?.Content);
    }

    [Fact]
    public void No_bytes_break_the_reading()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        byte[][] wholes =
        [
            JpegOf(640, 480, Segment(0xE1, Place)),
            PngOf(640, 480, Chunk("eXIf", Place)),
            WebPOf(640, 480, RiffChunk("EXIF", Place)),
        ];
        for (var time = 0; time < 20_000; time++)
        {
            var broken = wholes[time % 3].ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            broken = broken[..random.Next(broken.Length + 1)];
            var once = Picture.Read(broken, out _);
            Assert.True(
                once is null || Picture.Read(once.Content, out _)?.Content.AsSpan().SequenceEqual(once.Content) == true,
                $"seed {seed}: {Convert.ToHexString(broken)}");
        }
    }
}
