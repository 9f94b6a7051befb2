namespace Telehealth.Media.Routing;

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
    /// <c>media.consent_expired</c>, <c>media.closed</c>, <c>media.fault</c> (its work failed again and again: its connection was given up,
    /// and it may make a new one), or a DTLS failure's code.
    /// </summary>
    public sealed record PeerLost(string Room, string Peer, string Reason) : RoomNotice(Room, Peer);

    /// <summary>Whose voice leads the room now; an empty peer when nobody's.</summary>
    public sealed record SpeakerChanged(string Room, string Peer) : RoomNotice(Room, Peer);

    /// <summary>What the peer's link carries has changed for good or for worse, after a while of watching.</summary>
    public sealed record QualityChanged(string Room, string Peer, QualityRung Rung, QualityCause Cause) : RoomNotice(Room, Peer);

    /// <summary>How many of a track's layers anybody wants: 0 means that nobody watches and the publisher may rest.</summary>
    public sealed record LayersWanted(string Room, string Peer, TrackSource Source, int Layers) : RoomNotice(Room, Peer);

    /// <summary>Media goes one way only though the connection stands: the peer should restart ICE now.</summary>
    public sealed record RepairNeeded(string Room, string Peer) : RoomNotice(Room, Peer);
}

/// <summary>What a link can carry, best first.</summary>
public enum QualityRung
{
    /// <summary>Sound and picture.</summary>
    Video,

    /// <summary>Sound; pictures are held back.</summary>
    AudioOnly,

    /// <summary>Not even sound, reliably: a call by phone would serve better.</summary>
    SuggestPhone,
}

/// <summary>Why a link stands on its rung.</summary>
public enum QualityCause
{
    /// <summary>It does well.</summary>
    Good,

    /// <summary>There is less bandwidth than media needs.</summary>
    LowBandwidth,

    /// <summary>Too many packets are lost.</summary>
    HighLoss,
}

/// <summary>What a peer has on its screen of one track of another. Without any wish a peer gets everything.</summary>
/// <param name="ParticipantId">Who publishes.</param>
/// <param name="Source">Which track.</param>
/// <param name="MaxHeight">The height in pixels at which it is shown; 0 when it is not on screen.</param>
public readonly record struct TrackWish(string ParticipantId, TrackSource Source, int MaxHeight);
