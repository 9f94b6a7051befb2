using Telehealth.Media.Peers;
using Telehealth.Media.Receiving;
using Telehealth.Media.Sdp;
using Telehealth.Media.Sending;
using Telehealth.Media.Speaking;

namespace Telehealth.Media.Rooms;

/// <summary>The peers that see and hear each other. It shares nothing with other rooms.</summary>
internal sealed class Room : IBurstForwarder
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    // A tile that is scrolled away for a moment is not worth stopping an encoder for.
    private static readonly TimeSpan UnwatchedFor = TimeSpan.FromSeconds(5);

    private readonly Queue<RoomNotice> _notices;
    private int _nextKey;

    public Room(string id, Queue<RoomNotice> notices)
    {
        Id = id;
        Burst = new(this);
        _notices = notices;
    }

    public string Id { get; }
    public List<Seat> Seats { get; } = [];

    /// <summary>What the datagrams that are being received have brought.</summary>
    public Burst Burst { get; }

    /// <summary>Whose voice leads.</summary>
    public ActiveSpeaker Speaking { get; } = new();

    /// <summary>The peer whose voice leads, or null.</summary>
    public Peer? Speaker { get; private set; }

    /// <summary>When the room wants its next <see cref="Watch"/>.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>A number for a peer that no other in this room has had.</summary>
    public int NextKey() => ++_nextKey;

    public void Notify(RoomNotice notice) => _notices.Enqueue(notice);

    public Seat? Find(string peer) => Seats.Find(candidate => candidate.Peer.Id == peer);

    /// <summary>
    /// Sends what a received burst has brought, receiver by receiver: datagrams to one address then stand behind each other, and
    /// leave in few system calls.
    /// </summary>
    public void ForwardPending(RelayContext context)
    {
        try
        {
            // Audio mostly comes alone, and then nobody else's slots need to be looked at.
            if (Burst.Tracks.Count == 1) Forwarding.ForwardPending(Burst.Tracks[0], context);
            else
                foreach (var seat in Seats)
                    foreach (var slot in seat.Down.Slots)
                        if (slot.Source is { HasPending: true } source)
                            Forwarding.ForwardPending(source, slot, context);
        }
        finally
        {
            // Whatever happens: what has gathered once is never sent twice.
            Burst.Forget();
        }
    }

    /// <summary>Looks who speaks and what is watched.</summary>
    public void Watch(TimeSpan now)
    {
        if (now < Due) return;
        Due = now + WatchInterval;
        if (Speaking.Watch(now, out var key))
        {
            Speaker = PeerOf(key);
            Notify(new RoomNotice.SpeakerChanged(Id, Speaker?.Id ?? ""));
            foreach (var seat in Seats) seat.Peer.Link.ShareNow();
        }
        foreach (var seat in Seats)
            foreach (var track in seat.Up.Tracks)
                if (track.Kind == MediaKind.Video)
                    TellTargetLayers(track, now);
    }

    /// <summary>Tells everybody else that what this peer publishes has changed.</summary>
    public void AnnounceMediaOf(Seat publisher)
    {
        foreach (var seat in Seats)
            if (seat != publisher)
                Announce(seat);
    }

    /// <summary>Tells a peer that others publish more than it has slots for.</summary>
    public void AnnounceIfShort(Seat seat)
    {
        foreach (var other in Seats)
            foreach (var track in other.Up.Tracks)
                if (other != seat && !seat.Down.Slots.Exists(slot => slot.Source == track))
                {
                    Announce(seat);
                    return;
                }
    }

    /// <summary>
    /// Gives the peer's free slots the tracks it does not receive yet, in the order in which peers came. A track keeps its slot as
    /// long as both live.
    /// </summary>
    public void Assign(Seat receiver)
    {
        foreach (var publisher in Seats)
        {
            if (publisher == receiver) continue;
            foreach (var track in publisher.Up.Tracks)
            {
                if (receiver.Down.Slots.Exists(slot => slot.Source == track)) continue;
                receiver.Down.Slots.Find(slot => slot.Source is null && slot.Kind == track.Kind)?.Assign(track);
            }
        }
        receiver.Peer.Link.ShareNow();
    }

    public void Forget(Seat seat)
    {
        Seats.Remove(seat);
        Speaking.Remove(seat.Key);
        if (Speaker == seat.Peer) Speaker = null;
    }

    // Apart from its caller, which would else make the closure at each tick.
    private Peer? PeerOf(int? key) => Seats.Find(seat => seat.Key == key)?.Peer;

    private void TellTargetLayers(UpTrack track, TimeSpan now)
    {
        var wanted = 0;
        foreach (var receiver in track.Receivers) wanted = Math.Max(wanted, receiver.TargetLayers);
        wanted = Math.Min(wanted, track.Layers.Length);
        if (wanted >= track.ToldLayers) track.WantedSince = now;
        if (wanted == track.ToldLayers || (wanted < track.ToldLayers && now - track.WantedSince < UnwatchedFor)) return;
        track.ToldLayers = wanted;
        Notify(new RoomNotice.TargetLayers(Id, track.Owner.Id, track.Source, wanted));
    }

    private void Announce(Seat seat)
    {
        int audio = 0, video = 0;
        foreach (var other in Seats)
        {
            if (other == seat) continue;
            audio += other.Up.Tracks.Count(track => track.Kind == MediaKind.Audio);
            video += other.Up.Tracks.Count(track => track.Kind == MediaKind.Video);
        }
        Notify(new RoomNotice.MediaChanged(Id, seat.Peer.Id, audio, video));
    }
}
