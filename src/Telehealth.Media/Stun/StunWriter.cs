using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Stun;

/// <summary>
/// Writes one STUN message (RFC 8489) into a caller's buffer and keeps the length field right after each attribute. Integrity goes
/// last but one, the fingerprint last.
/// </summary>
/// <exception cref="ArgumentException">A member throws when the buffer is too small: 1,500 bytes are always enough.</exception>
[SuppressMessage("Design", "CA1815", Justification = "A ref struct is never compared.")]
public ref struct StunWriter
{
    private readonly Span<byte> buffer;

    /// <summary>Starts a message with its header.</summary>
    /// <param name="buffer">At least 20 bytes; at most the first 1,500 are used.</param>
    /// <param name="type">Class and method.</param>
    /// <param name="transactionId">12 bytes; an answer repeats those of its request.</param>
    public StunWriter(Span<byte> buffer, StunMessageType type, scoped ReadOnlySpan<byte> transactionId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, StunFormat.HeaderLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(transactionId.Length, 12);
        this.buffer = buffer[..Math.Min(buffer.Length, StunFormat.MaximumLength)];
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunFormat.MagicCookie);
        transactionId.CopyTo(buffer[8..]);
        Length = StunFormat.HeaderLength;
        WriteLength();
    }

    /// <summary>How many bytes of the buffer the message takes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends an attribute with any value, padded with zeros to a multiple of four (section 14).</summary>
    public void WriteAttribute(StunAttribute type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Reserve(type, value.Length));

    /// <summary>Appends an attribute with a 32-bit value, such as PRIORITY.</summary>
    public void WriteUInt32(StunAttribute type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(type, 4), value);

    /// <summary>Appends an attribute with a 64-bit value, such as the tie-breaker of ICE-CONTROLLING.</summary>
    public void WriteUInt64(StunAttribute type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(type, 8), value);

    /// <summary>Appends XOR-MAPPED-ADDRESS (section 14.2).</summary>
    public void WriteXorMappedAddress(NetworkPath path)
    {
        var value = Reserve(StunAttribute.XorMappedAddress, 4 + path.AddressLength);
        value[0] = 0;
        value[1] = path.IsIPv6 ? (byte)2 : (byte)1;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(path.Port ^ (StunFormat.MagicCookie >> 16)));
        path.WriteAddress(value[4..]);
        for (var i = 0; i < path.AddressLength; i++) value[4 + i] ^= buffer[4 + i];
    }

    /// <summary>
    /// Appends ERROR-CODE (section 14.8) without a reason phrase, which nobody reads and which would make the answer larger.
    /// </summary>
    /// <param name="code">300 to 699.</param>
    public void WriteErrorCode(int code) => WriteUInt32(StunAttribute.ErrorCode, (uint)(((code / 100) << 8) | (code % 100)));

    /// <summary>Appends UNKNOWN-ATTRIBUTES (section 14.9).</summary>
    public void WriteUnknownAttributes(scoped ReadOnlySpan<ushort> types)
    {
        var value = Reserve(StunAttribute.UnknownAttributes, types.Length * 2);
        for (var i = 0; i < types.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(value[(i * 2)..], types[i]);
    }

    /// <summary>Appends MESSAGE-INTEGRITY (section 14.5) over all that was written. Only the fingerprint may follow.</summary>
    /// <param name="key">The password in UTF-8 for short-term credentials.</param>
    public void AppendIntegrity(scoped ReadOnlySpan<byte> key)
    {
        var before = buffer[..Length];
        StunIntegrity.Compute(before, key, Reserve(StunAttribute.MessageIntegrity, StunFormat.IntegrityLength));
    }

    /// <summary>Appends FINGERPRINT (section 14.7). Nothing may follow.</summary>
    public void AppendFingerprint()
    {
        var end = Length;
        var value = Reserve(StunAttribute.Fingerprint, StunFormat.FingerprintLength);
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(buffer[..end]) ^ StunFormat.FingerprintMask);
    }

    private Span<byte> Reserve(StunAttribute type, int length)
    {
        var padded = StunFormat.Padded(length);
        if (Length + StunFormat.AttributeHeaderLength + padded > buffer.Length) throw new ArgumentException("The buffer is too small.");
        BinaryPrimitives.WriteUInt16BigEndian(buffer[Length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(Length + 2)..], (ushort)length);
        var value = buffer.Slice(Length + StunFormat.AttributeHeaderLength, padded);
        value[length..].Clear();
        Length += StunFormat.AttributeHeaderLength + padded;
        WriteLength();
        return value[..length];
    }

    private readonly void WriteLength() =>
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)(Length - StunFormat.HeaderLength));
}
