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

/// <summary>Sorts datagrams into <see cref="DatagramKind"/>.</summary>
public static class DatagramKindExtensions
{
    extension(DatagramKind)
    {
        /// <summary>
        /// Classifies by the first byte (RFC 7983 section 7), and RTP against RTCP by the second (RFC 5761 section 4). It looks at
        /// two bytes only and promises nothing about the rest; any input is fine.
        /// </summary>
        public static DatagramKind Classify(ReadOnlySpan<byte> datagram)
        {
            if (datagram.IsEmpty) return DatagramKind.Unknown;
            return datagram[0] switch
            {
                <= 3 => DatagramKind.Stun,
                >= 20 and <= 63 => DatagramKind.Dtls,
                >= 128 and <= 191 when datagram.Length >= 2 => datagram[1] is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp,
                _ => DatagramKind.Unknown,
            };
        }
    }
}
