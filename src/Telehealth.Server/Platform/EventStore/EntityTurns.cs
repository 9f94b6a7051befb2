namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Lets the commands of one entity on this node go one after another, in order of arrival. Only spares decisions that would lose:
/// correctness rests on the log alone. Any thread may call.
/// </summary>
internal sealed class EntityTurns(int waitingPerEntity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EntityKey, Line> _lines = [];

    /// <summary>Null when too many wait already. Dispose the turn to let the next one go.</summary>
    public async ValueTask<Turn?> Take(EntityKey key, CancellationToken ct)
    {
        Line line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out line!))
                _lines.Add(key, line = new Line());
            if (line.Callers > waitingPerEntity)
                return null;
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

    private void Leave(EntityKey key, Line line)
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

    internal sealed class Turn(EntityTurns turns, EntityKey key, Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Head.Release();
            turns.Leave(key, line);
        }
    }
}
