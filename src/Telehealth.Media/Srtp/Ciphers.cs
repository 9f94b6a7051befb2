using System.Security.Cryptography;
using Telehealth.Media.OpenSsl;

namespace Telehealth.Media.Srtp;

/// <summary>AES in Galois/Counter mode with one key and one direction; the key schedule is made once. No call allocates.</summary>
/// <remarks>
/// The initialisation vector and the tag go in and out as parameters of the cipher. The usual calls for them ask the cipher for
/// its lengths first, by name: 0.15 of the 0.6 microseconds that sealing 1,150 bytes took.
/// </remarks>
internal sealed unsafe class GcmCipher : IDisposable
{
    public const int IvLength = 12;
    public const int TagLength = 16;

    // What OpenSSL does not understand it ignores, so one packet shows whether it does.
    private static readonly Lazy<bool> TakesIvAsParameter = new(TryIvAsParameter);

    private readonly CipherContextHandle handle;
    private readonly nint context;
    private readonly bool takesIvAsParameter;

    public GcmCipher(ReadOnlySpan<byte> key, bool encrypts)
        : this(key, encrypts, TakesIvAsParameter.Value)
    {
    }

    internal GcmCipher(ReadOnlySpan<byte> key, bool encrypts, bool takesIvAsParameter)
    {
        handle = CounterCipher.NewContext(key.Length == 32 ? LibCrypto.EVP_aes_256_gcm() : LibCrypto.EVP_aes_128_gcm(), key, encrypts);
        context = handle.DangerousGetHandle();
        this.takesIvAsParameter = takesIvAsParameter;
    }

    /// <summary>Encrypts and authenticates. The output has the input's length and may start where it starts.</summary>
    public bool Seal(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> input, Span<byte> output, Span<byte> tag)
    {
        int written;
        fixed (byte* ivPointer = iv, tagPointer = tag)
        {
            var worked = SetIv(ivPointer)
                && Process(associated, input, output)
                && LibCrypto.EVP_CipherFinal_ex(context, tagPointer, &written) == 1
                && TakeTag(tagPointer);
            GC.KeepAlive(handle);
            return worked;
        }
    }

    /// <summary>Decrypts and verifies. Where it returns false, the output holds nothing of worth.</summary>
    public bool Open(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> input, Span<byte> output, ReadOnlySpan<byte> tag)
    {
        int written;
        var unused = stackalloc byte[TagLength];
        fixed (byte* ivPointer = iv, tagPointer = tag)
        {
            var worked = SetIvAndTag(ivPointer, tagPointer)
                && Process(associated, input, output)
                && LibCrypto.EVP_CipherFinal_ex(context, unused, &written) == 1;
            GC.KeepAlive(handle);
            return worked;
        }
    }

    public void Dispose() => handle.Dispose();

    private bool SetIv(byte* iv)
    {
        if (!takesIvAsParameter) return LibCrypto.SetIv(context, 0, 0, null, iv, -1) == 1;
        var parameters = stackalloc CipherParameter[2];
        parameters[0] = CipherParameter.WholeIv(iv);
        return LibCrypto.EVP_CIPHER_CTX_set_params(context, parameters) == 1;
    }

    private bool SetIvAndTag(byte* iv, byte* tag)
    {
        if (!takesIvAsParameter && !SetIv(iv)) return false;
        var parameters = stackalloc CipherParameter[3];
        parameters[0] = CipherParameter.Tag(tag, TagLength);
        if (takesIvAsParameter) parameters[1] = CipherParameter.WholeIv(iv);
        return LibCrypto.EVP_CIPHER_CTX_set_params(context, parameters) == 1;
    }

    private bool TakeTag(byte* tag)
    {
        var parameters = stackalloc CipherParameter[2];
        parameters[0] = CipherParameter.Tag(tag, TagLength);
        return LibCrypto.EVP_CIPHER_CTX_get_params(context, parameters) == 1;
    }

    private bool Process(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> input, Span<byte> output)
    {
        int written;
        fixed (byte* associatedPointer = associated, inputPointer = input, outputPointer = output)
        {
            return LibCrypto.EVP_CipherUpdate(context, null, &written, associatedPointer, associated.Length) == 1
                // An update without output is taken for associated data, so an empty payload must not reach it.
                && (input.IsEmpty || LibCrypto.EVP_CipherUpdate(context, outputPointer, &written, inputPointer, input.Length) == 1);
        }
    }

