namespace Telehealth.Media.Sdp;

/// <summary>The codecs that the relay passes through. It never decodes any.</summary>
public enum MediaCodec : byte
{
    /// <summary>Opus at 48 kHz (RFC 7587).</summary>
    Opus,

    /// <summary>VP8 (RFC 7741).</summary>
    Vp8,

    /// <summary>H.264 constrained baseline or baseline, packetization-mode 1 (RFC 6184).</summary>
    H264,

    /// <summary>VP9 profile 0 (RFC 9628).</summary>
    Vp9,

    /// <summary>AV1 main profile (AV1 RTP specification 1.0).</summary>
    Av1,
}
