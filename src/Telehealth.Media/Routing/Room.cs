using Telehealth.Media.Sdp;
using Telehealth.Media.Speaking;

namespace Telehealth.Media.Routing;

/// <summary>The peers that see and hear each other. It shares nothing with other rooms.</summary>
internal sealed class Room(string id, Queue<RoomNotice> notices)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    // A tile that is scrolled away for a moment is not worth stopping an encoder for.
    private static readonly TimeSpan UnwatchedFor = TimeSpan.FromSeconds(5);

    private readonly List<UpTrack> _pending = [];
    private int _nextKey;

    public string Id { get; } = id;
    public List<Peer> Peers { get; } = [];

    /// <summary>Whose voice leads.</summary>
    public ActiveSpeaker Speaking { get; } = new();

    /// <summary>The peer whose voice leads, or null.</summary>
    public Peer? Speaker { get; private set; }

    /// <summary>When the room wants its next <see cref="Watch"/>.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>A number for a peer that no other in this room has had.</summary>
    public int NextKey() => ++_nextKey;

    public void Notify(RoomNotice notice) => notices.Enqueue(notice);

    public Peer? Find(string peer) => Peers.Find(candidate => candidate.Id == peer);

    public void NotePending(UpTrack track, Turn turn)
    {
        if (_pending.Count == 0) turn.NotePending(this);
        _pending.Add(track);
    }

    /// <summary>
    /// Sends what a received burst has brought, receiver by receiver: datagrams to one address then stand behind each other, and
    /// leave in few system calls.
    /// </summary>
    public void ForwardPending(Turn turn)
    {
        try
        {
            // Sound mostly comes alone, and then nobody else's slots need to be looked at.
            if (_pending.Count == 1) _pending[0].ForwardPending(turn);
            else
                foreach (var peer in Peers)
                    foreach (var slot in peer.Down)
                        if (slot.Source is { HasPending: true } source)
                            source.ForwardPending(slot, turn);
        }
        finally
        {
            // Whatever happens: what has gathered once is never sent twice.
            foreach (var track in _pending) track.ForgetPending();
            _pending.Clear();
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
            foreach (var peer in Peers) peer.Link.ShareNow();
        }
        foreach (var peer in Peers)
            foreach (var track in peer.Up)
                if (track.Kind == MediaKind.Video)
                    TellLayersWanted(peer, track, now);
    }

    /// <summary>Tells everybody else that what this peer publishes has changed.</summary>
    public void AnnounceMediaOf(Peer publisher)
    {
        foreach (var peer in Peers)
            if (peer != publisher)
                Announce(peer);
    }

    /// <summary>Tells a peer that others publish more than it has slots for.</summary>
    public void AnnounceIfShort(Peer peer)
    {
        foreach (var other in Peers)
            foreach (var track in other.Up)
                if (other != peer && !peer.Down.Exists(slot => slot.Source == track))
                {
                    Announce(peer);
                    return;
                }
    }

    /// <summary>
    /// Gives the peer's free slots the tracks it does not receive yet, in the order in which peers came. A track keeps its slot as
    /// long as both live.
    /// </summary>
    public void Assign(Peer receiver)
    {
        foreach (var publisher in Peers)
        {
            if (publisher == receiver) continue;
            foreach (var track in publisher.Up)
            {
                if (receiver.Down.Exists(slot => slot.Source == track)) continue;
                receiver.Down.Find(slot => slot.Source is null && slot.Kind == track.Kind)?.Assign(track);
            }
        }
        receiver.Link.ShareNow();
    }

    public void Forget(Peer peer)
    {
        Peers.Remove(peer);
        Speaking.Remove(peer.Key);
        if (Speaker == peer) Speaker = null;
    }

    // Apart from its caller, which would else make the closure at each tick.
    private Peer? PeerOf(int? key) => Peers.Find(peer => peer.Key == key);

    private void TellLayersWanted(Peer publisher, UpTrack track, TimeSpan now)
    {
        var wanted = 0;
        foreach (var slot in track.Receivers) wanted = Math.Max(wanted, slot.LayersWanted);
        wanted = Math.Min(wanted, track.Layers.Length);
        if (wanted >= track.ToldLayers) track.WantedSince = now;
        if (wanted == track.ToldLayers || (wanted < track.ToldLayers && now - track.WantedSince < UnwatchedFor)) return;
        track.ToldLayers = wanted;
        Notify(new RoomNotice.LayersWanted(Id, publisher.Id, track.Source, wanted));
    }

    private void Announce(Peer peer)
    {
        int audio = 0, video = 0;
        foreach (var other in Peers)
        {
            if (other == peer) continue;
            audio += other.Up.Count(track => track.Kind == MediaKind.Audio);
            video += other.Up.Count(track => track.Kind == MediaKind.Video);
        }
        Notify(new RoomNotice.MediaChanged(Id, peer.Id, audio, video));
    }
}
