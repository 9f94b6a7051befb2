namespace Telehealth.Server.Visits.Consults;

/// <summary>A page of this node in a room, on whichever node that is.</summary>
/// <param name="Seat">The seat that it holds, as far as this node has heard.</param>
/// <param name="Connection">Of the page.</param>
/// <param name="IsGuest">Whether a guest sits there.</param>
/// <param name="ReadsAfter">Lines of chat with a higher number than this are for the participant.</param>
/// <param name="Home">The node on which the room is; null until the page has entered.</param>
/// <param name="End">Ends the page's connection.</param>
internal sealed record SeatedPage(SeatKey Seat, string Connection, bool IsGuest, long ReadsAfter, string? Home, Action End);

/// <summary>
/// The pages that are connected to this node and sit in a room: what this node must know to tell them of what is stored, and to tell a
/// room's home when one of them is gone. Who holds a seat, the room's home says. Any thread may call.
/// </summary>
internal sealed class SeatedPages
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<Guid, SeatedPage>> _ofConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HashSet<SeatedPage>> _ofConsult = [];

    /// <summary>A page is about to enter, or has entered.</summary>
    public void Put(SeatedPage page)
    {
        lock (_lock)
        {
            Remove(page.Connection, page.Seat.Consult);
            if (!_ofConnection.TryGetValue(page.Connection, out var consults))
                _ofConnection.Add(page.Connection, consults = []);
            consults.Add(page.Seat.Consult, page);
            if (!_ofConsult.TryGetValue(page.Seat.Consult, out var pages))
                _ofConsult.Add(page.Seat.Consult, pages = []);
            pages.Add(page);
        }
    }

    /// <summary>Whether the page has entered and nobody has said since that it lost its seat.</summary>
    public bool Holds(SeatKey seat, string connection) => Find(connection, seat.Consult) is { Home: not null } page && page.Seat == seat;

    public SeatedPage? Find(string connection, Guid consult)
    {
        lock (_lock)
            return _ofConnection.GetValueOrDefault(connection)?.GetValueOrDefault(consult);
    }

    /// <summary>Those who are in a consult by this node.</summary>
    public IReadOnlyList<SeatedPage> Of(TenantId tenant, Guid consult)
    {
        lock (_lock)
            return [.. (_ofConsult.GetValueOrDefault(consult) ?? []).Where(page => page.Seat.Tenant == tenant && page.Home is not null)];
    }

    /// <summary>All that have entered.</summary>
    public IReadOnlyList<SeatedPage> All()
    {
        lock (_lock)
            return [.. _ofConsult.Values.SelectMany(pages => pages).Where(page => page.Home is not null)];
    }

    public void Forget(string connection, Guid consult)
    {
        lock (_lock)
            Remove(connection, consult);
    }

    /// <summary>The consult is over.</summary>
    public void Forget(RoomKey room)
    {
        foreach (var page in Of(room.Tenant, room.Consult))
            Forget(page.Connection, room.Consult);
    }

    /// <summary>The connection is gone. Returns where it sat.</summary>
    public IReadOnlyList<SeatKey> Forget(string connection)
    {
        lock (_lock)
        {
            if (!_ofConnection.TryGetValue(connection, out var consults))
                return [];
            SeatKey[] seats = [.. consults.Values.Select(page => page.Seat)];
            foreach (var seat in seats)
                Remove(connection, seat.Consult);
            return seats;
        }
    }

    private void Remove(string connection, Guid consult)
    {
        if (!_ofConnection.TryGetValue(connection, out var consults) || !consults.Remove(consult, out var page))
            return;
        if (consults.Count == 0)
            _ofConnection.Remove(connection);
        var pages = _ofConsult[consult];
        pages.Remove(page);
        if (pages.Count == 0)
            _ofConsult.Remove(consult);
    }
}