    private static bool TryIvAsParameter()
    {
        Span<byte> key = stackalloc byte[16],
            iv = stackalloc byte[IvLength],
            tag = stackalloc byte[TagLength],
            other = stackalloc byte[TagLength];
        key.Fill(1);
        iv.Fill(2);
        using var usual = new GcmCipher(key, encrypts: true, takesIvAsParameter: false);
        using var direct = new GcmCipher(key, encrypts: true, takesIvAsParameter: true);
        return usual.Seal(iv, key, default, default, tag) && direct.Seal(iv, key, default, default, other) && tag.SequenceEqual(other);
    }
}

/// <summary>AES in counter mode with one key (RFC 3711 section 4.1.1); encrypting and decrypting are the same. No call allocates.</summary>
internal sealed unsafe class CounterCipher : IDisposable
{
    public const int IvLength = 16;

    private readonly CipherContextHandle handle;
    private readonly nint context;

    public CounterCipher(ReadOnlySpan<byte> key)
    {
        handle = NewContext(key.Length == 32 ? LibCrypto.EVP_aes_256_ctr() : LibCrypto.EVP_aes_128_ctr(), key, encrypts: true);
        context = handle.DangerousGetHandle();
    }

    /// <summary>Combines the input with the key stream. The output has the input's length and may start where it starts.</summary>
    public bool Apply(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        int written;
        fixed (byte* ivPointer = iv, inputPointer = input, outputPointer = output)
        {
            var worked = LibCrypto.SetIv(context, 0, 0, null, ivPointer, -1) == 1
                && (input.IsEmpty || LibCrypto.EVP_CipherUpdate(context, outputPointer, &written, inputPointer, input.Length) == 1);
            GC.KeepAlive(handle);
            return worked;
        }
    }

    public void Dispose() => handle.Dispose();

    internal static CipherContextHandle NewContext(nint cipher, ReadOnlySpan<byte> key, bool encrypts)
    {
        var handle = LibCrypto.EVP_CIPHER_CTX_new();
        fixed (byte* keyPointer = key)
        {
            if (LibCrypto.EVP_CipherInit_ex(handle.DangerousGetHandle(), cipher, 0, keyPointer, null, encrypts ? 1 : 0) == 1) return handle;
        }
        handle.Dispose();
        throw new InvalidOperationException("OpenSSL refused a cipher.");
    }
}

/// <summary>
/// HMAC-SHA1 (RFC 2104) with one key of at most 64 bytes. The two hash states that the key leads to are kept, so each packet costs
/// two copies instead of two more blocks. No call allocates.
/// </summary>
internal sealed unsafe class KeyedSha1 : IDisposable
{
    public const int DigestLength = 20;

    private const int BlockLength = 64;

    private Sha1State inner;
    private Sha1State outer;

    public KeyedSha1(ReadOnlySpan<byte> key)
    {
        inner = Begin(key, 0x36);
        outer = Begin(key, 0x5C);
    }

    /// <summary>Authenticates two pieces as if they stood together.</summary>
    /// <param name="first">The packet.</param>
    /// <param name="second">What is authenticated but not sent; may be empty.</param>
    /// <param name="digest">20 bytes; the tag is a prefix of them.</param>
    public void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        var state = inner;
        fixed (byte* firstPointer = first, secondPointer = second, digestPointer = digest)
        {
            LibCrypto.SHA1_Update(&state, firstPointer, (nuint)first.Length);
            if (!second.IsEmpty) LibCrypto.SHA1_Update(&state, secondPointer, (nuint)second.Length);
            LibCrypto.SHA1_Final(digestPointer, &state);
            state = outer;
            LibCrypto.SHA1_Update(&state, digestPointer, DigestLength);
            LibCrypto.SHA1_Final(digestPointer, &state);
        }
    }

    public void Dispose() => (inner, outer) = (default, default);

    private static Sha1State Begin(ReadOnlySpan<byte> key, byte pad)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++) block[i] ^= key[i];
        Sha1State state;
        LibCrypto.SHA1_Init(&state);
        fixed (byte* pointer = block) LibCrypto.SHA1_Update(&state, pointer, BlockLength);
        CryptographicOperations.ZeroMemory(block);
        return state;
    }
}
