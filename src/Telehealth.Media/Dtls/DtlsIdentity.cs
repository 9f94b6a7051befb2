using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Telehealth.Media.OpenSsl;

namespace Telehealth.Media.Dtls;

/// <summary>
/// The certificate that a relay shows all its peers, with the rules of their associations: DTLS 1.2 (RFC 6347), ephemeral key
/// exchange only, use_srtp (RFC 5764). ECDSA on P-256, because a larger key would not leave the server's flight in one datagram.
/// Any number of transports of one thread may share it; it must outlive their creation, not their life.
/// </summary>
public sealed class DtlsIdentity : IDisposable
{
    /// <summary>In the order of our preference, which decides, since we are always the server (RFC 5764 section 4.1.2).</summary>
    internal const string SrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80";

    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384";

    private DtlsIdentity(SslContextHandle context, DtlsFingerprint fingerprint)
    {
        Context = context;
        FingerprintSha256 = fingerprint.Hex;
    }

    /// <summary>The fingerprint for the answer's SDP: <c>AB:CD:…</c> without the hash's name.</summary>
    public string FingerprintSha256 { get; }

    internal SslContextHandle Context { get; }

    /// <summary>
    /// Makes a fresh key and a self-signed certificate that is valid from a day ago for a year; peers check the fingerprint only.
    /// The key comes from the cryptographic library's own generator.
    /// </summary>
    /// <param name="now">Wall-clock time.</param>
    /// <exception cref="DllNotFoundException">libssl.so.3 is not installed.</exception>
    /// <exception cref="InvalidOperationException">The library refused a setting.</exception>
    public static DtlsIdentity Create(DateTimeOffset now) => Create(now, SrtpProfiles);

    /// <summary>As <see cref="Create(DateTimeOffset)"/>, for fake peers that offer other profiles.</summary>
    internal static DtlsIdentity Create(DateTimeOffset now, string srtpProfiles)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=media", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var privateKey = key.ExportECPrivateKey();
        try
        {
            var context = MakeContext(certificate.RawData, privateKey, srtpProfiles);
            return new(context, new DtlsFingerprint(SHA256.HashData(certificate.RawData)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Context.Dispose();

    private static unsafe SslContextHandle MakeContext(byte[] certificate, byte[] privateKey, string srtpProfiles)
    {
        var context = LibSsl.SSL_CTX_new(LibSsl.DTLS_method());
        Require(!context.IsInvalid, "a context");
        LibSsl.SSL_CTX_set_options(context, LibSsl.OptionNoQueryMtu | LibSsl.OptionNoTicket | LibSsl.OptionNoCompression
            | LibSsl.OptionServerPreference | LibSsl.OptionNoRenegotiation);
        LibSsl.SSL_CTX_ctrl(context, LibSsl.ControlSetSessionCacheMode, 0, 0);
        Require(LibSsl.SSL_CTX_ctrl(context, LibSsl.ControlSetMinimumVersion, LibSsl.Dtls12, 0) == 1, "DTLS 1.2");
        Require(LibSsl.SSL_CTX_ctrl(context, LibSsl.ControlSetMaximumVersion, LibSsl.Dtls12, 0) == 1, "DTLS 1.2");
        Require(LibSsl.SSL_CTX_set_cipher_list(context, Ciphers) == 1, "the ciphers");
        Require(LibSsl.SSL_CTX_set_tlsext_use_srtp(context, srtpProfiles) == 0, "the SRTP profiles");
        Require(LibSsl.SSL_CTX_use_certificate_ASN1(context, certificate.Length, certificate) == 1, "the certificate");
        Require(
            LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibCrypto.KeyTypeEllipticCurve, context, privateKey, privateKey.Length) == 1, "the key");
        LibSsl.SSL_CTX_set_verify(context, LibSsl.VerifyPeer | LibSsl.VerifyFailIfNoPeerCertificate, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(context, &PeerCertificateCheck.Verify, 0);
        return context;
    }

    private static void Require(bool worked, string what)
    {
        if (!worked) throw new InvalidOperationException($"OpenSSL refused {what}.");
    }
}
