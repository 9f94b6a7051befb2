using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Dtls;

/// <summary>
/// The SHA-256 fingerprint of a certificate as SDP carries it (RFC 8122 section 5). Other hash functions are not taken: every
/// browser sends SHA-256 (RFC 8827 section 6.5).
/// </summary>
public sealed class DtlsFingerprint
{
    private const int DigestLength = 32;
    private const string HashName = "sha-256";

    private readonly byte[] digest;

    internal DtlsFingerprint(ReadOnlySpan<byte> digest) => this.digest = digest.ToArray();

    /// <summary>Upper-case hexadecimal pairs with colons between: <c>AB:CD:…</c>, 95 characters.</summary>
    public string Hex => string.Join(':', digest.Select(value => value.ToString("X2")));

    /// <summary>
    /// Reads <c>sha-256 AB:CD:…</c>, the value of an <c>a=fingerprint</c> line. Hash name and digits in any case. False for
    /// another hash function, another length or anything else.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DtlsFingerprint? fingerprint)
    {
        fingerprint = null;
        var parts = text?.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length != 2 || !parts[0].Equals(HashName, StringComparison.OrdinalIgnoreCase)) return false;
        var hex = parts[1];
        if (hex.Length != (DigestLength * 3) - 1) return false;

        Span<byte> bytes = stackalloc byte[DigestLength];
        for (var i = 0; i < DigestLength; i++)
        {
            var at = i * 3;
            if (i > 0 && hex[at - 1] != ':') return false;
            if (!char.IsAsciiHexDigit(hex[at]) || !char.IsAsciiHexDigit(hex[at + 1])) return false;
            bytes[i] = Convert.FromHexString(hex.AsSpan(at, 2))[0];
        }
        fingerprint = new(bytes);
        return true;
    }

    /// <summary>Hash name and digits, as an <c>a=fingerprint</c> line has them.</summary>
    public override string ToString() => $"{HashName} {Hex}";

    /// <summary>Whether a certificate has this digest. No secret is compared, so it need not be in constant time.</summary>
    internal bool Matches(ReadOnlySpan<byte> otherDigest) => digest.AsSpan().SequenceEqual(otherDigest);
}
