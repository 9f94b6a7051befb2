using System.Security.Cryptography;

namespace Telehealth.Media.Srtp;

/// <summary>
/// The master keys and salts of one association, as DTLS exported them (RFC 5764 section 4.2): the client's protect what the
/// client sends, the server's what the server sends. Wiped on disposal; the spans must not be kept beyond that.
/// </summary>
public sealed class SrtpKeys : IDisposable
{
    private readonly byte[] material;

    /// <summary>Takes a copy of the exporter's output.</summary>
    /// <param name="profile">What was negotiated.</param>
    /// <param name="exported">Client key, server key, client salt, server salt, in the lengths of the profile.</param>
    public SrtpKeys(SrtpProfile profile, ReadOnlySpan<byte> exported)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(exported.Length, 2 * (profile.KeyLength + profile.SaltLength));
        Profile = profile;
        material = exported.ToArray();
    }

    /// <summary>The profile that fixes the lengths.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>Master key of what the DTLS client sends.</summary>
    public ReadOnlySpan<byte> ClientKey => material.AsSpan(0, Profile.KeyLength);

    /// <summary>Master key of what the DTLS server sends.</summary>
    public ReadOnlySpan<byte> ServerKey => material.AsSpan(Profile.KeyLength, Profile.KeyLength);

    /// <summary>Master salt of what the DTLS client sends.</summary>
    public ReadOnlySpan<byte> ClientSalt => material.AsSpan(2 * Profile.KeyLength, Profile.SaltLength);

    /// <summary>Master salt of what the DTLS server sends.</summary>
    public ReadOnlySpan<byte> ServerSalt => material.AsSpan((2 * Profile.KeyLength) + Profile.SaltLength, Profile.SaltLength);

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(material);
}
