using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Receiving;

/// <summary>A kept packet: of its header what differs from packet to packet, and what its payload tells.</summary>
internal readonly record struct CachedPacket
{
    public required long Sequence { get; init; }
    public required uint Timestamp { get; init; }
    public required ushort Length { get; init; }
    public required bool Marker { get; init; }
    public required MediaCodec Codec { get; init; }

    /// <summary>The audio level extension's byte (RFC 6464), or -1.</summary>
    public required short AudioLevel { get; init; }

    public required PayloadInfo Info { get; init; }
}
