namespace Telehealth.Media.Sdp;

/// <summary>A codec as one offer numbers and parametrises it.</summary>
/// <param name="Codec">Which codec.</param>
/// <param name="PayloadType">The offerer's number for it, 0 to 127.</param>
/// <param name="Parameters">The offerer's <c>a=fmtp</c> text, or null.</param>
/// <param name="Feedback">The offered feedback that the relay speaks.</param>
public sealed record OfferedCodec(MediaCodec Codec, byte PayloadType, string? Parameters, MediaFeedback Feedback)
{
    /// <summary>The offerer's payload type for this codec's retransmissions (RFC 4588: whose <c>apt</c> names it), or null.</summary>
    public byte? RtxPayloadType { get; init; }
}
