using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Telehealth.Media.Srtp;

/// <summary>
/// What a profile does to one packet whose index is known, in one direction of one association. Lengths have been checked by the
/// caller. The packet index is that of RFC 3711 section 3.3.1 for RTP (48 bits) and the SRTCP index (31 bits) for RTCP.
/// </summary>
internal abstract class SrtpTransform : IDisposable
{
    /// <summary>The first eight bytes of an RTCP packet stay in the clear (RFC 3711 section 3.4).</summary>
    protected const int RtcpClearLength = 8;

    /// <summary>The E bit and the index behind an RTCP packet.</summary>
    public const int RtcpIndexLength = 4;

    /// <summary>Set where the packet is encrypted, which it always is (RFC 8827 section 6.5).</summary>
    public const uint EncryptedFlag = 0x8000_0000;

    public abstract void ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination, uint ssrc, ulong index);

    public abstract void ProtectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, uint ssrc, uint index);

    public abstract bool UnprotectRtp(ReadOnlySpan<byte> packet, int headerLength, Span<byte> destination, uint ssrc, ulong index);

    public abstract bool UnprotectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, uint ssrc, uint index);

    public abstract void Dispose();

    /// <summary>Derives the session keys of a direction from its master key (RFC 3711 section 4.3).</summary>
    public static SrtpTransform Derive(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool sends)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterKey.Length, profile.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterSalt.Length, profile.SaltLength);
        using var derivation = new SrtpKeyDerivation(masterKey, masterSalt);
        using var rtp = new SrtpSessionKeys(profile, derivation, firstLabel: 0);
        using var rtcp = new SrtpSessionKeys(profile, derivation, firstLabel: 3);
        return profile == SrtpProfile.Aes128CmSha1_80 ? new CounterModeTransform(rtp, rtcp) : new GcmTransform(rtp, rtcp, sends);
    }

    /// <summary>Copies a header to the front of the packet, unless it was written there.</summary>
    protected static void Place(ReadOnlySpan<byte> header, Span<byte> destination)
    {
        if (!Unsafe.AreSame(ref MemoryMarshal.GetReference(header), ref MemoryMarshal.GetReference(destination)))
            header.CopyTo(destination);
    }

    protected static void Require(bool worked)
    {
        if (!worked) throw new InvalidOperationException("OpenSSL refused to encrypt.");
    }
}

/// <summary>AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714).</summary>
internal sealed class GcmTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp, bool sends) : SrtpTransform
{
    private readonly GcmCipher rtpCipher = new(rtp.Encryption, sends);
    private readonly GcmCipher rtcpCipher = new(rtcp.Encryption, sends);
    private Salt rtpSalt = new(rtp.Salt);
    private Salt rtcpSalt = new(rtcp.Salt);

    public override void ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination, uint ssrc, ulong index)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        rtpSalt.WriteIv(ssrc, index, iv);
        Place(header, destination);
        var tag = destination.Slice(header.Length + payload.Length, GcmCipher.TagLength);
        Require(rtpCipher.Seal(iv, header, payload, destination[header.Length..], tag));
    }

    public override bool UnprotectRtp(ReadOnlySpan<byte> packet, int headerLength, Span<byte> destination, uint ssrc, ulong index)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        rtpSalt.WriteIv(ssrc, index, iv);
        var header = packet[..headerLength];
        header.CopyTo(destination);
        return rtpCipher.Open(
            iv, header, packet[headerLength..^GcmCipher.TagLength], destination[headerLength..], packet[^GcmCipher.TagLength..]);
    }

    public override void ProtectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, uint ssrc, uint index)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        rtcpSalt.WriteIv(ssrc, index, iv);
        Span<byte> associated = stackalloc byte[RtcpClearLength + RtcpIndexLength];
        WriteAssociated(packet, index, associated);
        packet[..RtcpClearLength].CopyTo(destination);
        var tag = destination.Slice(packet.Length, GcmCipher.TagLength);
        Require(rtcpCipher.Seal(iv, associated, packet[RtcpClearLength..], destination[RtcpClearLength..], tag));
        associated[RtcpClearLength..].CopyTo(destination[(packet.Length + GcmCipher.TagLength)..]);
    }

    public override bool UnprotectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, uint ssrc, uint index)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        rtcpSalt.WriteIv(ssrc, index, iv);
        Span<byte> associated = stackalloc byte[RtcpClearLength + RtcpIndexLength];
        WriteAssociated(packet, index, associated);
        packet[..RtcpClearLength].CopyTo(destination);
        var sealedPart = packet[RtcpClearLength..^RtcpIndexLength];
        return rtcpCipher.Open(
            iv, associated, sealedPart[..^GcmCipher.TagLength], destination[RtcpClearLength..], sealedPart[^GcmCipher.TagLength..]);
    }

    public override void Dispose()
    {
        rtpCipher.Dispose();
        rtcpCipher.Dispose();
        (rtpSalt, rtcpSalt) = (default, default);
    }

    /// <summary>RFC 7714 section 9.2: the clear header, then the word with the E bit and the index.</summary>
    private static void WriteAssociated(ReadOnlySpan<byte> packet, uint index, Span<byte> associated)
    {
        packet[..RtcpClearLength].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpClearLength..], EncryptedFlag | index);
    }

    /// <summary>A 96-bit salt as two numbers, so that an initialisation vector takes two operations.</summary>
    private struct Salt(ReadOnlySpan<byte> salt)
    {
        private readonly ulong head = BinaryPrimitives.ReadUInt64BigEndian(salt);
        private readonly uint tail = BinaryPrimitives.ReadUInt32BigEndian(salt[8..]);

        /// <summary>
        /// RFC 7714 sections 8.1 and 9.1: two zero bytes, the SSRC and a 48-bit index, combined with the salt. An SRTCP index has 31
        /// bits, so the two zero bytes that its formula has before it come by themselves.
        /// </summary>
        public readonly void WriteIv(uint ssrc, ulong index, Span<byte> iv)
        {
            BinaryPrimitives.WriteUInt64BigEndian(iv, head ^ (((ulong)ssrc << 16) | (index >> 32)));
            BinaryPrimitives.WriteUInt32BigEndian(iv[8..], tail ^ (uint)index);
        }
    }
}

/// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2).</summary>
internal sealed class CounterModeTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp) : SrtpTransform
{
    private const int TagLength = 10;

    private readonly CounterCipher rtpCipher = new(rtp.Encryption);
    private readonly CounterCipher rtcpCipher = new(rtcp.Encryption);
    private readonly KeyedSha1 rtpHash = new(rtp.Authentication);
    private readonly KeyedSha1 rtcpHash = new(rtcp.Authentication);
    private Salt rtpSalt = new(rtp.Salt);
    private Salt rtcpSalt = new(rtcp.Salt);

    public override void ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination, uint ssrc, ulong index)
    {
        Span<byte> iv = stackalloc byte[CounterCipher.IvLength];
        rtpSalt.WriteIv(ssrc, index, iv);
        Place(header, destination);
        Require(rtpCipher.Apply(iv, payload, destination[header.Length..]));
        var length = header.Length + payload.Length;
        Span<byte> digest = stackalloc byte[KeyedSha1.DigestLength];
        AuthenticateRtp(destination[..length], index, digest);
        digest[..TagLength].CopyTo(destination[length..]);
    }

    public override bool UnprotectRtp(ReadOnlySpan<byte> packet, int headerLength, Span<byte> destination, uint ssrc, ulong index)
    {
        Span<byte> digest = stackalloc byte[KeyedSha1.DigestLength];
        AuthenticateRtp(packet[..^TagLength], index, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..TagLength], packet[^TagLength..])) return false;
        Span<byte> iv = stackalloc byte[CounterCipher.IvLength];
        rtpSalt.WriteIv(ssrc, index, iv);
        packet[..headerLength].CopyTo(destination);
        return rtpCipher.Apply(iv, packet[headerLength..^TagLength], destination[headerLength..]);
    }

    public override void ProtectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, uint ssrc, uint index)
    {
        Span<byte> iv = stackalloc byte[CounterCipher.IvLength];
        rtcpSalt.WriteIv(ssrc, index, iv);
        packet[..RtcpClearLength].CopyTo(destination);
        Require(rtcpCipher.Apply(iv, packet[RtcpClearLength..], destination[RtcpClearLength..]));
        BinaryPrimitives.WriteUInt32BigEndian(destination[packet.Length..], EncryptedFlag | index);
        var length = packet.Length + RtcpIndexLength;
        Span<byte> digest = stackalloc byte[KeyedSha1.DigestLength];
        rtcpHash.Compute(destination[..length], default, digest);
        digest[..TagLength].CopyTo(destination[length..]);
    }

    public override bool UnprotectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, uint ssrc, uint index)
    {
        Span<byte> digest = stackalloc byte[KeyedSha1.DigestLength];
        rtcpHash.Compute(packet[..^TagLength], default, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..TagLength], packet[^TagLength..])) return false;
        Span<byte> iv = stackalloc byte[CounterCipher.IvLength];
        rtcpSalt.WriteIv(ssrc, index, iv);
        packet[..RtcpClearLength].CopyTo(destination);
        return rtcpCipher.Apply(iv, packet[RtcpClearLength..^(RtcpIndexLength + TagLength)], destination[RtcpClearLength..]);
    }

    public override void Dispose()
    {
        rtpCipher.Dispose();
        rtcpCipher.Dispose();
        rtpHash.Dispose();
        rtcpHash.Dispose();
        (rtpSalt, rtcpSalt) = (default, default);
    }

    /// <summary>RFC 3711 section 4.2: the packet and then the rollover counter, which is not sent.</summary>
    private void AuthenticateRtp(ReadOnlySpan<byte> packet, ulong index, Span<byte> digest)
    {
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        rtpHash.Compute(packet, rollover, digest);
    }

    /// <summary>A 112-bit salt, shifted to where RFC 3711 section 4.1.1 wants it, as two numbers.</summary>
    private struct Salt
    {
        private readonly ulong head;
        private readonly ulong tail;

        public Salt(ReadOnlySpan<byte> salt)
        {
            Span<byte> shifted = stackalloc byte[CounterCipher.IvLength];
            shifted.Clear();
            salt.CopyTo(shifted);
            head = BinaryPrimitives.ReadUInt64BigEndian(shifted);
            tail = BinaryPrimitives.ReadUInt64BigEndian(shifted[8..]);
            CryptographicOperations.ZeroMemory(shifted);
        }

        /// <summary>IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16).</summary>
        public readonly void WriteIv(uint ssrc, ulong index, Span<byte> iv)
        {
            BinaryPrimitives.WriteUInt64BigEndian(iv, head ^ ssrc);
            BinaryPrimitives.WriteUInt64BigEndian(iv[8..], tail ^ (index << 16));
        }
    }
}
