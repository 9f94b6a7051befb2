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
