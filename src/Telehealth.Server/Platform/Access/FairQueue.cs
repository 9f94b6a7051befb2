namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Runs costly work for many who ask, so that nobody's haste makes the others wait: one at a time in a lane, lanes in turn, and few
/// waiting. Who finds no place is refused at once. Any thread may ask.
/// </summary>
/// <param name="places">How much runs at the same time.</param>
/// <param name="waitingPerLane">How many wait in one lane behind the one that runs.</param>
/// <param name="waiting">How many wait in all lanes together.</param>
internal sealed class FairQueue(int places, int waitingPerLane, int waiting)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Lanes that have somebody waiting and nobody running, in the order of their turns.</summary>
    private readonly LinkedList<Lane> _turns = new();

    private int _running;
    private int _waiting;

    /// <summary>False when there was no place and the work was not done.</summary>
    public async Task<bool> TryRun(string lane, Func<Task> work, CancellationToken cancellation)
    {
        if (Enter(lane) is not { } turn)
            return false;
        try
        {
            await turn.Began.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Its turn may have come at this very moment; either way it is over.
            Leave(turn);
            throw;
        }

        try
        {
            await work();
        }
        finally
        {
            Leave(turn);
        }

        return true;
    }

    private Turn? Enter(string name)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(name, out var lane))
                _lanes.Add(name, lane = new Lane(name));
            var turn = new Turn(lane);
            if (!lane.IsBusy && _running < places)
            {
                Begin(turn);
                return turn;
            }

            if (_waiting >= waiting || lane.Waiting.Count >= waitingPerLane)
            {
                DropIfEmpty(lane);
                return null;
            }

            lane.Waiting.AddLast(turn);
            _waiting++;
            if (!lane.IsBusy && lane.Waiting.Count == 1)
                _turns.AddLast(lane);
            return turn;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_gate)
        {
            var lane = turn.Lane;
            if (turn.IsRunning)
            {
                _running--;
                lane.IsBusy = false;
                if (lane.Waiting.Count > 0)
                    _turns.AddLast(lane);
            }
            else if (lane.Waiting.Remove(turn))
            {
                _waiting--;
                if (lane.Waiting.Count == 0)
                    _turns.Remove(lane);
            }

            DropIfEmpty(lane);
            while (_running < places && _turns.First is { } next)
            {
                _turns.RemoveFirst();
                var first = next.Value.Waiting.First!.Value;
                next.Value.Waiting.RemoveFirst();
                _waiting--;
                Begin(first);
            }
        }
    }

    private void Begin(Turn turn)
    {
        _running++;
        turn.Lane.IsBusy = true;
        turn.IsRunning = true;
        turn.Began.TrySetResult();
    }

    private void DropIfEmpty(Lane lane)
    {
        if (!lane.IsBusy && lane.Waiting.Count == 0)
            _lanes.Remove(lane.Name);
    }

    private sealed class Lane(string name)
    {
        public string Name { get; } = name;

        public bool IsBusy { get; set; }

        public LinkedList<Turn> Waiting { get; } = new();
    }

    private sealed class Turn(Lane lane)
    {
        public Lane Lane { get; } = lane;

        public bool IsRunning { get; set; }

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
