using System.Buffers.Binary;
using Telehealth.Media.OpenSsl;

namespace Telehealth.Media.Dtls;

/// <summary>
/// What is to be sent of one association: records leave in datagrams of at most 1,200 bytes that end where a record ends, and the
/// last flight is sent again until an answer comes (RFC 6347 section 4.2.4).
/// </summary>
/// <remarks>
/// A flight is repeated byte for byte, so to the peer a repetition looks like a datagram that the network delivered twice: records
/// that it has are dropped by its replay check, the others fill the gap.
/// </remarks>
internal sealed class DtlsFlights
{
    /// <summary>Twice a usual round trip; the 1 s of RFC 6347 section 4.2.4.1 would be seen as a delay when joining.</summary>
    public static readonly TimeSpan FirstTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Doubling stops here: a participant on a bad network is waiting.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(3);

    private const int RecordHeaderLength = 13;

    /// <summary>A flight with our certificate takes 760 bytes; whatever exceeds this is a bug or an attack, and is dropped.</summary>
    private const int QueueLimit = 16_384;

    private readonly Queue<byte[]> queue = new();
    private readonly List<byte[]> flight = [];
    private TimeSpan timeout = FirstTimeout;
    private int queuedBytes;

    /// <summary>When to repeat the flight, if nothing answers it.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>
    /// Takes what the library has written as a new flight, which replaces the last and starts the timer.
    /// False where it has written nothing.
    /// </summary>
    public bool Collect(nint bio, TimeSpan now)
    {
        var length = (int)LibCrypto.BIO_ctrl_pending(bio);
        if (length <= 0) return false;
        var records = new byte[length];
        length = LibCrypto.BIO_read(bio, records, length);
        flight.Clear();
        foreach (var datagram in Split(records.AsMemory(0, Math.Max(length, 0)))) flight.Add(datagram);
        timeout = FirstTimeout;
        Deadline = now + timeout;
        Enqueue();
        return true;
    }

    /// <summary>Sends the flight again and waits twice as long for the next time.</summary>
    public void Repeat(TimeSpan now)
    {
        timeout = timeout * 2 < LongestTimeout ? timeout * 2 : LongestTimeout;
        Deadline = now + timeout;
        Resend();
    }

    /// <summary>Sends the flight again without touching the timer, unless the last copy still waits to be taken.</summary>
    public void Resend()
    {
        if (queue.Count == 0) Enqueue();
    }

    /// <summary>No answer is awaited any more.</summary>
    public void StopTimer() => Deadline = null;

    /// <summary>Forgets the flight, so that it cannot be repeated.</summary>
    public void Forget()
    {
        StopTimer();
        flight.Clear();
    }

    /// <summary>Takes the next datagram. False where there is none or the destination is too small for it.</summary>
    public bool TryTake(Span<byte> destination, out int length)
    {
        length = 0;
        if (!queue.TryPeek(out var datagram) || datagram.Length > destination.Length) return false;
        queue.Dequeue();
        queuedBytes -= datagram.Length;
        datagram.CopyTo(destination);
        length = datagram.Length;
        return true;
    }

    private void Enqueue()
    {
        foreach (var datagram in flight)
        {
            if (queuedBytes + datagram.Length > QueueLimit) return;
            queue.Enqueue(datagram);
            queuedBytes += datagram.Length;
        }
    }

    private static IEnumerable<byte[]> Split(ReadOnlyMemory<byte> records)
    {
        var (start, end) = (0, 0);
        while (end + RecordHeaderLength <= records.Length)
        {
            var next = end + RecordHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(records.Span[(end + 11)..]);
            if (next > records.Length) break;
            if (next - start > DtlsAssociation.Mtu && end > start)
            {
                yield return records[start..end].ToArray();
                start = end;
            }
            end = next;
        }
        if (end > start) yield return records[start..end].ToArray();
    }
}
