using System.Security.Cryptography;

namespace Telehealth.Media.Srtp;

/// <summary>
/// The key derivation of RFC 3711 section 4.3.1 with AES in counter mode (AES-256 by RFC 6188 section 3) and a key derivation rate
/// of zero, as DTLS-SRTP has it.
/// </summary>
internal sealed class SrtpKeyDerivation : IDisposable
{
    private const int LabelPosition = 7;

    private readonly CounterCipher cipher;
    private readonly byte[] salt = new byte[CounterCipher.IvLength];

    /// <summary>
    /// The master salt stands at the front of the block: one of 112 bits leaves the two bytes of the block counter, and one of 96
    /// bits is padded on the right (RFC 7714 section 11), so that the label meets the same byte.
    /// </summary>
    public SrtpKeyDerivation(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        cipher = new(masterKey);
        masterSalt.CopyTo(salt);
    }

    public void Derive(byte label, Span<byte> output)
    {
        Span<byte> iv = stackalloc byte[CounterCipher.IvLength];
        salt.CopyTo(iv);
        iv[LabelPosition] ^= label;
        output.Clear();
        if (!cipher.Apply(iv, output, output)) throw new InvalidOperationException("OpenSSL refused to derive a key.");
    }

    public void Dispose()
    {
        cipher.Dispose();
        CryptographicOperations.ZeroMemory(salt);
    }
}

/// <summary>The session keys of RTP or of RTCP in one direction; wiped on disposal, when the ciphers have taken them.</summary>
internal sealed class SrtpSessionKeys : IDisposable
{
    private const int AuthenticationLength = 20;

    private readonly byte[] encryption;
    private readonly byte[] authentication;
    private readonly byte[] salt;

    /// <summary>Derives them. The labels are 0, 1, 2 for RTP and 3, 4, 5 for RTCP (RFC 3711 section 4.3.2).</summary>
    public SrtpSessionKeys(SrtpProfile profile, SrtpKeyDerivation derivation, byte firstLabel)
        : this(new byte[profile.KeyLength], new byte[AuthenticationLength], new byte[profile.SaltLength])
    {
        derivation.Derive(firstLabel, encryption);
        derivation.Derive((byte)(firstLabel + 1), authentication);
        derivation.Derive((byte)(firstLabel + 2), salt);
    }

    /// <summary>Takes them as they are, for the published vectors.</summary>
    public SrtpSessionKeys(byte[] encryption, byte[] authentication, byte[] salt)
    {
        this.encryption = encryption;
        this.authentication = authentication;
        this.salt = salt;
    }

    public ReadOnlySpan<byte> Encryption => encryption;

    public ReadOnlySpan<byte> Authentication => authentication;

    public ReadOnlySpan<byte> Salt => salt;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(encryption);
        CryptographicOperations.ZeroMemory(authentication);
        CryptographicOperations.ZeroMemory(salt);
    }
}
