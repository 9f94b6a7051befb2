namespace Telehealth.Media;

/// <summary>
/// What the relays of one process may have together, however their rooms are spread over them. Any thread may call; nothing of a packet's
/// way does.
/// </summary>
/// <param name="maxRooms">Rooms at one time, at least 1.</param>
/// <param name="maxPeers">Peers at one time, in all rooms, at least 1.</param>
public sealed class RelayCapacity(int maxRooms, int maxPeers)
{
    /// <summary>Where nothing else is said.</summary>
    public const int DefaultRooms = 1_000;

    /// <summary>As <see cref="DefaultRooms"/>, of peers.</summary>
    public const int DefaultPeers = 1_000;

    private int _rooms;
    private int _peers;

    /// <summary>Peers at one time.</summary>
    public int MaxPeers => maxPeers;

    /// <summary>
    /// Takes a peer's place, and with it a room's when it opens one; false when either is not there, and then nothing is taken.
    /// </summary>
    /// <param name="opensRoom">Whether the peer is its room's first.</param>
    internal bool TryTake(bool opensRoom)
    {
        // Counted before it is compared, so that of two relays that ask for the last place one gets it.
        var isFree = Interlocked.Increment(ref _peers) <= maxPeers & (!opensRoom || Interlocked.Increment(ref _rooms) <= maxRooms);
        if (!isFree) Return(peers: 1, rooms: opensRoom ? 1 : 0);
        return isFree;
    }

    /// <summary>Gives places back.</summary>
    /// <param name="peers">Peers that are gone.</param>
    /// <param name="rooms">Rooms that are gone.</param>
    internal void Return(int peers, int rooms)
    {
        Interlocked.Add(ref _peers, -peers);
        Interlocked.Add(ref _rooms, -rooms);
    }
}
