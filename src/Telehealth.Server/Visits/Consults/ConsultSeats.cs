using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Visits.Consults;

/// <summary>What came of sitting down.</summary>
/// <param name="Id">Names the sitting: from one page's sitting down until
/// another page of the same person does, or until the seat is empty.</param>
/// <param name="IsNew">Whether it began just now: then the relay is to know nothing of what was before.</param>
/// <param name="TakenFrom">The connection that held the seat until now, when it is another one.</param>
internal sealed record Sitting(Guid Id, bool IsNew, string? TakenFrom, ParticipantView View);

/// <summary>A seat that was taken away, with the connection that held it; null when its person was not connected.</summary>
internal sealed record LeftSeat(SeatKey Seat, ParticipantRole Role, string? Connection);

/// <summary>
/// Who is connected right now, in the rooms of this node. Seats themselves stand in the log; this is what is not worth keeping there: which
/// connection, to whichever node, holds a seat, and since when nobody does.
/// </summary>
internal sealed class ConsultSeats(SeatTable table, TimeProvider time)
{
    private readonly Lock _lock = table.Lock;
    private readonly Dictionary<SeatKey, Seat> _seats = table.Seats;

    /// <summary>
    /// Takes the seat with a connection, for the first time, again, or from another one of the
    /// same person: a seat has one holder, the newest. The same sitting goes on when its page
    /// names it or asks twice; otherwise a new one begins, which has told nothing of itself yet.
    /// </summary>
    public Sitting Sit(SeatKey key, Occupant who, SeatPage page, Guid? goesOn)
    {
        var (connection, node) = page;
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat))
                _seats.Add(key, seat = new Seat(who));
            var before = seat.Connection == connection ? null : seat.Connection;
            var isNew =
                seat.Presence == PresenceState.Away
                || seat.Sitting == Guid.Empty
                || (seat.Connection != connection && seat.Sitting != goesOn);
            if (isNew)
                seat.BeginSitting();
            (seat.Who, seat.Connection, seat.Node) = (who, connection, node);
            Become(seat, PresenceState.Here);
            return new Sitting(seat.Sitting, isNew, before, seat.View(key.Participant));
        }
    }

    /// <summary>
    /// Whether the person has sat down with another page since this sitting. A page that asks twice is the one that sits there.
    /// </summary>
    public bool IsElsewhere(SeatKey key, Guid sitting, string connection)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat)
                && seat.Sitting != Guid.Empty && seat.Sitting != sitting && seat.Connection != connection;
        }
    }

    /// <summary>The sitting that holds the seat now; empty when none does.</summary>
    public Guid SittingOf(SeatKey key)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat) && seat.Presence != PresenceState.Away ? seat.Sitting : Guid.Empty;
        }
    }

    /// <summary>
    /// Remembers somebody who is seated by the log but not connected here: after a restart, until they come back or their time is up.
    /// </summary>
    public void Expect(SeatKey key, Occupant who)
    {
        lock (_lock)
        {
            if (_seats.ContainsKey(key))
                return;
            var seat = new Seat(who);
            Become(seat, PresenceState.Reconnecting);
            _seats.Add(key, seat);
        }
    }

    public bool Holds(SeatKey key, string connection)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat) && seat.Connection == connection;
        }
    }

    /// <summary>
    /// Somebody writes: whether the others are to be told, which they are once in this time; null when this connection has no seat.
    /// </summary>
    public bool? Types(SeatKey key, string connection, TimeSpan toldEvery)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat) || seat.Connection != connection)
                return null;
            var now = time.GetUtcNow();
            if (now - seat.TypesSince < toldEvery)
                return false;
            seat.TypesSince = now;
            return true;
        }
    }

    /// <summary>A connection is gone: the seats that it held are kept, and their people are now reconnecting.</summary>
    public IReadOnlyList<(SeatKey Key, ParticipantView View)> Drop(string connection) => Drop(seat => seat.Connection == connection);

    /// <summary>The same, of all connections to nodes that are gone.</summary>
    public IReadOnlyList<(SeatKey Key, ParticipantView View)> DropFrom(Func<string, bool> isGone)
    {
        string[] nodes;
        lock (_lock)
            nodes = [.. _seats.Values.Where(seat => seat.Connection is not null).Select(seat => seat.Node).OfType<string>().Distinct()];
        var gone = nodes.Where(isGone).ToHashSet(StringComparer.Ordinal);
        return gone.Count == 0 ? [] : Drop(seat => seat is { Connection: not null, Node: { } node } && gone.Contains(node));
    }

    private List<(SeatKey Key, ParticipantView View)> Drop(Func<Seat, bool> isGone)
    {
        lock (_lock)
        {
            List<(SeatKey, ParticipantView)> dropped = [];
            foreach (var (key, seat) in _seats.Where(pair => isGone(pair.Value)))
            {
                seat.Connection = null;
                Become(seat, PresenceState.Reconnecting);
                dropped.Add((key, seat.View(key.Participant)));
            }

            return dropped;
        }
    }

    /// <summary>Left of their own will, or was removed; null when the seat was not held.</summary>
    public ParticipantView? Leave(SeatKey key)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat))
                return null;
            (seat.Connection, seat.IsForfeit) = (null, false);
            seat.Forget();
            (seat.Rung, seat.Cause) = (QualityRung.Video, QualityCause.Good);
            Become(seat, PresenceState.Away);
            return seat.View(key.Participant);
        }
    }

    /// <summary>Whether the seat's person has been gone for longer than this.</summary>
    public bool IsGoneFor(SeatKey key, TimeSpan limit)
    {
        var before = time.GetUtcNow() - limit;
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat) && seat.IsGoneSince(before);
        }
    }

    /// <summary>Seats whose people have been gone for longer than this.</summary>
    public IReadOnlyList<SeatKey> GoneFor(TimeSpan limit)
    {
        var before = time.GetUtcNow() - limit;
        lock (_lock)
        {
            return [.. _seats.Where(pair => pair.Value.IsGoneSince(before)).Select(pair => pair.Key)];
        }
    }

    /// <summary>How many those are, and since when the first of them is.</summary>
    public Due Forgotten(TimeSpan limit)
    {
        var before = time.GetUtcNow() - limit;
        lock (_lock)
        {
            var gone = _seats.Values.Where(seat => seat.IsGoneSince(before)).Select(seat => seat.Since).ToList();
            return gone.Count == 0 ? Due.Nothing : new Due(gone.Count, gone.Min() + limit);
        }
    }

    public IReadOnlyList<ParticipantView> Of(TenantId tenant, Guid consult)
    {
        lock (_lock)
        {
            return
            [
                .. _seats
                    .Where(pair => pair.Key.Tenant == tenant && pair.Key.Consult == consult)
                    .Select(pair => pair.Value.View(pair.Key.Participant)),
            ];
        }
    }

    /// <summary>Every seat of the consult that is known here, held or not.</summary>
    public IReadOnlyList<SeatKey> KeysOf(TenantId tenant, Guid consult)
    {
        lock (_lock)
        {
            return [.. _seats.Keys.Where(key => key.Tenant == tenant && key.Consult == consult)];
        }
    }

    /// <summary>In which role somebody holds this seat; null when nobody does.</summary>
    public ParticipantRole? RoleOf(SeatKey key)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat) && seat.Presence != PresenceState.Away ? seat.Who.Role : null;
        }
    }

    /// <summary>Every seat that anybody has sat in here.</summary>
    public IReadOnlyList<SeatKey> Known()
    {
        lock (_lock)
            return [.. _seats.Keys];
    }

    /// <summary>The seat as it is now; null when it is not known here.</summary>
    public ParticipantView? ViewOf(SeatKey key)
    {
        lock (_lock)
            return _seats.GetValueOrDefault(key)?.View(key.Participant);
    }

    /// <summary>Every seat that somebody holds, here or on the way back.</summary>
    public IReadOnlyList<(SeatKey Key, ParticipantRole Role)> Held()
    {
        lock (_lock)
        {
            return [.. _seats.Where(pair => pair.Value.Presence != PresenceState.Away).Select(pair => (pair.Key, pair.Value.Who.Role))];
        }
    }

    /// <summary>Every consult that anybody has sat in here and that is not over.</summary>
    public IReadOnlySet<(TenantId Tenant, Guid Consult)> Consults()
    {
        lock (_lock)
        {
            return _seats.Keys.Select(key => (key.Tenant, key.Consult)).ToHashSet();
        }
    }

    /// <summary>Forgets a seat, and who held it; null when it is not known here.</summary>
    public LeftSeat? Remove(SeatKey key)
    {
        lock (_lock)
        {
            return _seats.Remove(key, out var seat) ? new LeftSeat(key, seat.Who.Role, seat.Connection) : null;
        }
    }

    /// <summary>The consult is over.</summary>
    public void Clear(TenantId tenant, Guid consult)
    {
        lock (_lock)
        {
            foreach (var key in _seats.Keys.Where(key => key.Tenant == tenant && key.Consult == consult).ToArray())
                _seats.Remove(key);
        }
    }

    /// <summary>The sign-ins by which seats are held now.</summary>
    public IReadOnlyList<(TenantId Tenant, Guid SessionId)> Sessions()
    {
        lock (_lock)
        {
            return [.. _seats.Where(pair => pair.Value is { Presence: not PresenceState.Away, Who.Session: not null })
                .Select(pair => (pair.Key.Tenant, pair.Value.Who.Session ?? default))];
        }
    }

    /// <summary>These sign-ins have ended: nobody holds their seats any more. Returns the seats that are to be emptied.</summary>
    public IReadOnlyList<SeatKey> EndSessions(IReadOnlySet<Guid> ended)
    {
        lock (_lock)
        {
            List<SeatKey> seats = [];
            foreach (var (key, seat) in _seats)
            {
                if (seat.IsForfeit
                    || seat.Presence == PresenceState.Away
                    || seat.Who.Session is not { } session
                    || !ended.Contains(session))
                    continue;
                (seat.Connection, seat.IsForfeit) = (null, true);
                Become(seat, PresenceState.Reconnecting);
                seats.Add(key);
            }

            return seats;
        }
    }

    /// <summary>Whether the sign-in by which the seat was held has ended, and the seat has not been emptied yet.</summary>
    public bool IsForfeit(SeatKey key)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat) && seat.IsForfeit;
        }
    }

    private void Become(Seat seat, PresenceState presence)
    {
        if (seat.Presence == presence)
            return;
        seat.Presence = presence;
        seat.Since = time.GetUtcNow();
    }
}
