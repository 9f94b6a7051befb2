namespace Telehealth.Media.Rtp;

/// <summary>
/// The aggregation header of AV1 (RTP payload format 1.0 section 4.4) and the headers of the units (AV1 bitstream section 5.3)
/// behind it, as far as the first that tells its layer. The dependency descriptor is left out: browsers do not send it unasked.
/// </summary>
internal static class Av1Payload
{
    private const int ContinuesUnit = 0x80;
    private const int StartsSequence = 0x08;
    private const int HasExtension = 0x04;
    private const int TileGroup = 4;

    // A picture's head is a sequence header, metadata and a frame: what says nothing in its first units will not say it later.
    private const int UnitsRead = 4;

    /// <summary>A decoder can start where a coded video sequence does (the N bit).</summary>
    public static PayloadInfo Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2) return PayloadInfo.Silent;
        var head = payload[0];
        var continues = (head & ContinuesUnit) != 0;
        var count = (head >> 4) & 0x03;
        var info = PayloadInfo.Silent;
        var rest = payload[1..];
        for (var unit = 0; unit < UnitsRead && !rest.IsEmpty; unit++)
        {
            // With a count, the last unit has no length and takes what is left.
            if (!TryTakeUnit(ref rest, hasLength: unit != count - 1, out var bytes)) return PayloadInfo.Silent;
            if (bytes.IsEmpty || (unit == 0 && continues)) continue; // a continuation has no header of its own
            if (unit == 0)
            {
                var isKey = (head & StartsSequence) != 0;
                info = info with { StartsKeyFrame = isKey, StartsFrame = isKey || ((bytes[0] >> 3) & 0x0F) != TileGroup };
            }
            if ((bytes[0] & HasExtension) == 0) continue;
            if (bytes.Length < 2) return PayloadInfo.Silent;
            var layer = (byte)(bytes[1] >> 5);
            return info with { TemporalLayer = layer, TellsTemporalLayer = true, IsSwitchPoint = layer == 0 || info.StartsKeyFrame };
        }
        return info;
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<byte> rest, bool hasLength, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        var length = rest.Length;
        if (hasLength && !TryTakeLength(ref rest, out length)) return false;
        if (length > rest.Length) return false;
        unit = rest[..length];
        rest = rest[length..];
        return true;
    }

    /// <summary>A number in groups of seven bits, the low ones first (section 4.10.5); more than four bytes exceed any packet.</summary>
    private static bool TryTakeLength(ref ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        for (var i = 0; i < 4 && i < rest.Length; i++)
        {
            length |= (rest[i] & 0x7F) << (7 * i);
            if ((rest[i] & 0x80) != 0) continue;
            rest = rest[(i + 1)..];
            return true;
        }
        return false;
    }
}
