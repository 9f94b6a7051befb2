using System.Runtime.InteropServices;

namespace Telehealth.Media.OpenSsl;

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
