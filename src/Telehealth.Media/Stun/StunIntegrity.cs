using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Telehealth.Media.Stun;

/// <summary>MESSAGE-INTEGRITY of RFC 8489 section 14.5, for reader and writer alike.</summary>
internal static class StunIntegrity
{
    /// <summary>Computes the HMAC over a message cut before the attribute, with the length field as if the attribute ended it.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The protocol fixes HMAC-SHA1, which stands without collision resistance.")]
    public static void Compute(ReadOnlySpan<byte> untilAttribute, ReadOnlySpan<byte> key, Span<byte> output)
    {
        Span<byte> copy = stackalloc byte[StunFormat.MaximumLength];
        copy = copy[..untilAttribute.Length];
        untilAttribute.CopyTo(copy);
        var length = untilAttribute.Length - StunFormat.HeaderLength + StunFormat.AttributeHeaderLength + StunFormat.IntegrityLength;
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)length);
        HMACSHA1.HashData(key, copy, output);
    }
}
