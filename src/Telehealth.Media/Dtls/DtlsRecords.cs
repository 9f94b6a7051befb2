using System.Buffers.Binary;

namespace Telehealth.Media.Dtls;

/// <summary>The records of a datagram (RFC 6347 section 4.1), of which one may hold a hundred: each is work for the library.</summary>
internal static class DtlsRecords
{
    private const int HeaderLength = 13;
    private const int LengthOffset = 11;

    /// <summary>How many records a datagram holds, a broken one at its end included.</summary>
    public static int CountOf(ReadOnlySpan<byte> datagram)
    {
        var count = 0;
        while (!datagram.IsEmpty)
        {
            count++;
            if (datagram.Length < HeaderLength) break;
            var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthOffset..]);
            if (length > datagram.Length) break;
            datagram = datagram[length..];
        }
        return count;
    }
}
