using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>The peers that see and hear each other. It shares nothing with other rooms.</summary>
internal sealed class Room(string id, Queue<RoomNotice> notices)
{
    public string Id { get; } = id;
    public List<Peer> Peers { get; } = [];

    public void Notify(RoomNotice notice) => notices.Enqueue(notice);

    public Peer? Find(string peer) => Peers.Find(candidate => candidate.Id == peer);

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
