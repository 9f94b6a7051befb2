namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Lets what happens to one seat on this node go one after another, in order of arrival, so that what is in the log and who sits there
/// agree. Any thread may call.
/// </summary>
internal sealed class SeatTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SeatKey, Line> _lines = [];

    /// <summary>Dispose the turn to let the next one go.</summary>
    public async ValueTask<Turn> Take(SeatKey key, CancellationToken ct)
    {
        Line line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out line!))
                _lines.Add(key, line = new Line());
            line.Callers++;
        }

        try
        {
            await line.Head.WaitAsync(ct);
        }
        catch
        {
            Leave(key, line);
            throw;
        }
        return new Turn(this, key, line);
    }

    private void Leave(SeatKey key, Line line)
    {
        lock (_gate)
        {
            if (--line.Callers == 0)
                _lines.Remove(key);
        }
    }

    internal sealed class Line
    {
        // Never disposed: it holds no handle as long as nobody asks for one.
        public SemaphoreSlim Head { get; } = new(1, 1);

        public int Callers { get; set; }
    }

    internal sealed class Turn(SeatTurns turns, SeatKey key, Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Head.Release();
            turns.Leave(key, line);
        }
    }
}
