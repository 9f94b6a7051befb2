using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// How far seats have come in the chat, as their pages told since it was written last: one entry a seat, whatever a page sends.
/// The hub's threads and <see cref="ChatMarkClock"/> write, under one lock that is never held across a wait.
/// </summary>
internal sealed class ChatMarks(TimeProvider time)
{
    private readonly Lock _lock = new();
    private Dictionary<SeatKey, ChatMark> _unwritten = [];
    private DateTimeOffset? _since;

    // They are written once a second.
    public DueWork Work => new("chat marks", TimeSpan.FromSeconds(30), _ =>
    {
        lock (_lock)
        {
            return Task.FromResult(_unwritten.Count == 0 ? Due.Nothing : new Due(_unwritten.Count, _since));
        }
    });

    /// <summary>A mark only goes forward, and what was read was delivered.</summary>
    public void Note(SeatKey seat, long delivered, long read)
    {
        lock (_lock)
        {
            var before = _unwritten.GetValueOrDefault(seat);
            read = Math.Max(read, before?.Read ?? 0);
            delivered = Math.Max(Math.Max(delivered, before?.Delivered ?? 0), read);
            _since ??= time.GetUtcNow();
            _unwritten[seat] = new ChatMark(seat.Participant, delivered, read);
        }
    }

    /// <summary>What was taken is kept now.</summary>
    public void NoteWritten()
    {
        lock (_lock)
        {
            _since = _unwritten.Count == 0 ? null : time.GetUtcNow();
        }
    }

    /// <summary>Whoever cannot keep them notes them again.</summary>
    public IReadOnlyDictionary<SeatKey, ChatMark> TakeUnwritten()
    {
        lock (_lock)
        {
            var taken = _unwritten;
            _unwritten = [];
            return taken;
        }
    }
}
