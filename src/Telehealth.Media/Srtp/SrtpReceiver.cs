using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>
/// Verifies and decrypts what one side of one association sends: SRTP and SRTCP (RFC 3711, RFC 7714). No bytes of the network make
/// it throw. It allocates when an authentic packet names a new source and never for a packet. One thread at a time may use it.
/// </summary>
/// <remarks>
/// At most 64 sources are remembered; one more pushes out the one that was silent longest, whose old packets could then be replayed
/// by somebody on the path. Nothing is remembered of a packet that is not authentic. SRTCP without encryption is refused
/// (RFC 8827 section 6.5).
/// </remarks>
public sealed class SrtpReceiver : IDisposable
{
    /// <summary>How many sources are remembered.</summary>
    public const int MaximumSources = 64;

    private const int RtpHeaderLength = 12;
    private const int RtcpHeaderLength = 8;

    private readonly SrtpTransform transform;
    private readonly int tagLength;
    private readonly Dictionary<uint, Source> sources = new(MaximumSources);
    private long clock;

    /// <summary>Derives the session keys; the master key is not kept.</summary>
    /// <param name="profile">What was negotiated.</param>
    /// <param name="masterKey">The sending side's key, in the profile's length.</param>
    /// <param name="masterSalt">The sending side's salt, in the profile's length.</param>
    public SrtpReceiver(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        : this(SrtpTransform.Derive(profile, masterKey, masterSalt, sends: false), profile.TagLength)
    {
    }

    internal SrtpReceiver(SrtpTransform transform, int tagLength)
    {
        this.transform = transform;
        this.tagLength = tagLength;
    }

    /// <summary>How many packets were dropped because they had been seen, or were too old to tell.</summary>
    public long ReplayedCount { get; private set; }

    /// <summary>How many packets were dropped because they are malformed or their tag is wrong.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>
    /// Verifies and decrypts an RTP packet (RFC 3711 section 3.3). The rollover counter is guessed from the sequence number
    /// (section 3.3.1), so order does not matter within half a cycle; a packet is taken once (section 3.3.2, 1,024 back).
    /// </summary>
    /// <param name="packet">Any bytes.</param>
    /// <param name="destination">At least the packet's length; may start where the packet starts.</param>
    /// <param name="length">The length of the RTP packet in <paramref name="destination"/>.</param>
    /// <returns>False where it is to be dropped; the destination then holds nothing of worth.</returns>
    public bool TryUnprotectRtp(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        length = 0;
        var headerLength = HeaderLengthOf(packet);
        if (headerLength == 0 || packet.Length < headerLength + tagLength || destination.Length < packet.Length) return Reject();

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        sources.TryGetValue(ssrc, out var source);
        ulong index = sequence;
        if (source is not null && !source.Index.TryGuess(sequence, out index)) return Reject();
        if (source?.Rtp.IsFresh(index) == false) return Replayed();
        if (!transform.UnprotectRtp(packet, headerLength, destination, ssrc, index)) return Reject();

        source ??= Learn(ssrc);
        source.LastUse = ++clock;
        source.Index.Record(index);
        source.Rtp.Record(index);
        length = packet.Length - tagLength;
        return true;
    }

    /// <summary>Verifies and decrypts a compound RTCP packet (RFC 3711 section 3.4). Parameters as for RTP.</summary>
    public bool TryUnprotectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        length = 0;
        var trailer = SrtpTransform.RtcpIndexLength + tagLength;
        if (packet.Length < RtcpHeaderLength + trailer || packet[0] >> 6 != 2 || destination.Length < packet.Length) return Reject();

        // RFC 7714 section 9.3 puts the tag before the index, RFC 3711 behind it.
        var indexOffset = tagLength == GcmCipher.TagLength ? packet.Length - SrtpTransform.RtcpIndexLength : packet.Length - trailer;
        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[indexOffset..]);
        if ((word & SrtpTransform.EncryptedFlag) == 0) return Reject();
        var index = word & ~SrtpTransform.EncryptedFlag;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        sources.TryGetValue(ssrc, out var source);
        if (source?.Rtcp.IsFresh(index) == false) return Replayed();
        if (!transform.UnprotectRtcp(packet, destination, ssrc, index)) return Reject();

        source ??= Learn(ssrc);
        source.LastUse = ++clock;
        source.Rtcp.Record(index);
        length = packet.Length - trailer;
        return true;
    }

    /// <summary>Wipes the session keys.</summary>
    public void Dispose() => transform.Dispose();

    private Source Learn(uint ssrc)
    {
        if (sources.Count >= MaximumSources) ForgetLongestSilent();
        var source = new Source();
        sources.Add(ssrc, source);
        return source;
    }

    private void ForgetLongestSilent()
    {
        var (oldest, lastUse) = (0u, long.MaxValue);
        foreach (var (ssrc, source) in sources)
        {
            if (source.LastUse < lastUse) (oldest, lastUse) = (ssrc, source.LastUse);
        }
        sources.Remove(oldest);
    }

    private bool Reject()
    {
        RejectedCount++;
        return false;
    }

    private bool Replayed()
    {
        ReplayedCount++;
        return false;
    }

    /// <summary>
    /// The length of an RTP header with contributing sources and extension (RFC 3550 section 5.1); 0 where it is malformed.
    /// </summary>
    private static int HeaderLengthOf(ReadOnlySpan<byte> packet)
    {
        const byte extensionBit = 0x10;
        if (packet.Length < RtpHeaderLength || packet[0] >> 6 != 2) return 0;
        var length = RtpHeaderLength + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & extensionBit) == 0) return length;
        if (packet.Length < length + 4) return 0;
        return length + 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4);
    }

    private sealed class Source
    {
        public PacketIndex Index;

        public ReplayWindow Rtp { get; } = new();

        public ReplayWindow Rtcp { get; } = new();

        public long LastUse { get; set; }
    }
}
