using Telehealth.Media.Ice;
using Telehealth.Media.Peers;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rooms;

/// <summary>Who sits where: rooms, their peers, and whose a datagram is.</summary>
internal sealed class Seating(RelayContext context, Queue<RoomNotice> notices, Random random) : IDisposable
{
    // A seat outlives its connection, so that there are more of them than peers.
    private const int SeatsForEachPeer = 8;

    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly List<Seat> _seats = [];

    public Dictionary<string, Room>.ValueCollection Rooms => _rooms.Values;

    public List<Seat> Seats => _seats;

    public SeatIndex Index { get; } = new();

    /// <summary>The seats for which offers are taken.</summary>
    public ToldSeats Told { get; } = new(context.Capacity.MaxPeers * SeatsForEachPeer);

    public bool HasRoom(string room) => _rooms.ContainsKey(room) || Told.HoldsAnyOf(room);

    public Seat? Find(string room, string peer) => _rooms.GetValueOrDefault(room)?.Find(peer);

    /// <summary>Takes a place for a seat that follows; a refusal when there is none.</summary>
    public MediaRefusal? TakePlace(string room)
    {
        var isNew = !_rooms.TryGetValue(room, out var existing);
        if (!isNew && existing!.Seats.Count >= context.Options.MaxPeersPerRoom) return MediaRefusal.RoomFull;
        return context.Capacity.TryTake(isNew) ? null : MediaRefusal.RelayFull;
    }

    /// <summary>Seats a peer in the place that was taken for it, or gives that back.</summary>
    public Seat Seat(string roomId, string peerId, Func<PeerTransport> connect)
    {
        var isNew = !_rooms.TryGetValue(roomId, out var room);
        Seat seat;
        try
        {
            room ??= new(roomId, notices);
            seat = new(room, new(peerId, connect(), context, random), context, random);
        }
        catch
        {
            context.Capacity.Return(peers: 1, rooms: isNew ? 1 : 0);
            throw;
        }
        _rooms[roomId] = room;
        room.Seats.Add(seat);
        _seats.Add(seat);
        Index.Name(seat.Peer.Transport.Ice.Local.Ufrag, seat);
        CountSeats();
        return seat;
    }

    public void Reseat(Seat seat, PeerTransport transport)
    {
        Index.Forget(seat);
        seat.Replace(transport);
        Index.Name(transport.Ice.Local.Ufrag, seat);
    }

    public void RestartIce(Seat seat, SdpOffer offer)
    {
        var ice = seat.Peer.Transport.Ice;
        if (ice.Previous is { } oldest) Index.Unname(oldest.Ufrag);
        ice.Restart(IceCredentials.Create(random, context.Options.Number), offer.IceUfrag, offer.IcePassword);
        Index.Name(ice.Local.Ufrag, seat);
    }

    public void Unseat(Seat leaving)
    {
        var room = leaving.Room;
        Remove(leaving);
        if (leaving.Up.Tracks.Count > 0) room.AnnounceMediaOf(leaving);
        var isLast = room.Seats.Count == 0 && _rooms.Remove(room.Id);
        context.Capacity.Return(peers: 1, rooms: isLast ? 1 : 0);
        CountSeats();
        context.WakeAt(context.Now);
    }

    private void Remove(Seat seat)
    {
        try
        {
            seat.SayGoodbye();
        }
        catch (Exception fault) when (Faults.IsOfWork(fault))
        {
            // Whoever cannot be told goes all the same.
            context.Faults.Note(fault, null, null, context.Now);
        }
        foreach (var track in seat.Up.Tracks) track.DetachAll();
        seat.Down.Remove(_ => true);
        seat.Room.Forget(seat);
        _seats.Remove(seat);
        Index.Forget(seat);
        seat.Dispose();
    }

    private void CountSeats() => (context.Counters.Rooms, context.Counters.Peers) = (_rooms.Count, _seats.Count);

    public void Close(string room)
    {
        if (!_rooms.Remove(room, out var closing)) return;
        context.Capacity.Return(closing.Seats.Count, rooms: 1);
        while (closing.Seats.Count > 0) Remove(closing.Seats[^1]);
        CountSeats();
    }

    public void Dispose()
    {
        context.Capacity.Return(_seats.Count, _rooms.Count);
        foreach (var seat in _seats) seat.Dispose();
        _seats.Clear();
        _rooms.Clear();
        Index.Clear();
    }
}
