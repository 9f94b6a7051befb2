namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// Which loop each room is on. A room goes to the loop with the fewest seats, the first of them where several have as few, and stays there
/// until nothing of it has been asked for long and its loop knows nothing of it any more. Any thread may call; packets never do.
/// </summary>
/// <param name="loops">How many there are.</param>
/// <param name="maxRooms">More than this are not placed.</param>
internal sealed class RoomPlacement(int loops, int maxRooms)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlacedRoom> _places = new(StringComparer.Ordinal);

    // A seat is counted by its loop from its first offer on; until then a room that was told of stands for one.
    private readonly int[] _awaited = new int[loops];

    /// <summary>Rooms that have a loop.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _places.Count;
        }
    }

    /// <summary>The room's loop; -1 when it has none.</summary>
    public int Find(string room, TimeSpan now)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(room, out var place)) return -1;
            place.AskedAt = now;
            return place.Loop;
        }
    }

    /// <summary>The room's loop, which is chosen now if it has none; -1 when there are too many rooms.</summary>
    /// <param name="room">The room.</param>
    /// <param name="seats">How many seats each loop has; of one that is not to be chosen the highest number.</param>
    /// <param name="awaitsSeat">Whether somebody is about to sit there.</param>
    /// <param name="now">Monotonic time.</param>
    public int Place(string room, ReadOnlySpan<int> seats, bool awaitsSeat, TimeSpan now)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(room, out var place))
            {
                if (_places.Count >= maxRooms) return -1;
                _places[room] = place = new(LeastLoaded(seats));
                Await(place, awaitsSeat);
            }
            place.AskedAt = now;
            return place.Loop;
        }
    }

    /// <summary>Its loop counts the room's seats from now on, or it will have none.</summary>
    public void EndWait(string room)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(room, out var place)) Await(place, false);
        }
    }

    /// <summary>A loop's rooms for which nothing was asked since a moment.</summary>
    public IReadOnlyList<string> NotAskedSince(int loop, TimeSpan moment)
    {
        lock (_lock)
        {
            return [.. _places.Where(entry => entry.Value.Loop == loop && entry.Value.AskedAt <= moment).Select(entry => entry.Key)];
        }
    }

    /// <summary>Forgets rooms, but for those for which something was asked since that moment.</summary>
    public void Forget(IEnumerable<string> rooms, TimeSpan moment)
    {
        lock (_lock)
        {
            foreach (var room in rooms)
            {
                if (!_places.TryGetValue(room, out var place) || place.AskedAt > moment) continue;
                Await(place, false);
                _places.Remove(room);
            }
        }
    }

    private int LeastLoaded(ReadOnlySpan<int> seats)
    {
        var least = 0;
        for (var i = 1; i < seats.Length; i++)
            if ((long)seats[i] + _awaited[i] < (long)seats[least] + _awaited[least])
                least = i;
        return least;
    }

    private void Await(PlacedRoom place, bool isAwaited)
    {
        if (place.IsAwaited == isAwaited) return;
        place.IsAwaited = isAwaited;
        _awaited[place.Loop] += isAwaited ? 1 : -1;
    }

    private sealed class PlacedRoom(int loop)
    {
        public int Loop => loop;

        public TimeSpan AskedAt { get; set; }

        public bool IsAwaited { get; set; }
    }
}
