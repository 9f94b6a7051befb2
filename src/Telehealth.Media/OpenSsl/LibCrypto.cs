using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telehealth.Media.OpenSsl;

/// <summary>
/// What we call in libcrypto 3. The calls of the packet path suppress the runtime's transition: each works a few hundred
/// nanoseconds on memory that we own, takes no lock and never calls back. They take raw pointers, because the reference count of
/// a safe handle costs two interlocked operations a call; their callers keep the handle alive.
/// </summary>
internal static unsafe partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    public const int KeyTypeEllipticCurve = 408;
    public const int BioControlReset = 1;
    public const int BioControlInfo = 3;

    [LibraryImport(Library)]
    public static partial nint BIO_s_mem();

    [LibraryImport(Library)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(Library)]
    public static partial int BIO_write(nint bio, ReadOnlySpan<byte> data, int length);

    [LibraryImport(Library)]
    public static partial int BIO_read(nint bio, Span<byte> data, int length);

    [LibraryImport(Library)]
    public static partial nint BIO_ctrl(nint bio, int command, nint argument, nint pointer);

    [LibraryImport(Library)]
    public static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(Library)]
    public static partial void ERR_clear_error();

    [LibraryImport(Library)]
    public static partial nint EVP_sha256();

    [LibraryImport(Library)]
    public static partial int X509_digest(nint certificate, nint digest, Span<byte> output, out uint length);

    /// <summary>The certificate that is being verified, owned by the store context.</summary>
    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get0_cert(nint storeContext);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get_ex_data(nint storeContext, int index);

    [LibraryImport(Library)]
    public static partial void X509_STORE_CTX_set_error(nint storeContext, int error);

    [LibraryImport(Library)]
    public static partial CipherContextHandle EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_ctr();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_ctr();

    /// <summary>Sets cipher, key and direction; the only call that makes a key schedule, so never on the packet path.</summary>
    [LibraryImport(Library)]
    public static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    /// <summary>The same entry, used with a new initialisation vector only.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex"), SuppressGCTransition]
    public static partial int SetIv(nint context, nint noCipher, nint noEngine, byte* noKey, byte* iv, int keepDirection);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_CipherUpdate(nint context, byte* output, int* outputLength, byte* input, int inputLength);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_CipherFinal_ex(nint context, byte* output, int* outputLength);

    /// <summary>Gives the cipher parameters without the search that <see cref="SetIv"/> and the controls begin with.</summary>
    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_CIPHER_CTX_set_params(nint context, CipherParameter* parameters);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_CIPHER_CTX_get_params(nint context, CipherParameter* parameters);

    /// <summary>The three calls of SHA-1 always return 1, so nothing is declared to look at.</summary>
    [LibraryImport(Library), SuppressGCTransition]
    public static partial void SHA1_Init(Sha1State* state);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial void SHA1_Update(Sha1State* state, byte* data, nuint length);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial void SHA1_Final(byte* digest, Sha1State* state);
}
