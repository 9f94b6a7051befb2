using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>
/// Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1): a view that copies nothing. It is read
/// through once before it is handed out, so walking it cannot fail; one that lies about its lengths or uses the reserved symbol is
/// refused whole.
/// </summary>
public readonly ref struct TransportWideFeedback
{
    /// <summary>Bytes before the first chunk, counted from the start of the RTCP packet.</summary>
    internal const int HeaderLength = 20;

    /// <summary>The reference time counts 64 ms, deltas count a quarter of one.</summary>
    internal const int QuartersPerReference = 256;

    /// <summary>The most that a run length chunk counts: 13 bits.</summary>
    internal const int MaxRun = 0x1FFF;

    internal const int NotReceived = 0;
    internal const int SmallDelta = 1;
    internal const int LargeDelta = 2;

    private readonly ReadOnlySpan<byte> _chunks;
    private readonly ReadOnlySpan<byte> _deltas;

    private TransportWideFeedback(ReadOnlySpan<byte> packet, int chunksEnd)
    {
        BaseSequence = BinaryPrimitives.ReadUInt16BigEndian(packet[12..]);
        StatusCount = BinaryPrimitives.ReadUInt16BigEndian(packet[14..]);
        ReferenceTime = BinaryPrimitives.ReadInt32BigEndian(packet[16..]) >> 8;
        FeedbackCount = packet[19];
        _chunks = packet[HeaderLength..chunksEnd];
        _deltas = packet[chunksEnd..];
    }

    /// <summary>The first packet's transport-wide number.</summary>
    public ushort BaseSequence { get; }

    /// <summary>How many packets it tells about, at least one.</summary>
    public int StatusCount { get; }

    /// <summary>The receiver's clock in units of 64 ms: 24 bits with a sign, so it wraps every twelve days.</summary>
    public int ReferenceTime { get; }

    /// <summary>One more for each feedback packet, modulo 256.</summary>
    public byte FeedbackCount { get; }

    /// <summary>Walks the packets in the order of their numbers.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Reads a whole RTCP packet, its padding already cut off.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> packet, out TransportWideFeedback feedback)
    {
        feedback = default;
        if (packet.Length < HeaderLength + 2) return false;
        int left = BinaryPrimitives.ReadUInt16BigEndian(packet[14..]);
        if (left == 0) return false;

        var at = HeaderLength;
        var deltaBytes = 0;
        for (; left > 0; at += 2)
        {
            if (at + 2 > packet.Length) return false;
            var chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(packet[at..]));
            var covered = Math.Min(left, chunk.Count);
            if (chunk.DeltaBytes(covered) is not { } bytes) return false;
            deltaBytes += bytes;
            left -= covered;
        }
        if (at + deltaBytes > packet.Length) return false;
        feedback = new(packet, at);
        return true;
    }

    /// <summary>Walks the packets; allocates nothing.</summary>
    public ref struct Enumerator
    {
        private readonly TransportWideFeedback _feedback;
        private ReadOnlySpan<byte> _chunks;
        private ReadOnlySpan<byte> _deltas;
        private StatusChunk _chunk;
        private int _inChunk;
        private int _index;

        internal Enumerator(TransportWideFeedback feedback)
        {
            _feedback = feedback;
            _chunks = feedback._chunks;
            _deltas = feedback._deltas;
        }

        /// <summary>The packet that the last <see cref="MoveNext"/> came to.</summary>
        public PacketStatus Current { get; private set; }

        /// <summary>Goes to the next packet; false at the end.</summary>
        public bool MoveNext()
        {
            if (_index == _feedback.StatusCount) return false;
            while (_inChunk == _chunk.Count)
            {
                _chunk = new(BinaryPrimitives.ReadUInt16BigEndian(_chunks));
                _chunks = _chunks[2..];
                _inChunk = 0;
            }
            var symbol = _chunk.Symbol(_inChunk++);
            Current = new((ushort)(_feedback.BaseSequence + _index++), symbol != NotReceived, TakeDelta(symbol));
            return true;
        }

        private int TakeDelta(int symbol)
        {
            if (symbol == NotReceived) return 0;
            var delta = symbol == SmallDelta ? _deltas[0] : BinaryPrimitives.ReadInt16BigEndian(_deltas);
            _deltas = _deltas[symbol..];
            return delta;
        }
    }
}

/// <summary>
/// Two bytes that tell of many packets: one symbol and how often it comes (draft section 3.1.3), or a vector of fourteen symbols of
/// one bit or seven of two (section 3.1.4). A symbol's value is also the length of the delta that belongs to it.
/// </summary>
internal readonly struct StatusChunk(ushort value)
{
    public const int OneBitSymbols = 14;
    public const int TwoBitSymbols = 7;

    private bool IsRun => (value & 0x8000) == 0;

    private bool HasTwoBits => (value & 0x4000) != 0;

    /// <summary>How many packets it tells about; a run of none is allowed, and says nothing.</summary>
    public int Count => IsRun ? value & TransportWideFeedback.MaxRun : HasTwoBits ? TwoBitSymbols : OneBitSymbols;

    public int Symbol(int index)
    {
        if (IsRun) return (value >> 13) & 3;
        return HasTwoBits ? (value >> (12 - 2 * index)) & 3 : (value >> (13 - index)) & 1;
    }

    /// <summary>The bytes of delta that the first <paramref name="covered"/> symbols ask for; null when one is the reserved one.</summary>
    public int? DeltaBytes(int covered)
    {
        if (IsRun) return Symbol(0) == 3 ? null : covered * Symbol(0);
        var bytes = 0;
        for (var i = 0; i < covered; i++)
        {
            var symbol = Symbol(i);
            if (symbol == 3) return null;
            bytes += symbol;
        }
        return bytes;
    }
}
