using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>Where a track comes from. A peer publishes at most one track of each source.</summary>
public enum TrackSource
{
    /// <summary>The participant's voice.</summary>
    Microphone,

    /// <summary>The participant's picture.</summary>
    Camera,

    /// <summary>A shared screen.</summary>
    Screen,

    /// <summary>The sound of a shared screen.</summary>
    ScreenAudio,
}

/// <summary>Says what an m-section of the peer's offer publishes.</summary>
/// <param name="Mid">The section's mid.</param>
/// <param name="Source">Where its track comes from.</param>
public readonly record struct SourceOfMid(string Mid, TrackSource Source);

/// <summary>Says whose track the peer receives on an m-section.</summary>
/// <param name="Mid">The section's mid.</param>
/// <param name="ParticipantId">The peer that publishes.</param>
/// <param name="Source">Which of its tracks.</param>
public sealed record ReceivedTrack(string Mid, string ParticipantId, TrackSource Source);

/// <summary>What became of an offer.</summary>
public abstract record NegotiationOutcome
{
    private NegotiationOutcome()
    {
    }

    /// <summary>The offer is in force.</summary>
    /// <param name="Sdp">The answer. It holds the ICE password: to the peer only, never to a log.</param>
    /// <param name="Tracks">What the peer receives, by m-section.</param>
    public sealed record Answered(string Sdp, IReadOnlyList<ReceivedTrack> Tracks) : NegotiationOutcome;

    /// <summary>Nothing has changed.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(MediaRefusal Refusal) : NegotiationOutcome;
}

/// <summary>What the owner of a room wants to know. Taken with <see cref="Relay.TryTakeNotice"/>.</summary>
/// <param name="Room">The room's id.</param>
/// <param name="Peer">The peer's id.</param>
public abstract record RoomNotice(string Room, string Peer)
{
    /// <summary>
    /// The tracks that others publish have changed: the peer should make a new offer with this many receiving m-sections at least.
    /// </summary>
    public sealed record MediaChanged(string Room, string Peer, int AudioSlots, int VideoSlots) : RoomNotice(Room, Peer);

    /// <summary>The peer's encrypted connection stands, for the first time or again after <see cref="PeerLost"/>.</summary>
    public sealed record PeerConnected(string Room, string Peer) : RoomNotice(Room, Peer);

    /// <summary>
    /// The peer's connection is gone; its seat is kept until the owner removes it. Reasons: <c>media.not_connected</c>,
    /// <c>media.consent_expired</c>, <c>media.closed</c>, or a DTLS failure's code.
    /// </summary>
    public sealed record PeerLost(string Room, string Peer, string Reason) : RoomNotice(Room, Peer);
}

/// <summary>How a peer's connection does, as of the call. A copy.</summary>
/// <param name="IsConnected">Whether media can flow.</param>
/// <param name="RoundTrip">To the peer and back, once a report has told it.</param>
/// <param name="Published">What the relay receives from it.</param>
/// <param name="Received">What the relay sends to it.</param>
public sealed record PeerStatistics(
    bool IsConnected, TimeSpan? RoundTrip, IReadOnlyList<UpTrackStatistics> Published, IReadOnlyList<DownTrackStatistics> Received);

/// <summary>What the relay receives on one track.</summary>
/// <param name="Source">Which track.</param>
/// <param name="Packets">Packets taken.</param>
/// <param name="Bytes">Payload bytes taken.</param>
/// <param name="Lost">Packets that never came.</param>
/// <param name="JitterMs">The interarrival jitter in milliseconds.</param>
public sealed record UpTrackStatistics(TrackSource Source, long Packets, long Bytes, long Lost, double JitterMs);

/// <summary>What the relay sends on one m-section.</summary>
/// <param name="Mid">The section.</param>
/// <param name="ParticipantId">Whose track it carries, or null.</param>
/// <param name="Packets">Packets sent, those sent again included.</param>
/// <param name="Bytes">Payload bytes sent.</param>
/// <param name="Resent">Packets sent again because the peer missed them.</param>
/// <param name="FractionLost">What the peer's last report said, 0 to 1.</param>
public sealed record DownTrackStatistics(string Mid, string? ParticipantId, long Packets, long Bytes, long Resent, double FractionLost);
