using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>A kept packet: of its header what differs from packet to packet, and what its payload tells.</summary>
internal readonly record struct CachedPacket
{
    public required long Sequence { get; init; }
    public required uint Timestamp { get; init; }
    public required ushort Length { get; init; }
    public required bool Marker { get; init; }
    public required MediaCodec Codec { get; init; }

    /// <summary>The audio level extension's byte (RFC 6464), or -1.</summary>
    public required short AudioLevel { get; init; }

    public required PayloadInfo Info { get; init; }
}

/// <summary>
/// The recent packets of one layer, decrypted, in one block of memory that all its receivers share: forwarding encrypts straight
/// from it, and a NACK of any receiver is answered from it. A packet's place follows from its number, so nothing is searched.
/// </summary>
internal sealed class PacketCache
{
    /// <summary>A UDP payload on Ethernet less the smallest RTP header and GCM's tag.</summary>
    public const int MaxPayload = 1472 - 12 - 16;

    private readonly CachedPacket[] _packets;
    private readonly byte[] _slab;
    private readonly int _mask;

    /// <param name="capacity">How many packets are kept: a power of two.</param>
    public PacketCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(capacity), 1);
        _mask = capacity - 1;
        _packets = new CachedPacket[capacity];
        _slab = GC.AllocateUninitializedArray<byte>(capacity * MaxPayload);
    }

    /// <summary>Keeps a packet, unless its place holds it already or a newer one: then it is a repetition, or too late for anybody.</summary>
    /// <param name="packet">Its head.</param>
    /// <param name="payload">At most <see cref="MaxPayload"/> bytes.</param>
    public bool Keep(in CachedPacket packet, ReadOnlySpan<byte> payload)
    {
        var place = (int)(packet.Sequence & _mask);
        if (_packets[place].Sequence >= packet.Sequence) return false;
        _packets[place] = packet;
        payload.CopyTo(_slab.AsSpan(place * MaxPayload));
        return true;
    }

    /// <summary>Finds a packet by the low half of its number, of which no two are kept at one time.</summary>
    public bool TryGet(uint sequence, out CachedPacket packet, out ReadOnlySpan<byte> payload)
    {
        var place = (int)(sequence & (uint)_mask);
        packet = _packets[place];
        payload = _slab.AsSpan(place * MaxPayload, packet.Length);
        return packet.Sequence != 0 && (uint)packet.Sequence == sequence;
    }

    public void Clear() => Array.Clear(_packets);
}

/// <summary>
/// What was sent under an outgoing sequence number: 16 bytes, so that a receiver costs little. A repetition under the same number
/// must be the same to the bit, header included: with AES-GCM, two different packets under one number would give the key's
/// authentication away (RFC 7714 section 8.1). So all that was chosen for it stands here. <c>Numbering</c> is the transport-wide number
/// or the time of sending: no peer gets both.
/// </summary>
internal readonly record struct SentRecord(
    uint SourceSequence, ushort OutSequence, ushort Numbering, ushort PictureId, ushort ResentAtMs, byte Tl0PictureIndex, byte Run, SentFlags Flags)
{
    public bool Is(SentFlags flag) => (Flags & flag) != 0;
}

[Flags]
internal enum SentFlags : byte
{
    None = 0,
    IsUsed = 1,
    HasMid = 2,
    HasTransportSequence = 4,
    HasNewPictureNumbers = 8,
    WasResent = 16,

    /// <summary>It went out with older packets around it; it cannot be made again to the bit, and need not be.</summary>
    WasRedundant = 32,
    HasSendTime = 64,
}

/// <summary>The recent sent records of one down track, by outgoing sequence number.</summary>
internal sealed class SentRecords(int capacity)
{
    private readonly SentRecord[] _records = new SentRecord[capacity];
    private readonly int _mask = capacity - 1;

    public int Capacity => capacity;

    public void Add(in SentRecord record) => _records[record.OutSequence & _mask] = record;

    public bool TryFind(ushort outSequence, out SentRecord record)
    {
        record = _records[outSequence & _mask];
        return record.Is(SentFlags.IsUsed) && record.OutSequence == outSequence;
    }

    public void Clear() => Array.Clear(_records);
}
