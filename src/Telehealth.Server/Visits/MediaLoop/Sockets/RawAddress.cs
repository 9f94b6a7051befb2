using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>
/// Socket addresses as the kernel reads them. <c>sockaddr_in</c> is family, port, address; <c>sockaddr_in6</c> has four bytes of
/// flow label between port and address, and a scope behind it.
/// </summary>
internal static class RawAddress
{
    private const int FamilyBytes = 2;
    private const int IPv4At = 4;
    private const int IPv6At = 8;

    /// <summary>Reads what follows the family.</summary>
    public static NetworkPath Read(ReadOnlySpan<byte> address, bool isIPv6)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[FamilyBytes..]);
        return isIPv6 ? NetworkPath.FromBytes(address.Slice(IPv6At, 16), port) : NetworkPath.FromBytes(address.Slice(IPv4At, 4), port);
    }

    /// <summary>Writes an address for a Linux socket of one family; a socket of IPv6 reaches IPv4 by mapped addresses.</summary>
    /// <returns>Its length; 0 when a socket of IPv4 is to reach IPv6.</returns>
    public static uint Write(Span<byte> room, NetworkPath path, bool isIPv6Socket)
    {
        if (path.IsIPv6 && !isIPv6Socket) return 0;
        room = room[..LibC.SocketAddressEntry.Room];
        room.Clear();
        MemoryMarshal.Write(room, isIPv6Socket ? LibC.FamilyIPv6 : LibC.FamilyIPv4);
        BinaryPrimitives.WriteUInt16BigEndian(room[FamilyBytes..], path.Port);
        if (!isIPv6Socket)
        {
            path.WriteAddress(room[IPv4At..]);
            return LibC.SocketAddressEntry.IPv4Bytes;
        }
        if (path.IsIPv6)
        {
            path.WriteAddress(room[IPv6At..]);
        }
        else
        {
            // ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
            BinaryPrimitives.WriteUInt16BigEndian(room[(IPv6At + 10)..], 0xFFFF);
            path.WriteAddress(room[(IPv6At + 12)..]);
        }
        return LibC.SocketAddressEntry.IPv6Bytes;
    }
}
