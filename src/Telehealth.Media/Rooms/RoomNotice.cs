using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;

namespace Telehealth.Media.Rooms;

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
    public sealed record TargetLayers(string Room, string Peer, TrackSource Source, int Layers) : RoomNotice(Room, Peer);

    /// <summary>Media goes one way only though the connection stands: the peer should restart ICE now.</summary>
    public sealed record RepairNeeded(string Room, string Peer) : RoomNotice(Room, Peer);
}
