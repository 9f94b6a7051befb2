using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Rooms;

namespace Telehealth.Server.Visits.Consults;

/// <summary>What is known of one participant's connection just now.</summary>
internal readonly record struct QualityNow(double LossFromPercent, int Reconnects, QualitySample? Browser);

/// <summary>How one participant's call was so far.</summary>
internal sealed record SeatFigures(SeatKey Seat, ParticipantRole Role, QualityFigures Figures);

/// <summary>
/// How the calls of this node do, in memory: one entry a seat, of a fixed size, for as long as the seat's consult runs here. Guarded by
/// one lock that is never held across a wait.
/// </summary>
internal sealed class QualitySamples(TimeProvider time)
{
    // Browsers report every five seconds; a little earlier is a timer's right.
    private static readonly TimeSpan ReportAtMostEvery = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly Dictionary<SeatKey, Entry> _entries = [];

    /// <summary>A seat's connection as the relay sees it.</summary>
    public void Sample(SeatKey seat, ParticipantRole role, PeerStatistics now)
    {
        lock (_lock)
        {
            EntryOf(seat, role).Figures.Add(now);
        }
    }

    /// <summary>A browser's report. What comes faster than it should is left out.</summary>
    public void Report(SeatKey seat, ParticipantRole role, QualitySample told)
    {
        lock (_lock)
        {
            var entry = EntryOf(seat, role);
            if (entry.ReportedAt is { } last && time.GetElapsedTime(last) < ReportAtMostEvery)
                return;
            entry.ReportedAt = time.GetTimestamp();
            entry.Figures.Add(told);
        }
    }

    /// <summary>A participant's connection was lost.</summary>
    public void Lost(Guid consult, Guid participant)
    {
        lock (_lock)
        {
            foreach (var (_, entry) in _entries.Where(pair => pair.Key.Consult == consult && pair.Key.Participant == participant))
                entry.Figures.Lose();
        }
    }

    /// <summary>Whether the seat's connection was ever looked at.</summary>
    public bool Knows(SeatKey seat)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(seat, out var entry) && entry.Figures.Sum() is not null;
        }
    }

    public QualityNow NowOf(SeatKey seat)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(seat, out var entry)
                ? new QualityNow(entry.Figures.LossFromPercent, entry.Figures.Reconnects, entry.Figures.Browser)
                : default;
        }
    }

    /// <summary>What has not been written yet of these seats.</summary>
    public IReadOnlyList<SeatFigures> Unwritten(Func<SeatKey, bool> wanted)
    {
        lock (_lock)
        {
            List<SeatFigures> unwritten = [];
            foreach (var (seat, entry) in _entries)
            {
                if (!entry.Figures.IsWritten && wanted(seat) && entry.Figures.Sum() is { } figures)
                    unwritten.Add(new SeatFigures(seat, entry.Role, figures));
            }

            return unwritten;
        }
    }

    /// <summary>These figures are kept now. What came since then will be written again.</summary>
    public void NoteWritten(SeatFigures written)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(written.Seat, out var entry))
                entry.Figures.IsWritten = entry.Figures.Sum() == written.Figures;
        }
    }

    /// <summary>Forgets the seats of consults that are over.</summary>
    public void Forget(Func<SeatKey, bool> over)
    {
        lock (_lock)
        {
            foreach (var seat in _entries.Keys.Where(over).ToArray())
                _entries.Remove(seat);
        }
    }

    private Entry EntryOf(SeatKey seat, ParticipantRole role)
    {
        if (!_entries.TryGetValue(seat, out var entry))
            _entries.Add(seat, entry = new Entry(role));
        return entry;
    }

    private sealed class Entry(ParticipantRole role)
    {
        public ParticipantRole Role { get; } = role;

        public CallFigures Figures { get; } = new();

        public long? ReportedAt { get; set; }
    }
}
