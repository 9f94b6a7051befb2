using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;
using Telehealth.Media.Sending;

namespace Telehealth.Media.Rooms;

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
