namespace Telehealth.Media.Receiving;

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

    /// <summary>
    /// Keeps a packet, unless its place holds it already or a newer one: then it is a repetition, or too late for anybody.
    /// </summary>
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
