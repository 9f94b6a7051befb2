namespace Telehealth.Media.Sdp;

/// <summary>The RTCP feedback messages that the relay speaks (RFC 4585, RFC 5104).</summary>
[Flags]
public enum MediaFeedback
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>nack</c>: lost packets are asked for again.</summary>
    Nack = 1,

    /// <summary><c>nack pli</c>: a frame was lost.</summary>
    PictureLoss = 2,

    /// <summary><c>ccm fir</c>: a key frame is wanted.</summary>
    FullIntra = 4,

    /// <summary><c>transport-cc</c>: the arrival of every packet is told (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
    TransportWide = 8,

    /// <summary><c>goog-remb</c>: a receiver tells how much it believes to get (draft-alvestrand-rmcat-remb-03).</summary>
    Remb = 16,
}
