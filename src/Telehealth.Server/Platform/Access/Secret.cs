using System.Buffers.Text;
using System.Security.Cryptography;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// What a cookie, a refresh token or a guest link carries: 32 random bytes in base64url. Only the SHA-256 is stored. A plain hash is
/// enough, because 256 random bits cannot be guessed the way that a password can.
/// </summary>
internal static class Secret
{
    public const int Length = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>A secret that only whoever has both can make (HMAC-SHA256).</summary>
    public static string Derived(string secret, byte[] salt) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(salt, Base64Url.DecodeFromChars(secret)));

    /// <summary>What is stored for this text; null when the text is no secret of ours, whatever it is.</summary>
    public static byte[]? HashOf(string? text)
    {
        // 43 characters hold 32 bytes; anything longer is not worth decoding.
        if (text is not { Length: 43 })
            return null;
        // The decoder's Try… throws at a letter that is not of the alphabet: it is asked only for texts that are.
        Span<byte> bytes = stackalloc byte[Length];
        return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Length
            ? SHA256.HashData(bytes)
            : null;
    }
}
