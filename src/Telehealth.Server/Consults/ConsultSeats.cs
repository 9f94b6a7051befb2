using Telehealth.Domain.Consults;
using Telehealth.Media.Routing;

namespace Telehealth.Server.Consults;

/// <summary>A seat of one consult.</summary>
internal readonly record struct SeatKey(TenantId Tenant, Guid Consult, Guid Participant);

/// <summary>What the relay is told about a seat when its connection is made.</summary>
/// <param name="Muted">What the clinician holds back.</param>
/// <param name="OnScreen">What is on the participant's screen; null for everything.</param>
/// <param name="ListensTo">Whom the participant hears instead of the floor.</param>
/// <param name="IsMicrophoneOn">Whether sound should come.</param>
internal sealed record SeatMedia(MediaState Muted, IReadOnlyList<TrackWishView>? OnScreen, Guid? ListensTo, bool IsMicrophoneOn);

/// <summary>Somebody's link, as the others should know it.</summary>
internal sealed record SeatQuality(SeatKey Seat, string Name, QualityRung Rung, QualityCause Cause);

/// <summary>
/// Who is connected right now, on this node. Seats themselves stand in the log; this is what is not worth keeping there: which connections
/// hold a seat, what microphone, camera and screen are doing, who speaks, and who watches what. Guarded by one lock that is never held across a wait.
/// </summary>
internal sealed partial class ConsultSeats(TimeProvider time)
{
    private static readonly MediaState Nothing = new(Microphone: false, Camera: false, Screen: false);
    private readonly Lock _lock = new();
    private readonly Dictionary<SeatKey, Seat> _seats = [];

    /// <summary>Takes the seat with a connection, for the first time or again.</summary>
    public ParticipantView Sit(SeatKey key, string name, ParticipantRole role, string connection)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat))
                _seats.Add(key, seat = new Seat(name, role));
            (seat.Name, seat.Role) = (name, role);
            seat.Connections.Add(connection);
            Become(seat, PresenceState.Here);
            return seat.View(key.Participant);
        }
    }

    /// <summary>Remembers somebody who is seated by the log but not connected here: after a restart, until they come back or their time is up.</summary>
    public void Expect(SeatKey key, string name, ParticipantRole role)
    {
        lock (_lock)
        {
            if (_seats.ContainsKey(key))
                return;
            var seat = new Seat(name, role);
            Become(seat, PresenceState.Reconnecting);
            _seats.Add(key, seat);
        }
    }

    public bool Holds(SeatKey key, string connection)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat) && seat.Connections.Contains(connection);
        }
    }

    /// <summary>What the seat's media are doing; null when this connection does not hold it.</summary>
    public ParticipantView? Show(SeatKey key, string connection, MediaState media)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat) || !seat.Connections.Contains(connection))
                return null;
            seat.Media = seat.Role == ParticipantRole.Observer ? Nothing : media;
            return seat.View(key.Participant);
        }
    }

    /// <summary>A connection is gone: seats that only it held are kept, and their people are now reconnecting.</summary>
    public IReadOnlyList<(SeatKey Key, ParticipantView View)> Drop(string connection)
    {
        lock (_lock)
        {
            List<(SeatKey, ParticipantView)> dropped = [];
            foreach (var (key, seat) in _seats)
            {
                if (!seat.Connections.Remove(connection) || seat.Connections.Count > 0)
                    continue;
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
            seat.Connections.Clear();
            seat.Media = Nothing;
            (seat.OnScreen, seat.ListensTo, seat.Speaks) = (null, null, false);
            (seat.Rung, seat.Cause) = (QualityRung.Video, QualityCause.Good);
            Become(seat, PresenceState.Away);
            return seat.View(key.Participant);
        }
    }

    /// <summary>Seats whose people have been gone for longer than this.</summary>
    public IReadOnlyList<SeatKey> GoneFor(TimeSpan limit)
    {
        var before = time.GetUtcNow() - limit;
        lock (_lock)
        {
            return [.. _seats.Where(pair => pair.Value.Presence == PresenceState.Reconnecting && pair.Value.Since < before).Select(pair => pair.Key)];
        }
    }

    public IReadOnlyList<ParticipantView> Of(TenantId tenant, Guid consult)
    {
        lock (_lock)
        {
            return [.. _seats.Where(pair => pair.Key.Tenant == tenant && pair.Key.Consult == consult).Select(pair => pair.Value.View(pair.Key.Participant))];
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

    private void Become(Seat seat, PresenceState presence)
    {
        if (seat.Presence == presence)
            return;
        seat.Presence = presence;
        seat.Since = time.GetUtcNow();
    }

    private sealed class Seat(string name, ParticipantRole role)
    {
        public string Name { get; set; } = name;

        public ParticipantRole Role { get; set; } = role;

        public HashSet<string> Connections { get; } = [];

        public PresenceState Presence { get; set; } = PresenceState.Away;

        public DateTimeOffset Since { get; set; }

        public MediaState Media { get; set; } = Nothing;

        public MediaState Muted { get; set; } = Nothing;

        /// <summary>The version of the consult at which <see cref="Muted"/> was read.</summary>
        public long MutedAt { get; set; }

        public IReadOnlyList<TrackWishView>? OnScreen { get; set; }

        public Guid? ListensTo { get; set; }

        public bool Speaks { get; set; }

        public QualityRung Rung { get; set; }

        public QualityCause Cause { get; set; }

        public ParticipantView View(Guid participant) => new(participant, Name, Role, Presence, Since, Media, Muted);
    }
}
