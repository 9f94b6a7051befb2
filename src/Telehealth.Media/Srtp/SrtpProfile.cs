using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Srtp;

/// <summary>
/// The protection profiles that we negotiate, by their numbers in the registry (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
/// </summary>
public enum SrtpProfile
{
    /// <summary>AES-128 counter mode with an HMAC-SHA1 tag of 80 bits (RFC 3711), which every peer has.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "The registry's name ends in the tag's length, set apart.")]
    Aes128CmSha1_80 = 0x0001,

    /// <summary>AES-128 in Galois/Counter mode (RFC 7714): one pass, half the time.</summary>
    AeadAes128Gcm = 0x0007,

    /// <summary>AES-256 in Galois/Counter mode (RFC 7714).</summary>
    AeadAes256Gcm = 0x0008,
}
