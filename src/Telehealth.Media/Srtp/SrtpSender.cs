using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Telehealth.Media.Srtp;

/// <summary>
/// Protects what one side of one association sends: SRTP and SRTCP (RFC 3711, RFC 7714). It allocates when a new source appears
/// and never for a packet. One thread at a time may use it.
/// </summary>
/// <remarks>
/// A source's rollover counter is kept for the life of the association, 24 bytes each: to forget it and begin again would encrypt
/// twice with the same key stream. Left out: master key identifiers, encrypted header extensions (RFC 6904), plain SRTCP.
/// </remarks>
public sealed class SrtpSender : IDisposable
{
    /// <summary>How much longer a protected packet is at most, with any profile: a GCM tag and the SRTCP index.</summary>
    public const int MaximumOverhead = 20;

    private const int RtpHeaderLength = 12;
    private const int RtcpHeaderLength = 8;
    private const uint HighestRtcpIndex = 0x7FFF_FFFF;

    private readonly SrtpTransform transform;
    private readonly int tagLength;
    private readonly Dictionary<uint, PacketIndex> sources = [];
    private uint rtcpIndex;

    /// <summary>Derives the session keys; the master key is not kept.</summary>
    /// <param name="profile">What was negotiated.</param>
    /// <param name="masterKey">The sending side's key, in the profile's length.</param>
    /// <param name="masterSalt">The sending side's salt, in the profile's length.</param>
    public SrtpSender(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        : this(SrtpTransform.Derive(profile, masterKey, masterSalt, sends: true), profile.TagLength)
    {
    }

    internal SrtpSender(SrtpTransform transform, int tagLength, uint firstRtcpIndex = 0)
    {
        this.transform = transform;
        this.tagLength = tagLength;
        rtcpIndex = firstRtcpIndex;
    }

    /// <summary>
    /// Protects an RTP packet (RFC 3711 section 3.3). The packet index comes from the sequence number nearest to the highest one
    /// sent, so a packet that is sent again, or late, gets the same index as in its turn. The caller must never protect two
    /// different payloads under one sequence number.
    /// </summary>
    /// <param name="header">The whole header with contributing sources and extension, sequence number and SSRC as they go out.</param>
    /// <param name="payload">What is encrypted, padding included; it is read once and not changed.</param>
    /// <param name="destination">Room for both and <see cref="MaximumOverhead"/>; must not overlap either.</param>
    /// <returns>
    /// The length of the protected packet, or 0 for a sequence number from before a source's first cycle (one that wraps below
    /// zero), for which no index exists. A first sequence number between 1,000 and 32,767 never meets this.
    /// </returns>
    /// <exception cref="ArgumentException">The header is shorter than 12 bytes or the destination is too small.</exception>
    public int ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination) =>
        ProtectRtp(header, default, payload, destination);

    /// <summary>
    /// Protects an RTP packet whose payload begins with bytes of its own and goes on with bytes that are shared: a rewritten payload
    /// descriptor, or the number of the packet that is sent again (RFC 4588 section 4).
    /// </summary>
    /// <param name="header">As above; it may stand at the very beginning of <paramref name="destination"/>, and is not copied then.</param>
    /// <param name="prefix">The first bytes of the payload; may be empty.</param>
    /// <param name="payload">The rest of it; it is read once and not changed.</param>
    /// <param name="destination">Room for all and <see cref="MaximumOverhead"/>; must not overlap the prefix or the payload.</param>
    /// <returns>As above.</returns>
    /// <exception cref="ArgumentException">The header is shorter than 12 bytes or the destination is too small.</exception>
    public int ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        var length = header.Length + prefix.Length + payload.Length + tagLength;
        if (header.Length < RtpHeaderLength) throw new ArgumentException("An RTP header has 12 bytes.", nameof(header));
        if (destination.Length < length) throw new ArgumentException("The destination is too small.", nameof(destination));

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        ref var source = ref CollectionsMarshal.GetValueRefOrAddDefault(sources, ssrc, out _);
        if (!source.TryGuess(BinaryPrimitives.ReadUInt16BigEndian(header[2..]), out var index)) return 0;
        if (!prefix.IsEmpty) payload = Join(prefix, payload, destination[header.Length..]);
        transform.ProtectRtp(header, payload, destination, ssrc, index);
        source.Record(index);
        return length;
    }

    /// <summary>
    /// Protects a compound RTCP packet (RFC 3711 section 3.4). One index counts for all sources of the association: it only has to
    /// be unique and to grow for each.
    /// </summary>
    /// <param name="packet">At least the 8 bytes that stay in the clear.</param>
    /// <param name="destination">Room for it and <see cref="MaximumOverhead"/>; must not overlap it.</param>
    /// <returns>The length of the protected packet.</returns>
    /// <exception cref="ArgumentException">The packet is shorter than 8 bytes or the destination is too small.</exception>
    /// <exception cref="InvalidOperationException">The key has been used for 2^31 packets and must not be used again.</exception>
    public int ProtectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination)
    {
        var length = packet.Length + SrtpTransform.RtcpIndexLength + tagLength;
        if (packet.Length < RtcpHeaderLength) throw new ArgumentException("An RTCP packet has 8 bytes.", nameof(packet));
        if (destination.Length < length) throw new ArgumentException("The destination is too small.", nameof(destination));
        if (rtcpIndex > HighestRtcpIndex) throw new InvalidOperationException("The SRTCP key is used up.");

        transform.ProtectRtcp(packet, destination, BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), rtcpIndex++);
        return length;
    }

    /// <summary>Wipes the session keys.</summary>
    public void Dispose() => transform.Dispose();

    /// <summary>Puts the payload together where it is going to be encrypted: a copy costs less than a second call of the cipher.</summary>
    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        prefix.CopyTo(destination);
        payload.CopyTo(destination[prefix.Length..]);
        return destination[..(prefix.Length + payload.Length)];
    }
}
