using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telehealth.Media.OpenSsl;

/// <summary>OpenSSL's <c>OSSL_PARAM</c> for bytes; a default one ends a list.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct CipherParameter
{
    private const uint OctetString = 5;

    private readonly byte* key;
    private readonly uint type;
    private readonly byte* bytes;
    private readonly nuint length;
    private readonly nuint returnedLength;

    private CipherParameter(ReadOnlySpan<byte> literal, byte* bytes, nuint length)
    {
        // A literal lies in the image: it does not move, and a zero follows it.
        key = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
        type = OctetString;
        this.bytes = bytes;
        this.length = length;
    }

    /// <summary>A whole initialisation vector: a length of -1 tells that it is not only the fixed part of one.</summary>
    public static CipherParameter WholeIv(byte* iv) => new("tlsivfixed"u8, iv, nuint.MaxValue);

    /// <summary>The tag that is to be found, or room for the one that came out.</summary>
    public static CipherParameter Tag(byte* tag, int length) => new("tag"u8, tag, (nuint)length);
}
