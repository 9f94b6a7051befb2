namespace Telehealth.Media.Stun;

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
