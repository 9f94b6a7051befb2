using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>The VP8 payload descriptor (RFC 7741 section 4.2), read, and written again with other numbers.</summary>
internal static class Vp8Descriptor
{
    /// <summary>The longest descriptor.</summary>
    public const int MaxLength = 6;

    private const int HasExtension = 0x80;
    private const int HasPictureId = 0x80;
    private const int HasTl0PictureIndex = 0x40;
    private const int HasTemporalLayer = 0x20;
    private const int HasKeyIndex = 0x10;
    private const int IsLongPictureId = 0x80;
    private const int LayerSync = 0x20;

    // The picture id stands behind the two bytes that say whether it is there.
    private const int PictureIdOffset = 2;

    /// <summary>Reads the descriptor and the one bit of the payload header (section 4.3) that is 0 for a key frame.</summary>
    public static PayloadInfo Read(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return PayloadInfo.Silent;
        // S and PID 0: the first packet of the first partition, and with it of the picture.
        var starts = (payload[0] & 0x17) == 0x10;
        if ((payload[0] & HasExtension) == 0) return Finish(PayloadInfo.Silent, starts, 1, payload);
        if (payload.Length < PictureIdOffset) return PayloadInfo.Silent;

        var extension = payload[1];
        var length = PictureIdOffset;
        byte pictureIdBits = 0;
        if ((extension & HasPictureId) != 0)
        {
            if (payload.Length <= length) return PayloadInfo.Silent;
            pictureIdBits = (payload[length] & IsLongPictureId) != 0 ? (byte)15 : (byte)7;
            length += pictureIdBits == 15 ? 2 : 1;
        }
        var tl0Offset = length;
        if ((extension & HasTl0PictureIndex) != 0) length++;
        var layerOffset = length;
        if ((extension & (HasTemporalLayer | HasKeyIndex)) != 0) length++;
        if (payload.Length < length) return PayloadInfo.Silent;

        var tellsLayer = (extension & HasTemporalLayer) != 0;
        var layer = tellsLayer ? (byte)(payload[layerOffset] >> 6) : (byte)0;
        var info = PayloadInfo.Silent with
        {
            TemporalLayer = layer,
            TellsTemporalLayer = tellsLayer,
            IsSwitchPoint = layer == 0 || (payload[layerOffset] & LayerSync) != 0,
            PictureIdBits = pictureIdBits,
            PictureId = pictureIdBits switch
            {
                0 => -1,
                7 => payload[PictureIdOffset],
                _ => (short)(BinaryPrimitives.ReadUInt16BigEndian(payload[PictureIdOffset..]) & 0x7FFF),
            },
            Tl0PictureIndex = (extension & HasTl0PictureIndex) != 0 ? payload[tl0Offset] : (short)-1,
        };
        return Finish(info, starts, length, payload);
    }

    /// <summary>
    /// Writes the descriptor with other numbers, so that they run on when a receiver's source changes. What the descriptor does not
    /// carry is not added: the length stays, and what follows can be shared.
    /// </summary>
    /// <param name="payload">The payload that was read.</param>
    /// <param name="info">What <see cref="Read"/> told of it.</param>
    /// <param name="pictureId">Written modulo the width that the descriptor has for it.</param>
    /// <param name="tl0PictureIndex">The number of the picture of layer 0.</param>
    /// <param name="destination">At least the descriptor's length; 6 is always enough.</param>
    /// <returns>The descriptor's length; 0 for a payload that has none to rewrite.</returns>
    public static int Rewrite(
        ReadOnlySpan<byte> payload, in PayloadInfo info, int pictureId, byte tl0PictureIndex, Span<byte> destination)
    {
        payload[..info.DescriptorLength].CopyTo(destination);
        var tl0Offset = PictureIdOffset;
        if (info.PictureIdBits == 15)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[PictureIdOffset..], (ushort)(0x8000 | (pictureId & 0x7FFF)));
            tl0Offset += 2;
        }
        else if (info.PictureIdBits == 7)
        {
            destination[PictureIdOffset] = (byte)(pictureId & 0x7F);
            tl0Offset++;
        }
        if (info.Tl0PictureIndex >= 0) destination[tl0Offset] = tl0PictureIndex;
        return info.DescriptorLength;
    }

    /// <summary>
    /// The height of the picture that a key frame begins (RFC 6386 section 9.1); 0 when the payload is too short to tell.
    /// </summary>
    public static int HeightOf(ReadOnlySpan<byte> payload, in PayloadInfo info)
    {
        const int heightOffset = 3 + 3 + 2;
        var frame = payload[info.DescriptorLength..];
        return frame.Length < heightOffset + 2 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(frame[heightOffset..]) & 0x3FFF;
    }

    private static PayloadInfo Finish(in PayloadInfo info, bool starts, int length, ReadOnlySpan<byte> payload)
    {
        var isKey = starts && payload.Length > length && (payload[length] & 0x01) == 0;
        return info with
        {
            StartsFrame = starts,
            StartsKeyFrame = isKey,
            IsSwitchPoint = info.IsSwitchPoint || isKey,
            DescriptorLength = (byte)length,
        };
    }
}
