namespace Telehealth.Server.Paramedics;

/// <summary>What a picture is by its first bytes: what the sender calls it is not believed.</summary>
internal static class ImageType
{
    /// <summary>The media type; null for what is no picture of a kind that every browser shows.</summary>
    public static string? Of(ReadOnlySpan<byte> content) => content switch
    {
        // JPEG: start of image, then the first marker (ISO/IEC 10918-1, annex B).
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        // PNG: its signature and the length and name of the first chunk (RFC 2083 section 3.1, 4.1.1).
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', ..] => "image/png",
        // WebP: a RIFF of its kind, with a first chunk that begins with VP8 (RFC 9649 section 2.4).
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', (byte)'V', (byte)'P', (byte)'8', ..] => "image/webp",
        _ => null,
    };
}
