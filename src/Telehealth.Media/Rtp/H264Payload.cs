namespace Telehealth.Media.Rtp;

/// <summary>
/// The units in an H.264 payload (RFC 6184): alone, in an aggregate (section 5.7.1) or in fragments (section 5.8). A start needs
/// the parameter sets, so only a sequence parameter set counts: an IDR picture without one would leave a late joiner with a
/// decoder that cannot be configured. Temporal layers are not told.
/// </summary>
internal static class H264Payload
{
    private const int LastSlice = 5;
    private const int SequenceParameters = 7;
    private const int EndOfSequence = 10;
    private const int Aggregate = 24;
    private const int Fragment = 28;

    // The header, profile, constraints, level and two bytes of numbers: a shorter one configures nothing.
    private const int ShortestSequenceParameters = 6;

    public static PayloadInfo Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2) return PayloadInfo.Silent;
        var type = payload[0] & 0x1F;
        return type switch
        {
            Aggregate => ReadAggregate(payload[1..]),
            // The first fragment: its header holds the type, and the unit goes on behind it.
            Fragment => (payload[1] & 0x80) != 0 ? ReadUnit(payload[1] & 0x1F, payload[2..]) : PayloadInfo.Silent,
            _ => ReadUnit(type, payload[1..]),
        };
    }

    private static PayloadInfo ReadAggregate(ReadOnlySpan<byte> rest)
    {
        var info = PayloadInfo.Silent;
        for (var isFirst = true; rest.Length > 2; isFirst = false)
        {
            var size = (rest[0] << 8) | rest[1];
            if (size == 0 || size + 2 > rest.Length) return PayloadInfo.Silent;
            var unit = ReadUnit(rest[2] & 0x1F, rest[3..(size + 2)]);
            if (isFirst) info = info with { StartsFrame = unit.StartsFrame };
            if (unit.StartsKeyFrame) info = info with { StartsFrame = true, StartsKeyFrame = true };
            rest = rest[(size + 2)..];
        }
        return info;
    }

    private static PayloadInfo ReadUnit(int type, ReadOnlySpan<byte> body)
    {
        // A slice of a picture begins with the number of its first macroblock, and 0 is written as a single one bit (H.264 section 9.1).
        var starts = type is > 0 and <= LastSlice ? !body.IsEmpty && (body[0] & 0x80) != 0 : type is > LastSlice and < EndOfSequence;
        var isKey = type == SequenceParameters && body.Length + 1 >= ShortestSequenceParameters;
        return PayloadInfo.Silent with { StartsFrame = starts, StartsKeyFrame = isKey };
    }
}
