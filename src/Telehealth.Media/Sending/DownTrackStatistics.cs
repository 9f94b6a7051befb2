using Telehealth.Media.Receiving;

namespace Telehealth.Media.Sending;

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
