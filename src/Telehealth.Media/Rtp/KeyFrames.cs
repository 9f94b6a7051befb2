using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rtp;

/// <summary>
/// Tells from a payload whether a receiver can start with this packet. It reads the few bytes it needs and nothing of the picture.
/// </summary>
public static class KeyFrames
{
    private const int NalSps = 7;
    private const int NalStapA = 24;
    private const int NalFuA = 28;

    /// <summary>Whether a decoder can start at this packet. Sound can start anywhere.</summary>
    /// <param name="codec">The codec of the payload.</param>
    /// <param name="payload">The payload without padding; short or broken ones are no start.</param>
    public static bool CanStartAt(MediaCodec codec, ReadOnlySpan<byte> payload) => codec switch
    {
        MediaCodec.Opus => true,
        MediaCodec.Vp8 => StartsVp8KeyFrame(payload),
        _ => StartsH264KeyFrame(payload),
    };

    // RFC 7741: the payload descriptor (section 4.2) says whether this is the first packet of the first partition (S set, PID 0);
    // then the payload header's lowest bit (section 4.3) is P, 0 for a key frame.
    private static bool StartsVp8KeyFrame(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2 || (payload[0] & 0x17) != 0x10) return false;
        var length = 1;
        if ((payload[0] & 0x80) != 0)
        {
            var extension = payload[1];
            length = 2;
            if ((extension & 0x80) != 0)
            {
                if (payload.Length <= length) return false;
                length += (payload[length] & 0x80) != 0 ? 2 : 1; // a 15- or 7-bit picture id
            }
            if ((extension & 0x40) != 0) length++;
            if ((extension & 0x30) != 0) length++;
        }
        return payload.Length > length && (payload[length] & 0x01) == 0;
    }

    // RFC 6184: a start needs the parameter sets, so only an SPS counts: alone, first fragment (section 5.8) or in an aggregate
    // (section 5.7.1). An IDR picture without them would leave a late joiner with a decoder that cannot be configured.
    private static bool StartsH264KeyFrame(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return false;
        switch (payload[0] & 0x1F)
        {
            case NalSps:
                return true;
            case NalFuA:
                return payload.Length > 1 && (payload[1] & 0x80) != 0 && (payload[1] & 0x1F) == NalSps;
            case NalStapA:
                for (var rest = payload[1..]; rest.Length > 2;)
                {
                    var size = (rest[0] << 8) | rest[1];
                    if ((rest[2] & 0x1F) == NalSps) return true;
                    if (size + 2 > rest.Length) return false;
                    rest = rest[(size + 2)..];
                }
                return false;
            default:
                return false;
        }
    }
}
