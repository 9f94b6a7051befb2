namespace Telehealth.Media.Receiving;

/// <summary>What the relay receives on one track.</summary>
/// <param name="Source">Which track.</param>
/// <param name="Packets">Packets taken, of all layers.</param>
/// <param name="Bytes">Payload bytes taken.</param>
/// <param name="Lost">Packets that never came.</param>
/// <param name="JitterMs">The interarrival jitter in milliseconds.</param>
public sealed record UpTrackStatistics(TrackSource Source, long Packets, long Bytes, long Lost, double JitterMs)
{
    /// <summary>Packets that were asked for again.</summary>
    public long Requested { get; init; }

    /// <summary>Packets that came by retransmission.</summary>
    public long Repaired { get; init; }

    /// <summary>Bits a second now, of all layers.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>How many layers arrive now.</summary>
    public int Layers { get; init; }

    /// <summary>Whether the room's owner holds it back.</summary>
    public bool IsMuted { get; init; }
}
