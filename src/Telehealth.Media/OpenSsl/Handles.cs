using System.Runtime.InteropServices;

namespace Telehealth.Media.OpenSsl;

/// <summary>Owns an <c>SSL_CTX</c>: certificate, key and rules shared by all associations of an identity.</summary>
internal sealed class SslContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}

/// <summary>Owns an <c>SSL</c> and, once they are set, its two BIOs. OpenSSL counts its reference to the context itself.</summary>
internal sealed class SslHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        return true;
    }
}

/// <summary>Owns an <c>EVP_CIPHER_CTX</c>; freeing it cleanses the key schedule.</summary>
internal sealed class CipherContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}
