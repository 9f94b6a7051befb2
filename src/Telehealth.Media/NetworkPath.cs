using System.Buffers.Binary;
using System.Net;

namespace Telehealth.Media;

/// <summary>
/// A remote transport address (address and UDP port) as a value: it compares, hashes and travels without allocating.
/// An IPv4 address stands in the low 32 bits of <see cref="Address"/>; an IPv6 address fills all 128, in network order.
/// Scope ids are deliberately absent: a relay is not reached over link-local addresses.
/// </summary>
/// <param name="Address">The address as an unsigned number, most significant byte first.</param>
/// <param name="Port">The UDP port, in host order.</param>
/// <param name="IsIPv6">Whether <paramref name="Address"/> is an IPv6 address.</param>
/// <param name="IsTcp">Whether the far end is reached by a TCP connection with RFC 4571 frames instead of by UDP.</param>
public readonly record struct NetworkPath(UInt128 Address, ushort Port, bool IsIPv6, bool IsTcp = false)
{
    private const uint MappedPrefix = 0xFFFF;

    /// <summary>How many bytes the address takes on the wire: 4 or 16.</summary>
    public int AddressLength => IsIPv6 ? 16 : 4;

    /// <summary>
    /// Reads an address of 4 or 16 bytes in network order. An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), as a
    /// dual-stack socket reports it, becomes the IPv4 address, so that one peer never has two names.
    /// </summary>
    /// <exception cref="ArgumentException">The span has neither 4 nor 16 bytes.</exception>
    public static NetworkPath FromBytes(ReadOnlySpan<byte> address, ushort port) => address.Length switch
    {
        4 => new(BinaryPrimitives.ReadUInt32BigEndian(address), port, IsIPv6: false),
        16 => FromIPv6(BinaryPrimitives.ReadUInt128BigEndian(address), port),
        _ => throw new ArgumentException("An address has 4 or 16 bytes.", nameof(address)),
    };

    /// <summary>Converts from the framework's type. It allocates nothing, but is meant for configuration and tests.</summary>
    public static NetworkPath From(IPAddress address, ushort port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return FromBytes(bytes[..written], port);
    }

    /// <summary>Writes the address in network order.</summary>
    /// <param name="destination">At least <see cref="AddressLength"/> bytes.</param>
    /// <returns>How many bytes were written: 4 or 16.</returns>
    public int WriteAddress(Span<byte> destination)
    {
        if (IsIPv6) BinaryPrimitives.WriteUInt128BigEndian(destination, Address);
        else BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Address);
        return AddressLength;
    }

    /// <summary>The address in text, for logs of tests and for SDP: <c>192.0.2.1:3478</c> or <c>[2001:db8::1]:3478</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        var written = WriteAddress(bytes);
        return new IPEndPoint(new IPAddress(bytes[..written]), Port).ToString();
    }

    private static NetworkPath FromIPv6(UInt128 address, ushort port) =>
        (address >> 32) == MappedPrefix
            ? new(address & uint.MaxValue, port, IsIPv6: false)
            : new(address, port, IsIPv6: true);
}
