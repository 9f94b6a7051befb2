namespace Telehealth.Media.Routing;

/// <summary>How a peer's connection does, as of the call. A copy.</summary>
/// <param name="IsConnected">Whether media can flow.</param>
/// <param name="RoundTrip">To the peer and back, once a report has told it.</param>
/// <param name="Published">What the relay receives from it.</param>
/// <param name="Received">What the relay sends to it.</param>
public sealed record PeerStatistics(
    bool IsConnected, TimeSpan? RoundTrip, IReadOnlyList<UpTrackStatistics> Published, IReadOnlyList<DownTrackStatistics> Received)
{
    /// <summary>Whether the peer is reached by TCP.</summary>
    public bool IsTcp { get; init; }

    /// <summary>How much the relay believes it can send to the peer, in bits a second; null without feedback.</summary>
    public long? EstimateBitsPerSecond { get; init; }

    /// <summary>The share of packets that got lost on the way to the peer lately, 0 to 1.</summary>
    public double LossToPeer { get; init; }

    /// <summary>From the answer to the first connectivity check, and from there to keys; null until they have happened.</summary>
    public TimeSpan? IceTime { get; init; }

    /// <summary>From the first connectivity check to keys.</summary>
    public TimeSpan? DtlsTime { get; init; }

    /// <summary>What the link carries.</summary>
    public QualityRung Rung { get; init; }
}

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

/// <summary>What the relay sends on one m-section.</summary>
/// <param name="Mid">The section.</param>
/// <param name="ParticipantId">Whose track it carries, or null.</param>
/// <param name="Packets">Packets sent, those sent again included.</param>
/// <param name="Bytes">Payload bytes sent.</param>
/// <param name="Resent">Packets sent again because the peer missed them.</param>
/// <param name="FractionLost">What the peer's last report said, 0 to 1.</param>
public sealed record DownTrackStatistics(string Mid, string? ParticipantId, long Packets, long Bytes, long Resent, double FractionLost)
{
    /// <summary>Which of the participant's tracks.</summary>
    public TrackSource? Source { get; init; }

    /// <summary>Bits a second now.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>The jitter that the peer's last report told, in milliseconds.</summary>
    public double JitterMs { get; init; }

    /// <summary>Packets that the peer asked for again.</summary>
    public long Requested { get; init; }

    /// <summary>The layer that is sent, 0 for the lowest; null while nothing is.</summary>
    public int? Layer { get; init; }

    /// <summary>Whether the link's estimate holds the track back.</summary>
    public bool IsPaused { get; init; }
}
