namespace Telehealth.Media.Stun;

/// <summary>What the first bytes of a datagram say it is, where one port carries everything (RFC 7983, RFC 5761).</summary>
public enum DatagramKind
{
    /// <summary>None of the protocols that we speak (also ZRTP, TURN channels and an empty datagram): to be counted and dropped.</summary>
    Unknown,

    /// <summary>A STUN message: first byte 0 to 3.</summary>
    Stun,

    /// <summary>DTLS records: first byte 20 to 63.</summary>
    Dtls,

    /// <summary>An RTP packet, protected or not: first byte 128 to 191.</summary>
    Rtp,

    /// <summary>An RTCP packet, protected or not: as RTP, with a packet type of 192 to 223 in the second byte.</summary>
    Rtcp,
}
