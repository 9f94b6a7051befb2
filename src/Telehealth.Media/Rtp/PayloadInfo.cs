using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rtp;

/// <summary>
/// What the head of a payload tells a relay that does not decode: where a receiver may start, what it may leave out, and the numbers
/// that must run on when the source changes. Reading never throws and allocates nothing; of a broken head nothing is believed.
/// </summary>
internal readonly record struct PayloadInfo
{
    /// <summary>What a payload tells that says nothing, or whose head is broken.</summary>
    public static readonly PayloadInfo Silent = new() { IsSwitchPoint = true, PictureId = -1, Tl0PictureIndex = -1 };

    /// <summary>Whether a decoder can start at this packet. Audio can start anywhere.</summary>
    public bool StartsKeyFrame { get; init; }

    /// <summary>
    /// Whether a picture begins here. H.264 and AV1 do not mark it: what leads a picture in packets of its own, such as parameter
    /// sets, counts as well, so that it may be true more than once for one picture.
    /// </summary>
    public bool StartsFrame { get; init; }

    /// <summary>The temporal layer, 0 to 7; 0 when the payload does not say.</summary>
    public byte TemporalLayer { get; init; }

    /// <summary>
    /// Whether the payload says its temporal layer. Where an AV1 picture spans packets only the first says it: the others belong
    /// to what their timestamp belongs to.
    /// </summary>
    public bool TellsTemporalLayer { get; init; }

    /// <summary>
    /// Whether a receiver of lower layers may go up to this temporal layer here: layer 0 and key frames always, VP8 by its Y bit,
    /// VP9 by its U bit. AV1 does not tell in its payload, so its receivers go up at a key frame.
    /// </summary>
    public bool IsSwitchPoint { get; init; }

    /// <summary>The picture id of VP8, or -1.</summary>
    public short PictureId { get; init; }

    /// <summary>The width of the picture id: 0, 7 or 15 bits.</summary>
    public byte PictureIdBits { get; init; }

    /// <summary>The running number of the VP8 picture of layer 0 that this one builds on, 0 to 255, or -1.</summary>
    public short Tl0PictureIndex { get; init; }

    /// <summary>The length of the VP8 payload descriptor in bytes, 1 to 6; 0 for other codecs and where it is broken.</summary>
    public byte DescriptorLength { get; init; }

    /// <summary>Reads the head of a payload.</summary>
    /// <param name="codec">The codec of the payload.</param>
    /// <param name="payload">The payload without padding; any bytes.</param>
    public static PayloadInfo Read(MediaCodec codec, ReadOnlySpan<byte> payload) => codec switch
    {
        MediaCodec.Opus => Silent with { StartsKeyFrame = true, StartsFrame = true },
        MediaCodec.Vp8 => Vp8Descriptor.Read(payload),
        MediaCodec.H264 => H264Payload.Read(payload),
        MediaCodec.Vp9 => Vp9Descriptor.Read(payload),
        MediaCodec.Av1 => Av1Payload.Read(payload),
        _ => Silent,
    };
}
