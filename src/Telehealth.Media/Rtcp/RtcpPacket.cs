using System.Buffers.Binary;
using System.Text;

namespace Telehealth.Media.Rtcp;

/// <summary>One packet of a compound (RFC 3550 section 6.1): a view that copies nothing and trusts no length inside.</summary>
public readonly ref struct RtcpPacket
{
    private const int HeaderLength = 8;
    private const int SenderInfoLength = 20;
    private const int ReportBlockLength = 24;
    private const int RembLength = 20;

    private readonly ReadOnlySpan<byte> _packet;

    private RtcpPacket(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>The packet type.</summary>
    public RtcpType Type => (RtcpType)_packet[1];

    /// <summary>The count of blocks, or the feedback message type: the header's five low bits.</summary>
    public int Count => _packet[0] & 0x1F;

    /// <summary>Whoever sends the packet; for BYE and SDES the first source in it.</summary>
    public uint SenderSsrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]);

    /// <summary>What a feedback message is about (RFC 4585 section 6.1); 0 when the packet is too short to say.</summary>
    public uint MediaSsrc => _packet.Length >= HeaderLength + 4 ? BinaryPrimitives.ReadUInt32BigEndian(_packet[HeaderLength..]) : 0;

    /// <summary>Whether it is a generic NACK (RFC 4585 section 6.2.1).</summary>
    public bool IsNack => Type == RtcpType.TransportFeedback && Count == 1;

    /// <summary>Whether it is a picture loss indication (RFC 4585 section 6.3.1).</summary>
    public bool IsPictureLoss => Type == RtcpType.PayloadFeedback && Count == 1;

    /// <summary>Whether it is a full intra request (RFC 5104 section 4.3.1).</summary>
    public bool IsFullIntra => Type == RtcpType.PayloadFeedback && Count == 4;

    /// <summary>Whether it tells when packets of the whole transport arrived; read it with <see cref="TryReadTransportWide"/>.</summary>
    public bool IsTransportWide => Type == RtcpType.TransportFeedback && Count == 15;

    /// <summary>Whether it is a receiver's estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 section 2.2).</summary>
    public bool IsRemb =>
        Type == RtcpType.PayloadFeedback && Count == 15 && _packet.Length >= RembLength && _packet[12..16].SequenceEqual("REMB"u8);

    /// <summary>
    /// What a REMB allows in bits a second, at most the largest number (18 bits are shifted by up to 63); 0 for other packets.
    /// </summary>
    public long RembBitsPerSecond
    {
        get
        {
            if (!IsRemb) return 0;
            var exponent = _packet[17] >> 2;
            var mantissa = BinaryPrimitives.ReadUInt32BigEndian(_packet[16..]) & 0x3_FFFF;
            return exponent <= 45 ? (long)mantissa << exponent : mantissa == 0 ? 0 : long.MaxValue;
        }
    }

    /// <summary>How many report blocks can be read, at most 31.</summary>
    public int ReportCount => Math.Min(Count, Math.Max(0, (_packet.Length - ReportsStart) / ReportBlockLength));

    /// <summary>How many NACK entries can be read.</summary>
    public int NackCount => IsNack ? Math.Max(0, (_packet.Length - HeaderLength - 4) / 4) : 0;

    /// <summary>Of how many packets transport-wide feedback tells, as it says itself; 0 for other packets.</summary>
    public int StatusCount =>
        IsTransportWide && _packet.Length >= TransportWideFeedback.HeaderLength ? BinaryPrimitives.ReadUInt16BigEndian(_packet[14..]) : 0;

    /// <summary>How many full intra entries can be read.</summary>
    public int FullIntraCount => IsFullIntra ? Math.Max(0, (_packet.Length - HeaderLength - 4) / 8) : 0;

    /// <summary>How many sources a BYE names.</summary>
    public int ByeCount => Type == RtcpType.Bye ? Math.Min(Count, (_packet.Length - 4) / 4) : 0;

    private int ReportsStart => Type switch
    {
        RtcpType.SenderReport => HeaderLength + SenderInfoLength,
        RtcpType.ReceiverReport => HeaderLength,
        _ => int.MaxValue,
    };

    /// <summary>
    /// Takes the next packet off a compound. Returns false at the end, and at the first one that is broken: what stood before it
    /// remains good, and <paramref name="rest"/> is then not empty.
    /// </summary>
    /// <param name="rest">The compound, or what is left of it.</param>
    /// <param name="packet">The packet that was taken off.</param>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out RtcpPacket packet)
    {
        packet = default;
        if (rest.Length < HeaderLength || rest[0] >> 6 != 2) return false;
        var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) + 1);
        if (length < HeaderLength || length > rest.Length) return false;
        var content = length;
        if ((rest[0] & 0x20) != 0)
        {
            // Padding stands on the last packet only, in whole words (RFC 3550 section 6.4.1); but browsers pad the one to three
            // bytes that transport-wide feedback may leave open, so words are not asked for.
            int padding = rest[length - 1];
            if (padding == 0 || padding > length - HeaderLength) return false;
            content -= padding;
        }
        packet = new(rest[..content]);
        rest = rest[length..];
        return true;
    }

    /// <summary>Reads the sender's part of a sender report (RFC 3550 section 6.4.1).</summary>
    public bool TryReadSenderInfo(out SenderInfo info)
    {
        info = default;
        if (Type != RtcpType.SenderReport || _packet.Length < HeaderLength + SenderInfoLength) return false;
        info = new(
            BinaryPrimitives.ReadUInt64BigEndian(_packet[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(_packet[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(_packet[20..]),
            BinaryPrimitives.ReadUInt32BigEndian(_packet[24..]));
        return true;
    }

    /// <summary>Reads a report block.</summary>
    /// <param name="index">Below <see cref="ReportCount"/>.</param>
    public ReportBlock Report(int index)
    {
        var block = _packet.Slice(ReportsStart + index * ReportBlockLength, ReportBlockLength);
        var loss = BinaryPrimitives.ReadInt32BigEndian(block[4..]);
        return new(
            BinaryPrimitives.ReadUInt32BigEndian(block),
            block[4],
            (loss << 8) >> 8, // 24 bits with a sign: more duplicates than losses make it negative
            BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[20..]));
    }

    /// <summary>Reads a NACK entry: the first lost number, and a mask of the sixteen that follow it.</summary>
    /// <param name="index">Below <see cref="NackCount"/>.</param>
    public (ushort PacketId, ushort Mask) Nack(int index)
    {
        var entry = _packet.Slice(HeaderLength + 4 + index * 4, 4);
        return (BinaryPrimitives.ReadUInt16BigEndian(entry), BinaryPrimitives.ReadUInt16BigEndian(entry[2..]));
    }

    /// <summary>Reads transport-wide feedback; false for another packet, and for one whose chunks or deltas are broken.</summary>
    public bool TryReadTransportWide(out TransportWideFeedback feedback)
    {
        feedback = default;
        return IsTransportWide && TransportWideFeedback.TryRead(_packet, out feedback);
    }

    /// <summary>Reads which source a full intra entry asks.</summary>
    /// <param name="index">Below <see cref="FullIntraCount"/>.</param>
    public uint FullIntraSsrc(int index) => BinaryPrimitives.ReadUInt32BigEndian(_packet[(HeaderLength + 4 + index * 8)..]);

    /// <summary>Reads a source that a BYE names.</summary>
    /// <param name="index">Below <see cref="ByeCount"/>.</param>
    public uint ByeSsrc(int index) => BinaryPrimitives.ReadUInt32BigEndian(_packet[(4 + index * 4)..]);

    /// <summary>
    /// Reads the CNAME of a source description's first source (RFC 3550 section 6.5.1). It allocates: for tests and tools.
    /// </summary>
    public string? CanonicalName()
    {
        if (Type != RtcpType.SourceDescription) return null;
        for (var rest = _packet[HeaderLength..]; rest.Length >= 2 && rest[0] != 0;)
        {
            int length = rest[1];
            if (rest.Length < 2 + length) return null;
            if (rest[0] == 1) return Encoding.UTF8.GetString(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }
        return null;
    }
}
