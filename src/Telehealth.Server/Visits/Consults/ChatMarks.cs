namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// How far seats have come in the chat, as their pages told since it was written last: one entry a seat, whatever a page sends.
/// The hub's threads and <see cref="ChatMarkClock"/> write, under one lock that is never held across a wait.
/// </summary>
internal sealed class ChatMarks
{
    private readonly Lock _lock = new();
    private Dictionary<SeatKey, ChatMark> _unwritten = [];

    /// <summary>A mark only goes forward, and what was read was delivered.</summary>
    public void Note(SeatKey seat, long delivered, long read)
    {
        lock (_lock)
        {
            var before = _unwritten.GetValueOrDefault(seat);
            read = Math.Max(read, before?.Read ?? 0);
            delivered = Math.Max(Math.Max(delivered, before?.Delivered ?? 0), read);
            _unwritten[seat] = new ChatMark(seat.Participant, delivered, read);
        }
    }

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
