using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Keeps marks once a second and tells the room those that went forward: a seat that reads fast is one row and one message.
/// </summary>
internal sealed class ChatMarkClock(
    ChatMarks marks, ChatMarkTable table, ConsultSeats seats, ConsultAudience audience, ILogger<ChatMarkClock> log) : BackgroundService
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(WriteEvery, Round, log, stoppingToken);

    private async Task Round(CancellationToken ct)
    {
        var unwritten = marks.TakeUnwritten();
        if (unwritten.Count == 0)
            return;
        IReadOnlyList<(SeatKey Seat, ChatMark Mark)> written;
        try
        {
            written = await table.Write(unwritten, ct);
            marks.NoteWritten();
        }
        catch
        {
            // The next round tries again, with what came meanwhile.
            foreach (var (seat, mark) in unwritten)
                marks.Note(seat, mark.Delivered, mark.Read);
            throw;
        }

        foreach (var room in written.GroupBy(mark => (mark.Seat.Tenant, mark.Seat.Consult)))
        {
            var (tenant, consult) = room.Key;
            await audience.Marked(consult, seats.Of(tenant, consult), [.. room.Select(mark => mark.Mark)]);
        }
    }
}
