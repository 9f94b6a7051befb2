using Telehealth.Media.Ice;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>Who sits where: rooms, their peers, and whose a datagram is.</summary>
internal sealed class Seating(Turn turn, Queue<RoomNotice> notices, Random random) : IDisposable
{
    // A seat outlives its connection, so that there are more of them than peers.
    private const int SeatsForEachPeer = 8;

    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly List<Peer> _peers = [];

    public Dictionary<string, Room>.ValueCollection Rooms => _rooms.Values;

    public List<Peer> Peers => _peers;

    public PeerIndex Index { get; } = new();

    /// <summary>The seats for which offers are taken.</summary>
    public ToldSeats Told { get; } = new(turn.Options.MaxPeers * SeatsForEachPeer);

    public Peer? Find(string room, string peer) => _rooms.GetValueOrDefault(room)?.Find(peer);

    public MediaRefusal? CapacityRefusal(string room)
    {
        if (_peers.Count >= turn.Options.MaxPeers) return MediaRefusal.RelayFull;
        if (!_rooms.TryGetValue(room, out var existing)) return _rooms.Count >= turn.Options.MaxRooms ? MediaRefusal.RelayFull : null;
        return existing.Peers.Count >= turn.Options.MaxPeersPerRoom ? MediaRefusal.RoomFull : null;
    }

    public Peer Seat(string roomId, string peerId, PeerTransport transport)
    {
        if (!_rooms.TryGetValue(roomId, out var room)) _rooms[roomId] = room = new(roomId, notices);
        var peer = new Peer(room, peerId, transport, turn, random);
        room.Peers.Add(peer);
        _peers.Add(peer);
        Index.Name(transport.Ice.Local.Ufrag, peer);
        CountSeats();
        return peer;
    }

    public void Reseat(Peer peer, PeerTransport transport)
    {
        Index.Forget(peer);
        peer.Replace(transport);
        Index.Name(transport.Ice.Local.Ufrag, peer);
    }

    public void RestartIce(Peer peer, SdpOffer offer)
    {
        var ice = peer.Transport.Ice;
        if (ice.Previous is { } oldest) Index.Unname(oldest.Ufrag);
        ice.Restart(IceCredentials.Create(random), offer.IceUfrag, offer.IcePassword);
        Index.Name(ice.Local.Ufrag, peer);
    }

    public void Unseat(Peer leaving)
    {
        var room = leaving.Room;
        Remove(leaving);
        if (leaving.Up.Count > 0) room.AnnounceMediaOf(leaving);
        if (room.Peers.Count == 0) _rooms.Remove(room.Id);
        CountSeats();
        turn.WakeAt(turn.Now);
    }

    private void Remove(Peer peer)
    {
        try
        {
            peer.SayGoodbye();
        }
        catch (Exception fault) when (Faults.IsOfWork(fault))
        {
            // Whoever cannot be told goes all the same.
            turn.Faults.Note(fault, null, null, turn.Now);
        }
        foreach (var track in peer.Up) track.DetachAll();
        peer.RemoveDownTracks(_ => true);
        peer.Room.Forget(peer);
        _peers.Remove(peer);
        Index.Forget(peer);
        peer.Dispose();
    }

    private void CountSeats() => (turn.Counters.Rooms, turn.Counters.Peers) = (_rooms.Count, _peers.Count);

    public void Close(string room)
    {
        if (!_rooms.Remove(room, out var closing)) return;
        while (closing.Peers.Count > 0) Remove(closing.Peers[^1]);
        CountSeats();
    }

    public void Dispose()
    {
        foreach (var peer in _peers) peer.Dispose();
        _peers.Clear();
        _rooms.Clear();
        Index.Clear();
    }
}
