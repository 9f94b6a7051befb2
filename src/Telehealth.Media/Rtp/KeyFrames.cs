using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rtp;

/// <summary>Tells from a payload whether a receiver can start with this packet.</summary>
public static class KeyFrames
{
    /// <summary>Whether a decoder can start at this packet. Sound can start anywhere.</summary>
    /// <param name="codec">The codec of the payload.</param>
    /// <param name="payload">The payload without padding; short or broken ones are no start.</param>
    public static bool CanStartAt(MediaCodec codec, ReadOnlySpan<byte> payload) => PayloadInfo.Read(codec, payload).StartsKeyFrame;
}
