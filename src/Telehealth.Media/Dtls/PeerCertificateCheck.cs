using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Telehealth.Media.OpenSsl;

namespace Telehealth.Media.Dtls;

/// <summary>
/// Decides on the peer's certificate within the handshake, so that a wrong one ends it with an alert (RFC 5763 section 5): the
/// certificate is self-signed, and what makes it the peer's is the fingerprint that came over signalling.
/// </summary>
internal sealed class PeerCertificateCheck(DtlsFingerprint expected)
{
    private const int CertificateRejected = 28;
    private const int DigestLength = 32;

    public bool HasMismatch { get; private set; }

    /// <summary>OpenSSL calls this instead of building a chain. The association carries the check as its application data.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Verify(nint storeContext, nint argument)
    {
        var ssl = LibCrypto.X509_STORE_CTX_get_ex_data(storeContext, LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx());
        var data = ssl == 0 ? 0 : LibSsl.SSL_get_ex_data(ssl, DtlsAssociation.ApplicationData);
        var check = data == 0 ? null : GCHandle.FromIntPtr(data).Target as PeerCertificateCheck;
        if (check?.Accepts(LibCrypto.X509_STORE_CTX_get0_cert(storeContext)) == true) return 1;
        LibCrypto.X509_STORE_CTX_set_error(storeContext, CertificateRejected);
        return 0;
    }

    private bool Accepts(nint certificate)
    {
        Span<byte> digest = stackalloc byte[DigestLength];
        var matches = certificate != 0
            && LibCrypto.X509_digest(certificate, LibCrypto.EVP_sha256(), digest, out var length) == 1
            && length == DigestLength && expected.Matches(digest);
        HasMismatch = !matches;
        return matches;
    }
}
