using System.Security.Cryptography;
using System.Text;

namespace Telehealth.Server.Platform.Contracts;

/// <summary>
/// Ids that follow from another id and a purpose: whoever derives one, on whichever node and however often, gets the same.
/// </summary>
internal static class DerivedId
{
    /// <summary>The id of what a person's command makes. Another person's command of the same id makes something else.</summary>
    public static Guid OfCommand(Guid person, Guid command, string purpose) => From(command, $"{purpose}:{person}");

    public static Guid From(Guid source, string purpose)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(purpose.Length)];
        source.TryWriteBytes(text);
        var length = Encoding.UTF8.GetBytes(purpose, text[16..]);
        SHA256.HashData(text[..(16 + length)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // RFC 9562 section 5.8: version 8, our own layout.
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
