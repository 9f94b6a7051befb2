using System.Runtime.InteropServices;

namespace Telehealth.Media.OpenSsl;

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
