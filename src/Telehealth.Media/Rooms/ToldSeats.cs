namespace Telehealth.Media.Rooms;

/// <summary>
/// Which seats the relay was told of. An offer is taken for none other, so that one that was on its way while its seat was taken away
/// finds no seat, and a room that was closed stays closed. What is told may overtake each other: the version at which a seat was taken
/// or emptied decides. What is gone is remembered for ten minutes, which nothing that was told before is late by.
/// </summary>
/// <param name="maxSeats">More seats than this are not taken.</param>
internal sealed class ToldSeats(int maxSeats)
{
    private const int MaxGone = 10_000;

    // No peer is called so: the room itself.
    private const string Everybody = "";
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Dictionary<string, long>> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Room, string Peer), long> _gone = [];
    private readonly Queue<((string Room, string Peer) Key, long Version, TimeSpan At)> _goneSince = new();
    private int _count;

    /// <summary>
    /// Somebody sits in a seat as of a version; false when it is gone as of that version or a later one, or there are too many.
    /// </summary>
    public bool TryTake(string room, string peer, long version, TimeSpan now)
    {
        ForgetOld(now);
        if (_gone.ContainsKey((room, Everybody)) || (_gone.TryGetValue((room, peer), out var goneAt) && goneAt >= version)) return false;
        var seats = _held.GetValueOrDefault(room);
        if (seats is not null && seats.TryGetValue(peer, out var heldAt))
        {
            seats[peer] = Math.Max(heldAt, version);
            return true;
        }
        if (_count >= maxSeats) return false;
        if (seats is null) _held[room] = seats = new(StringComparer.Ordinal);
        seats[peer] = version;
        _count++;
        return true;
    }

    public bool Holds(string room, string peer) => _held.TryGetValue(room, out var seats) && seats.ContainsKey(peer);

    public bool HoldsAnyOf(string room) => _held.ContainsKey(room);

    /// <summary>A seat is empty as of a version, or whatever it was when null; false when it was taken again later.</summary>
    public bool Empty(string room, string peer, long? version, TimeSpan now)
    {
        if (version is { } at) Remember((room, peer), at, now);
        if (!_held.TryGetValue(room, out var seats) || !seats.TryGetValue(peer, out var heldAt)) return true;
        if (heldAt > version) return false;
        seats.Remove(peer);
        if (seats.Count == 0) _held.Remove(room);
        _count--;
        return true;
    }

    /// <summary>All seats of a room are empty for now: whoever is told of next takes one.</summary>
    public void Empty(string room)
    {
        if (_held.Remove(room, out var seats)) _count -= seats.Count;
    }

    /// <summary>The room is over, and no seat in it can be taken again.</summary>
    public void Close(string room, TimeSpan now)
    {
        Empty(room);
        Remember((room, Everybody), long.MaxValue, now);
    }

    private void Remember((string Room, string Peer) key, long version, TimeSpan now)
    {
        ForgetOld(now);
        if (_gone.TryGetValue(key, out var before) && before >= version) return;
        _gone[key] = version;
        _goneSince.Enqueue((key, version, now));
    }

    private void ForgetOld(TimeSpan now)
    {
        while (_goneSince.TryPeek(out var oldest) && (now - oldest.At >= RememberedFor || _goneSince.Count > MaxGone))
        {
            _goneSince.Dequeue();
            if (_gone[oldest.Key] == oldest.Version) _gone.Remove(oldest.Key);
        }
    }
}
