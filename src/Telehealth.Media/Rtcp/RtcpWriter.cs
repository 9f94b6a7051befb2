using System.Buffers.Binary;
using System.Text;

namespace Telehealth.Media.Rtcp;

/// <summary>
/// Appends RTCP packets to a compound in the caller's buffer. Every method returns whether the packet fitted; one that did not
/// leaves the compound as it was.
/// </summary>
/// <param name="destination">Where the compound is written.</param>
public ref struct RtcpWriter(Span<byte> destination)
{
    private const int ReportBlockLength = 24;

    // What fits into a datagram besides the header and a few chunks, rounded down.
    private const int MaxDeltaBytes = 1024;
    private readonly Span<byte> _destination = destination;

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[..Length];

    /// <summary>Appends a receiver report (RFC 3550 section 6.4.2).</summary>
    /// <param name="senderSsrc">Who reports.</param>
    /// <param name="blocks">At most 31.</param>
    public bool TryWriteReceiverReport(uint senderSsrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        if (!TryBegin(RtcpType.ReceiverReport, blocks.Length, 8 + blocks.Length * ReportBlockLength, out var packet)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], senderSsrc);
        for (var i = 0; i < blocks.Length; i++) WriteBlock(packet[(8 + i * ReportBlockLength)..], blocks[i]);
        return true;
    }

    /// <summary>Appends a sender report without report blocks (RFC 3550 section 6.4.1).</summary>
    /// <param name="senderSsrc">The source that is reported.</param>
    /// <param name="info">Its clocks and counts.</param>
    public bool TryWriteSenderReport(uint senderSsrc, SenderInfo info)
    {
        if (!TryBegin(RtcpType.SenderReport, 0, 28, out var packet)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], senderSsrc);
        BinaryPrimitives.WriteUInt64BigEndian(packet[8..], info.Ntp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], info.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], info.Packets);
        BinaryPrimitives.WriteUInt32BigEndian(packet[24..], info.Octets);
        return true;
    }

    /// <summary>Appends a source description with one CNAME (RFC 3550 section 6.5).</summary>
    /// <param name="ssrc">The source.</param>
    /// <param name="canonicalName">At most 255 bytes of UTF-8.</param>
    public bool TryWriteSourceDescription(uint ssrc, string canonicalName)
    {
        var nameLength = Encoding.UTF8.GetByteCount(canonicalName);
        // One to four zero bytes end the chunk on a word.
        var length = (8 + 2 + nameLength + 4) & ~3;
        if (nameLength > 255 || !TryBegin(RtcpType.SourceDescription, 1, length, out var packet)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet[8] = 1;
        packet[9] = (byte)nameLength;
        Encoding.UTF8.GetBytes(canonicalName, packet[10..]);
        packet[(10 + nameLength)..].Clear();
        return true;
    }

    /// <summary>Appends a BYE for one source (RFC 3550 section 6.6).</summary>
    /// <param name="ssrc">The source that leaves.</param>
    public bool TryWriteBye(uint ssrc)
    {
        if (!TryBegin(RtcpType.Bye, 1, 8, out var packet)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        return true;
    }

    /// <summary>Appends a picture loss indication (RFC 4585 section 6.3.1).</summary>
    /// <param name="senderSsrc">Who asks.</param>
    /// <param name="mediaSsrc">Whose frame was lost.</param>
    public bool TryWritePictureLoss(uint senderSsrc, uint mediaSsrc) =>
        TryBeginFeedback(RtcpType.PayloadFeedback, 1, senderSsrc, mediaSsrc, 0, out _);

    /// <summary>Appends a full intra request (RFC 5104 section 4.3.1).</summary>
    /// <param name="senderSsrc">Who asks.</param>
    /// <param name="mediaSsrc">Who is asked; it stands in the entry, the packet's own media source is 0.</param>
    /// <param name="commandNumber">One more for each new request.</param>
    public bool TryWriteFullIntra(uint senderSsrc, uint mediaSsrc, byte commandNumber)
    {
        if (!TryBeginFeedback(RtcpType.PayloadFeedback, 4, senderSsrc, 0, 8, out var entries)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(entries, mediaSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(entries[4..], (uint)commandNumber << 24);
        return true;
    }

    /// <summary>Appends a generic NACK (RFC 4585 section 6.2.1), neighbours packed into one entry.</summary>
    /// <param name="senderSsrc">Who asks.</param>
    /// <param name="mediaSsrc">Whose packets are missing.</param>
    /// <param name="missing">The missing numbers in ascending order, at least one.</param>
    public bool TryWriteNack(uint senderSsrc, uint mediaSsrc, scoped ReadOnlySpan<ushort> missing)
    {
        var entries = 0;
        for (var i = 0; i < missing.Length; i += Following(missing[i..])) entries++;
        if (entries == 0) return true;
        if (!TryBeginFeedback(RtcpType.TransportFeedback, 1, senderSsrc, mediaSsrc, entries * 4, out var body)) return false;
        for (var i = 0; i < missing.Length;)
        {
            var count = Following(missing[i..]);
            ushort mask = 0;
            for (var k = i + 1; k < i + count; k++) mask |= (ushort)(1 << (ushort)(missing[k] - missing[i] - 1));
            BinaryPrimitives.WriteUInt16BigEndian(body, missing[i]);
            BinaryPrimitives.WriteUInt16BigEndian(body[2..], mask);
            body = body[4..];
            i += count;
        }
        return true;
    }

    /// <summary>Appends a receiver's estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 section 2.2).</summary>
    /// <param name="senderSsrc">Who asks.</param>
    /// <param name="bitsPerSecond">At least 0; rounded down to 18 significant bits.</param>
    /// <param name="sources">Whose sum it is about, at most 255.</param>
    public bool TryWriteRemb(uint senderSsrc, long bitsPerSecond, scoped ReadOnlySpan<uint> sources)
    {
        if (sources.Length > byte.MaxValue) return false;
        if (!TryBeginFeedback(RtcpType.PayloadFeedback, 15, senderSsrc, 0, 8 + 4 * sources.Length, out var body)) return false;
        var mantissa = (ulong)Math.Max(0, bitsPerSecond);
        uint exponent = 0;
        for (; mantissa > 0x3_FFFF; mantissa >>= 1) exponent++;
        "REMB"u8.CopyTo(body);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)sources.Length << 24 | exponent << 18 | (uint)mantissa);
        for (var i = 0; i < sources.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(body[(8 + 4 * i)..], sources[i]);
        return true;
    }

    /// <summary>
    /// Appends one packet of transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1) about as many
    /// of the arrivals as fit into it: by room, by the 65,535 statuses that it can count, and by deltas of at most eight seconds.
    /// </summary>
    /// <param name="senderSsrc">Who tells.</param>
    /// <param name="mediaSsrc">Any source of the transport.</param>
    /// <param name="feedbackCount">One more for each packet.</param>
    /// <param name="first">The number to begin at; those before the first arrival are told as lost.</param>
    /// <param name="arrivals">By ascending number, none below <paramref name="first"/>.</param>
    /// <returns>How many arrivals it tells about; 0 when not one fits, and the compound is then as it was.</returns>
    internal int WriteTransportWide(
        uint senderSsrc, uint mediaSsrc, byte feedbackCount, long first, scoped ReadOnlySpan<PacketArrival> arrivals)
    {
        var room = (_destination.Length - Length) & ~3;
        if (arrivals.IsEmpty || room <= TransportWideFeedback.HeaderLength) return 0;

        var packet = _destination.Slice(Length, room);
        Span<byte> deltas = stackalloc byte[MaxDeltaBytes];
        var encoder = new TransportWideEncoder(packet[TransportWideFeedback.HeaderLength..], deltas);
        var reference = Math.DivRem(arrivals[0].QuarterMs, TransportWideFeedback.QuartersPerReference).Quotient;
        var last = reference * TransportWideFeedback.QuartersPerReference;
        var next = first;
        var told = 0;
        for (; told < arrivals.Length; told++)
        {
            var arrival = arrivals[told];
            if (!encoder.TryAdd(arrival.Sequence - next, arrival.QuarterMs - last)) break;
            (next, last) = (arrival.Sequence + 1, arrival.QuarterMs);
        }
        if (told == 0) return 0;

        var end = TransportWideFeedback.HeaderLength + encoder.Finish();
        var length = (end + 3) & ~3;
        packet[end..length].Clear();
        TryBeginFeedback(RtcpType.TransportFeedback, 15, senderSsrc, mediaSsrc, length - 12, out var body);
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)first);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)encoder.StatusCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)reference << 8 | feedbackCount);
        return told;
    }

    // How many numbers one entry takes: the first, and those at most sixteen after it.
    private static int Following(scoped ReadOnlySpan<ushort> missing)
    {
        var count = 1;
        while (count < missing.Length && (ushort)(missing[count] - missing[0]) is > 0 and <= 16) count++;
        return count;
    }

    private static void WriteBlock(Span<byte> to, ReportBlock block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, block.Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], block.Lost);
        to[4] = block.FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], block.HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], block.Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], block.LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], block.DelaySinceLastReport);
    }

    private bool TryBeginFeedback(RtcpType type, int format, uint senderSsrc, uint mediaSsrc, int bodyLength, out Span<byte> body)
    {
        body = default;
        if (!TryBegin(type, format, 12 + bodyLength, out var packet)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], mediaSsrc);
        body = packet[12..];
        return true;
    }

    private bool TryBegin(RtcpType type, int count, int length, out Span<byte> packet)
    {
        packet = default;
        if (_destination.Length - Length < length || count > 31) return false;
        packet = _destination.Slice(Length, length);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(length / 4 - 1));
        Length += length;
        return true;
    }
}
