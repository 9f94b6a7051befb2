using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>
/// A read-only view of the header of a decrypted RTP packet (RFC 3550 section 5.1) with its extensions in the one- or two-byte
/// form (RFC 8285). It copies nothing and lives no longer than the packet's bytes. Contributing sources are read over.
/// </summary>
public readonly ref struct RtpHeader
{
    /// <summary>The fixed part of the header, in bytes.</summary>
    public const int FixedLength = 12;

    private const ushort OneByteProfile = 0xBEDE;
    private const ushort TwoByteProfile = 0x1000;
    private const int ReservedOneByteId = 15;

    // Each element is searched for from the front, and padding costs a step a byte. Browsers' elements take some dozens of bytes.
    private const int MaxSearched = 256;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly ReadOnlySpan<byte> _extensions;
    private readonly ushort _profile;

    private RtpHeader(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> extensions, ushort profile, int length, int paddingLength)
    {
        _packet = packet;
        _extensions = extensions;
        _profile = profile;
        Length = length;
        PaddingLength = paddingLength;
    }

    /// <summary>The header's length in bytes, contributing sources and extensions included.</summary>
    public int Length { get; }

    /// <summary>How many bytes at the end of the packet are padding.</summary>
    public int PaddingLength { get; }

    /// <summary>The marker bit: the end of a picture, or the start of a talk spurt.</summary>
    public bool Marker => (_packet[1] & 0x80) != 0;

    /// <summary>The payload type, 0 to 127.</summary>
    public byte PayloadType => (byte)(_packet[1] & 0x7F);

    /// <summary>The sequence number, modulo 65,536.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_packet[2..]);

    /// <summary>The timestamp in the codec's clock.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]);

    /// <summary>The synchronisation source.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[8..]);

    /// <summary>What the packet carries, without padding; empty for a packet of padding only.</summary>
    public ReadOnlySpan<byte> Payload => _packet[Length..^PaddingLength];

    /// <summary>Reads a header. Anything that does not fit its own lengths is refused.</summary>
    /// <param name="packet">A whole decrypted packet.</param>
    /// <param name="header">The view, when the packet is one.</param>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != 2) return false;
        var length = FixedLength + 4 * (packet[0] & 0x0F);
        ReadOnlySpan<byte> extensions = default;
        ushort profile = 0;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4) return false;
            profile = BinaryPrimitives.ReadUInt16BigEndian(packet[length..]);
            var extensionLength = 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]);
            length += 4;
            if (packet.Length < length + extensionLength) return false;
            extensions = packet.Slice(length, Math.Min(extensionLength, MaxSearched));
            length += extensionLength;
        }
        if (packet.Length < length) return false;

        var padding = 0;
        if ((packet[0] & 0x20) != 0)
        {
            padding = packet[^1];
            if (padding == 0 || padding > packet.Length - length) return false;
        }
        header = new(packet, extensions, profile, length, padding);
        return true;
    }

    /// <summary>Finds a header extension element by its negotiated id.</summary>
    /// <param name="id">1 to 14 in the one-byte form, 1 to 255 in the two-byte form.</param>
    /// <param name="value">The element's bytes.</param>
    public bool TryGetExtension(int id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (id <= 0 || _extensions.IsEmpty) return false;
        var isOneByte = _profile == OneByteProfile;
        if (!isOneByte && (_profile & 0xFFF0) != TwoByteProfile) return false;

        var rest = _extensions;
        while (!rest.IsEmpty)
        {
            if (rest[0] == 0) // a padding byte between elements
            {
                rest = rest[1..];
                continue;
            }
            int elementId = rest[0], elementLength;
            if (isOneByte)
            {
                elementId = rest[0] >> 4;
                // RFC 8285 section 4.2: id 15 ends the reading of all further elements.
                if (elementId == ReservedOneByteId) return false;
                elementLength = (rest[0] & 0x0F) + 1;
                rest = rest[1..];
            }
            else
            {
                if (rest.Length < 2) return false;
                elementLength = rest[1];
                rest = rest[2..];
            }
            if (elementLength > rest.Length) return false;
            if (elementId == id)
            {
                value = rest[..elementLength];
                return true;
            }
            rest = rest[elementLength..];
        }
        return false;
    }
}
