using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>
/// Redundant audio (RFC 2198): a packet repeats what earlier packets carried, the oldest first, before what it carries itself.
/// Nothing throws on what the network brings, and nothing allocates.
/// </summary>
internal static class RedundantAudio
{
    /// <summary>How many repeated pieces are read; a payload with more is refused. Browsers send one or two.</summary>
    public const int MaximumBlocks = 8;

    private const int BlockHeaderLength = 4;
    private const int PrimaryHeaderLength = 1;
    private const byte Follows = 0x80;
    private const int LongestOffset = (1 << 14) - 1;
    private const int LongestBlock = (1 << 10) - 1;

    /// <summary>Finds what the packet carries itself. False where the payload does not fit its own lengths.</summary>
    /// <param name="payload">A payload of the redundant type; any bytes.</param>
    /// <param name="payloadType">The payload type of the audio in it.</param>
    /// <param name="primary">The audio.</param>
    public static bool TryReadPrimary(ReadOnlySpan<byte> payload, out byte payloadType, out ReadOnlySpan<byte> primary)
    {
        primary = default;
        payloadType = 0;
        if (!TryReadShape(payload, out var blocks, out var start, out var dataLength)) return false;
        payloadType = payload[blocks * BlockHeaderLength];
        primary = payload[(start + dataLength)..];
        return true;
    }

    /// <summary>Finds a repeated piece, from which a lost packet can be made again.</summary>
    /// <param name="payload">A payload of the redundant type; any bytes.</param>
    /// <param name="index">0 for the first, which is the oldest; false behind the last one.</param>
    /// <param name="block">The piece.</param>
    public static bool TryReadBlock(ReadOnlySpan<byte> payload, int index, out RedBlock block)
    {
        block = default;
        if (!TryReadShape(payload, out var blocks, out var start, out _) || index < 0 || index >= blocks) return false;
        for (var before = 0; before < index; before++) start += LengthOf(payload, before);
        var header = payload[(index * BlockHeaderLength)..];
        var offset = BinaryPrimitives.ReadUInt16BigEndian(header[1..]) >> 2;
        block = new((byte)(header[0] & ~Follows), offset, payload.Slice(start, LengthOf(payload, index)));
        return true;
    }

    /// <summary>
    /// Writes a payload with up to two repeated pieces. A piece is left out when it is empty, longer than 1,023 bytes, not 1 to
    /// 16,383 units of the clock old, or when there is no room for it.
    /// </summary>
    /// <param name="primary">What the packet carries itself.</param>
    /// <param name="payloadType">The payload type of all pieces, 0 to 127.</param>
    /// <param name="timestamp">The timestamp of the packet.</param>
    /// <param name="older">What an earlier packet carried.</param>
    /// <param name="olderTimestamp">Its timestamp.</param>
    /// <param name="oldest">What a packet before that carried.</param>
    /// <param name="oldestTimestamp">Its timestamp.</param>
    /// <param name="destination">At least the primary's length and 1; must not overlap the pieces.</param>
    /// <returns>The length of the payload.</returns>
    /// <exception cref="ArgumentException">The destination is too small for the primary alone.</exception>
    public static int Write(
        ReadOnlySpan<byte> primary, byte payloadType, uint timestamp, ReadOnlySpan<byte> older, uint olderTimestamp,
        ReadOnlySpan<byte> oldest, uint oldestTimestamp, Span<byte> destination)
    {
        var room = destination.Length - PrimaryHeaderLength - primary.Length;
        if (room < 0) throw new ArgumentException("The destination is too small.", nameof(destination));
        // The newer piece is the likelier one to be of use, so it has the first claim on the room.
        if (!Fits(older, timestamp - olderTimestamp, ref room)) older = default;
        if (!Fits(oldest, timestamp - oldestTimestamp, ref room)) oldest = default;

        var position = 0;
        if (!oldest.IsEmpty) position += WriteHeader(payloadType, timestamp - oldestTimestamp, oldest.Length, destination);
        if (!older.IsEmpty) position += WriteHeader(payloadType, timestamp - olderTimestamp, older.Length, destination[position..]);
        destination[position++] = (byte)(payloadType & ~Follows);
        oldest.CopyTo(destination[position..]);
        position += oldest.Length;
        older.CopyTo(destination[position..]);
        position += older.Length;
        primary.CopyTo(destination[position..]);
        return position + primary.Length;
    }

    private static bool Fits(ReadOnlySpan<byte> block, uint age, ref int room)
    {
        var length = BlockHeaderLength + block.Length;
        if (block.IsEmpty || block.Length > LongestBlock || age is 0 or > LongestOffset || length > room) return false;
        room -= length;
        return true;
    }

    private static int WriteHeader(byte payloadType, uint age, int length, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)(Follows | payloadType) << 24) | (age << 10) | (uint)length);
        return BlockHeaderLength;
    }

    private static bool TryReadShape(ReadOnlySpan<byte> payload, out int blocks, out int start, out int dataLength)
    {
        (blocks, start, dataLength) = (0, 0, 0);
        while (start < payload.Length && (payload[start] & Follows) != 0)
        {
            if (blocks == MaximumBlocks || payload.Length < start + BlockHeaderLength) return false;
            dataLength += LengthOf(payload, blocks++);
            start += BlockHeaderLength;
        }
        start += PrimaryHeaderLength;
        return start + dataLength <= payload.Length;
    }

    private static int LengthOf(ReadOnlySpan<byte> payload, int block) =>
        BinaryPrimitives.ReadUInt16BigEndian(payload[((block * BlockHeaderLength) + 2)..]) & LongestBlock;
}
