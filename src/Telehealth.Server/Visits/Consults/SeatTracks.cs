using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// What microphones, cameras and screens of the seats are doing, what they are held to, who looks at what, and what the relay tells about
/// whose voice and link. Not worth keeping in the log either.
/// </summary>
internal sealed class SeatTracks(SeatTable table)
{
    private readonly Lock _lock = table.Lock;
    private readonly Dictionary<SeatKey, Seat> _seats = table.Seats;

    /// <summary>What the seat's media are doing; null when this connection does not hold it.</summary>
    public ParticipantView? Show(SeatKey key, string connection, MediaState media)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat) || seat.Connection != connection)
                return null;
            seat.Media = seat.Who.Role == ParticipantRole.Observer ? Seat.Nothing : media;
            return seat.View(key.Participant);
        }
    }

    /// <summary>What the relay should know of the seat.</summary>
    public SeatMedia MediaOf(SeatKey key)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(key, out var seat)
                ? new SeatMedia(seat.Muted, seat.OnScreen, seat.ListensTo, seat.Media.Microphone)
                : new SeatMedia(Seat.Nothing, null, null, false);
        }
    }

    /// <summary>
    /// Takes over what the clinician holds back of everybody. Returns the
    /// seats for which this is news; what is older than known is ignored.
    /// </summary>
    public IReadOnlyList<(SeatKey Key, ParticipantView View)> Mute(
        TenantId tenant, Guid consult, IReadOnlyCollection<Consult.MutedTrack> muted, long version)
    {
        lock (_lock)
        {
            List<(SeatKey, ParticipantView)> changed = [];
            foreach (var (key, seat) in _seats.Where(pair =>
                    pair.Key.Tenant == tenant && pair.Key.Consult == consult && pair.Value.MutedAt < version))
            {
                var state = StateOf(muted, new ParticipantId(key.Participant));
                var isNews = state != seat.Muted;
                (seat.Muted, seat.MutedAt) = (state, version);
                if (isNews)
                    changed.Add((key, seat.View(key.Participant)));
            }

            return changed;
        }
    }

    /// <summary>False when this connection does not hold the seat.</summary>
    public bool Watch(SeatKey key, string connection, IReadOnlyList<TrackWishView> onScreen) =>
        Change(key, connection, seat => seat.OnScreen = onScreen);

    /// <summary>False when this connection does not hold the seat.</summary>
    public bool ListenTo(SeatKey key, string connection, Guid? interpreter) =>
        Change(key, connection, seat => seat.ListensTo = interpreter);

    /// <summary>The interpreter is gone: whoever listened to them hears the floor again.</summary>
    public IReadOnlyList<SeatKey> StopListeningTo(SeatKey interpreter)
    {
        lock (_lock)
        {
            List<SeatKey> listeners = [];
            foreach (var (key, seat) in _seats)
            {
                if (key.Tenant != interpreter.Tenant || key.Consult != interpreter.Consult || seat.ListensTo != interpreter.Participant)
                    continue;
                seat.ListensTo = null;
                listeners.Add(key);
            }

            return listeners;
        }
    }

    /// <summary>Whose voice leads now. Returns whose consult it is; null for one that is not here.</summary>
    public TenantId? LetSpeak(Guid consult, Guid? participant)
    {
        lock (_lock)
        {
            TenantId? tenant = null;
            foreach (var (key, seat) in _seats.Where(pair => pair.Key.Consult == consult))
            {
                seat.Speaks = key.Participant == participant;
                tenant = key.Tenant;
            }

            return tenant;
        }
    }

    public Guid? SpeakerOf(TenantId tenant, Guid consult)
    {
        lock (_lock)
        {
            return _seats.Where(pair => pair.Key.Tenant == tenant && pair.Key.Consult == consult && pair.Value.Speaks)
                .Select(pair => (Guid?)pair.Key.Participant).FirstOrDefault();
        }
    }

    /// <summary>What a link carries now; null when nobody sits there.</summary>
    public SeatQuality? Rate(Guid consult, Guid participant, QualityRung rung, QualityCause cause)
    {
        lock (_lock)
        {
            foreach (var (key, seat) in _seats.Where(pair => pair.Key.Consult == consult && pair.Key.Participant == participant))
            {
                (seat.Rung, seat.Cause) = (rung, cause);
                return new SeatQuality(key, seat.Who.Name, rung, cause);
            }

            return null;
        }
    }

    /// <summary>Those whose link does not carry everything.</summary>
    public IReadOnlyList<SeatQuality> WeakOnes(TenantId tenant, Guid consult)
    {
        lock (_lock)
        {
            return
            [
                .. _seats
                    .Where(pair => pair.Key.Tenant == tenant && pair.Key.Consult == consult && pair.Value.Rung != QualityRung.Video)
                    .Select(pair => new SeatQuality(pair.Key, pair.Value.Who.Name, pair.Value.Rung, pair.Value.Cause)),
            ];
        }
    }

    private bool Change(SeatKey key, string connection, Action<Seat> change)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(key, out var seat) || seat.Connection != connection)
                return false;
            change(seat);
            return true;
        }
    }

    private static MediaState StateOf(IReadOnlyCollection<Consult.MutedTrack> muted, ParticipantId participant) => new(
        muted.Contains(new Consult.MutedTrack(participant, MediaSource.Microphone)),
        muted.Contains(new Consult.MutedTrack(participant, MediaSource.Camera)),
        muted.Contains(new Consult.MutedTrack(participant, MediaSource.Screen)));
}

/// <summary>What the relay is told about a seat when its connection is made.</summary>
/// <param name="Muted">What the clinician holds back.</param>
/// <param name="OnScreen">What is on the participant's screen; null for everything.</param>
/// <param name="ListensTo">Whom the participant hears instead of the floor.</param>
/// <param name="IsMicrophoneOn">Whether audio should come.</param>
internal sealed record SeatMedia(MediaState Muted, IReadOnlyList<TrackWishView>? OnScreen, Guid? ListensTo, bool IsMicrophoneOn);

/// <summary>Somebody's link, as the others should know it.</summary>
internal sealed record SeatQuality(SeatKey Seat, string Name, QualityRung Rung, QualityCause Cause);
