using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Telehealth.Media.Stun;

/// <summary>
/// A read-only view of one STUN message (RFC 8489) over the datagram that carried it. It copies nothing, so it lives no longer
/// than the buffer. A view exists only of a message whose header and attribute lengths are consistent.
/// </summary>
/// <remarks>
/// Left out on purpose: the RFC 3489 format without the magic cookie, and SASLprep, since ICE credentials are plain ASCII.
/// </remarks>
[SuppressMessage("Design", "CA1815", Justification = "A ref struct is never compared.")]
public readonly ref struct StunMessage
{
    private readonly ReadOnlySpan<byte> message;

    /// <summary>Where MESSAGE-INTEGRITY starts, or -1. Attributes behind it are not protected and so do not count (section 14.5).</summary>
    private readonly int integrityOffset;

    private readonly int fingerprintOffset;

    private StunMessage(ReadOnlySpan<byte> message, int integrityOffset, int fingerprintOffset)
    {
        this.message = message;
        this.integrityOffset = integrityOffset;
        this.fingerprintOffset = fingerprintOffset;
    }

    /// <summary>Class and method, as they stand in the first two bytes. May be a value outside the enumeration.</summary>
    public StunMessageType Type => (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(message);

    /// <summary>The 12 bytes that tie an answer to its request.</summary>
    public ReadOnlySpan<byte> TransactionId => message.Slice(8, 12);

    /// <summary>The USERNAME value in UTF-8, empty where there is none.</summary>
    public ReadOnlySpan<byte> Username => TryGetAttribute(StunAttribute.Username, out var value) ? value : default;

    /// <summary>Whether the controlling agent nominates the pair (RFC 8445 section 7.1.2).</summary>
    public bool UseCandidate => TryGetAttribute(StunAttribute.UseCandidate, out _);

    /// <summary>Whether the sender takes the controlling role (RFC 8445 section 7.1.3).</summary>
    public bool IceControlling => TryGetAttribute(StunAttribute.IceControlling, out _);

    /// <summary>Whether the sender takes the controlled role (RFC 8445 section 7.1.3).</summary>
    public bool IceControlled => TryGetAttribute(StunAttribute.IceControlled, out _);

    /// <summary>Whether a MESSAGE-INTEGRITY attribute is there; <see cref="VerifyIntegrity"/> says whether it is right.</summary>
    public bool HasIntegrity => integrityOffset >= 0;

    /// <summary>Whether a FINGERPRINT attribute is there; <see cref="VerifyFingerprint"/> says whether it is right.</summary>
    public bool HasFingerprint => fingerprintOffset >= 0;

    /// <summary>The PRIORITY value (RFC 8445 section 7.1.1), 0 where there is none or its length is wrong.</summary>
    public uint Priority =>
        TryGetAttribute(StunAttribute.Priority, out var value) && value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;

    /// <summary>The code of an ERROR-CODE attribute (section 14.8), 300 to 699, or 0 where there is none.</summary>
    public int ErrorCode =>
        TryGetAttribute(StunAttribute.ErrorCode, out var value) && value.Length >= 4 ? ((value[2] & 7) * 100) + value[3] : 0;

    /// <summary>
    /// Views a datagram as a STUN message (section 5). False for anything else: wrong leading bits or cookie, a length that is not
    /// that of the datagram, an attribute that reaches over the end, a FINGERPRINT that is not last, more than 1,500 bytes.
    /// Nothing is verified yet.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (datagram.Length is < StunFormat.HeaderLength or > StunFormat.MaximumLength || (datagram[0] & 0xC0) != 0) return false;
        var declared = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (declared % 4 != 0 || declared != datagram.Length - StunFormat.HeaderLength) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != StunFormat.MagicCookie) return false;

        var (integrity, fingerprint) = (-1, -1);
        for (var offset = StunFormat.HeaderLength; offset < datagram.Length;)
        {
            var (type, length) = ReadHeader(datagram, offset);
            var next = offset + StunFormat.AttributeHeaderLength + StunFormat.Padded(length);
            if (next > datagram.Length || fingerprint >= 0) return false;
            if (type == StunAttribute.Fingerprint)
            {
                if (length != StunFormat.FingerprintLength) return false;
                fingerprint = offset;
            }
            else if (type == StunAttribute.MessageIntegrity && integrity < 0)
            {
                if (length != StunFormat.IntegrityLength) return false;
                integrity = offset;
            }
            offset = next;
        }
        message = new(datagram, integrity, fingerprint);
        return true;
    }

    /// <summary>
    /// Finds the first attribute of a type, as section 14 asks, among those that MESSAGE-INTEGRITY protects where it is present.
    /// The value comes without its padding.
    /// </summary>
    public bool TryGetAttribute(StunAttribute type, out ReadOnlySpan<byte> value)
    {
        for (var offset = StunFormat.HeaderLength; offset < AttributesEnd;)
        {
            var (found, length) = ReadHeader(message, offset);
            value = message.Slice(offset + StunFormat.AttributeHeaderLength, length);
            if (found == type) return true;
            offset += StunFormat.AttributeHeaderLength + StunFormat.Padded(length);
        }
        value = default;
        return false;
    }

    /// <summary>
    /// Verifies MESSAGE-INTEGRITY (section 14.5) in constant time. False where the attribute is missing. The length field is taken
    /// as if the message ended there, since FINGERPRINT was appended later.
    /// </summary>
    /// <param name="key">The password in UTF-8 for short-term credentials; the MD5 of section 9.2.2 for long-term ones.</param>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (integrityOffset < 0) return false;
        Span<byte> expected = stackalloc byte[StunFormat.IntegrityLength];
        StunIntegrity.Compute(message[..integrityOffset], key, expected);
        var carried = message.Slice(integrityOffset + StunFormat.AttributeHeaderLength, StunFormat.IntegrityLength);
        return CryptographicOperations.FixedTimeEquals(expected, carried);
    }

    /// <summary>Verifies FINGERPRINT (section 14.7). False where the attribute is missing.</summary>
    public bool VerifyFingerprint()
    {
        if (fingerprintOffset < 0) return false;
        var carried = BinaryPrimitives.ReadUInt32BigEndian(message[(fingerprintOffset + StunFormat.AttributeHeaderLength)..]);
        return carried == (Crc32.Compute(message[..fingerprintOffset]) ^ StunFormat.FingerprintMask);
    }

    /// <summary>Reads XOR-MAPPED-ADDRESS (section 14.2). False where it is missing or malformed.</summary>
    public bool TryGetXorMappedAddress(out NetworkPath path)
    {
        path = default;
        if (!TryGetAttribute(StunAttribute.XorMappedAddress, out var value) || value.Length < 4) return false;
        var length = value[1] switch { 1 => 4, 2 => 16, _ => 0 };
        if (length == 0 || value.Length != 4 + length) return false;
        Span<byte> address = stackalloc byte[16];
        for (var i = 0; i < length; i++) address[i] = (byte)(value[4 + i] ^ message[4 + i]);
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (StunFormat.MagicCookie >> 16));
        path = NetworkPath.FromBytes(address[..length], port);
        return true;
    }

    /// <summary>
    /// Collects the comprehension-required attributes (below 0x8000) that we do not know, for the answer 420 of section 6.3.1.
    /// Unknown ones at 0x8000 and above are ignored, as they ask to be.
    /// </summary>
    /// <param name="unknown">Room for the types; when it is full the rest is left out, and one is enough to refuse.</param>
    /// <returns>How many were written.</returns>
    public int CollectUnknownRequired(Span<ushort> unknown)
    {
        var count = 0;
        for (var offset = StunFormat.HeaderLength; offset < AttributesEnd && count < unknown.Length;)
        {
            var (type, length) = ReadHeader(message, offset);
            if ((ushort)type < 0x8000 && !IsKnown(type)) unknown[count++] = (ushort)type;
            offset += StunFormat.AttributeHeaderLength + StunFormat.Padded(length);
        }
        return count;
    }

    private int AttributesEnd => integrityOffset >= 0 ? integrityOffset : message.Length;

    private static bool IsKnown(StunAttribute type) => type is StunAttribute.Username or StunAttribute.MessageIntegrity
        or StunAttribute.ErrorCode or StunAttribute.UnknownAttributes or StunAttribute.Realm or StunAttribute.Nonce
        or StunAttribute.MessageIntegritySha256 or StunAttribute.XorMappedAddress or StunAttribute.Priority
        or StunAttribute.UseCandidate or StunAttribute.Nomination;

    private static (StunAttribute Type, int Length) ReadHeader(ReadOnlySpan<byte> message, int offset) => (
        (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(message[offset..]),
        BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 2)..]));
}
