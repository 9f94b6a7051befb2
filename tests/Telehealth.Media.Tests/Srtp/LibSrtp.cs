using System.Runtime.InteropServices;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Tests.Srtp;

/// <summary>One direction of the reference implementation (libsrtp 2), which shares nothing with ours: Debian builds it on NSS.</summary>
internal sealed unsafe partial class LibSrtp : IDisposable
{
    /// <summary>It writes so far behind a packet that it protects: a tag, an identifier of a key, an index.</summary>
    public const int MaximumTrailer = 16 + 128 + 4;

    private const string Library = "libsrtp2.so.1";
    private const int AnyInbound = 2;
    private const int AnyOutbound = 3;

    private static readonly Lazy<int> Initialized = new(Initialize);

    private nint session;

    public LibSrtp(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool sends)
    {
        Assert.Equal(0, Initialized.Value);
        byte[] key = [.. masterKey, .. masterSalt];
        var policy = new Policy
        {
            SsrcType = sends ? AnyOutbound : AnyInbound,
            WindowSize = ReplayWindow.Size,
            AllowRepeatedSending = 1,
        };
        fixed (byte* pointer = key)
        {
            policy.Key = pointer;
            Assert.Equal(0, srtp_crypto_policy_set_from_profile_for_rtp(&policy.Rtp, (int)profile));
            Assert.Equal(0, srtp_crypto_policy_set_from_profile_for_rtcp(&policy.Rtcp, (int)profile));
            Assert.Equal(0, srtp_create(out session, &policy));
        }
    }

    /// <summary>Protects in place and returns the length, or 0 where it refuses.</summary>
    public int Protect(Span<byte> buffer, int length, bool isRtcp)
    {
        fixed (byte* pointer = buffer)
        {
            var status = isRtcp ? srtp_protect_rtcp(session, pointer, &length) : srtp_protect(session, pointer, &length);
            return status == 0 ? length : 0;
        }
    }

    /// <summary>Verifies and decrypts in place and returns the length, or 0 where it refuses.</summary>
    public int Unprotect(Span<byte> buffer, int length, bool isRtcp)
    {
        fixed (byte* pointer = buffer)
        {
            var status = isRtcp ? srtp_unprotect_rtcp(session, pointer, &length) : srtp_unprotect(session, pointer, &length);
            return status == 0 ? length : 0;
        }
    }

    public void Dispose()
    {
        if (session != 0) Assert.Equal(0, srtp_dealloc(session));
        session = 0;
    }

    private static int Initialize()
    {
        Assert.True(
            NativeLibrary.TryLoad(Library, out _),
            $"These packets are compared with the reference implementation, and {Library} is missing. Install it with: apt-get install -y libsrtp2-1");
        return srtp_init();
    }

    [LibraryImport(Library)]
    private static partial int srtp_init();

    [LibraryImport(Library)]
    private static partial int srtp_crypto_policy_set_from_profile_for_rtp(CryptoPolicy* policy, int profile);

    [LibraryImport(Library)]
    private static partial int srtp_crypto_policy_set_from_profile_for_rtcp(CryptoPolicy* policy, int profile);

    [LibraryImport(Library)]
    private static partial int srtp_create(out nint session, Policy* policy);

    [LibraryImport(Library)]
    private static partial int srtp_dealloc(nint session);

    [LibraryImport(Library)]
    private static partial int srtp_protect(nint session, byte* packet, int* length);

    [LibraryImport(Library)]
    private static partial int srtp_unprotect(nint session, byte* packet, int* length);

    [LibraryImport(Library)]
    private static partial int srtp_protect_rtcp(nint session, byte* packet, int* length);

    [LibraryImport(Library)]
    private static partial int srtp_unprotect_rtcp(nint session, byte* packet, int* length);

    [StructLayout(LayoutKind.Sequential)]
    private struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength;
        public int AuthenticationTagLength;
        public int Services;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public byte* Key;
        public nint MasterKeys;
        public nuint MasterKeyCount;
        public nint Deprecated;
        public nuint WindowSize;
        public int AllowRepeatedSending;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}
