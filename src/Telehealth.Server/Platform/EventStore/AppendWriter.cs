using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// This node's only writer to the log. Appends queue up while a commit is under way and then share the next one; callers hear the outcome
/// after the commit. When the queue is full, callers wait for a place.
/// </summary>
internal sealed class AppendWriter(
    HeldConnections connections,
    InlineReadModels readModels,
    LogSignal signal,
    StoreState state,
    EventStoreMetrics metrics,
    IOptions<EventStoreOptions> options,
    ILogger<AppendWriter> log) : IHostedService, IDisposable
{
    /// <summary>Longer than another node that froze in the middle of an append can hold the lock.</summary>
    private const int SecondsForBatch = 8;

    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(options.Value.QueuedAppends) { SingleReader = true });

    // Taken from the queue, but another append of the same entity or command had to go first.
    private readonly LinkedList<PendingAppend> _postponed = [];
    private readonly CancellationTokenSource _giveUp = new();
    private Task _loop = Task.CompletedTask;

    // The loop's own, so that whatever an append did to it is nobody else's trouble. Null until it is needed, and after a failure.
    private NpgsqlConnection? _connection;

    // 0 while nothing is written.
    private long _writingSince;

    /// <summary>How long the writer has been at the present batch, with all its tries.</summary>
    public TimeSpan WritingFor =>
        Volatile.Read(ref _writingSince) is var since && since != 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>
    /// Waits until the log has answered, at most <see cref="EventStoreOptions.AnswerWithin"/>.
    /// A caller that stops waiting does not take the append back.
    /// </summary>
    /// <exception cref="LogUnavailableException">It has not answered in time; what became of the append is not known.</exception>
    public async Task<AppendOutcome> Append(PendingAppend append, CancellationToken ct)
    {
        using var span = CommandTrace.Append();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.AnswerWithin);
        try
        {
            await _queue.Writer.WriteAsync(append, patience.Token);
            return await append.Outcome.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new LogUnavailableException(late);
        }
    }

    public Task StartAsync(CancellationToken ct)
    {
        metrics.WatchQueue(() => _queue.Reader.Count);
        _loop = Task.Run(Run, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more appends, writes those that wait, and then ends.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        _queue.Writer.TryComplete();
        await using var registration = ct.Register(_giveUp.Cancel);
        await _loop;
        if (_connection is { } connection)
            await connection.DisposeAsync();
    }

    public void Dispose() => _giveUp.Dispose();

    private async Task Run()
    {
        while (_postponed.Count > 0 || await _queue.Reader.WaitToReadAsync())
        {
            var batch = TakeBatch();
            Volatile.Write(ref _writingSince, Stopwatch.GetTimestamp());
            try
            {
                await Write(batch);
            }
            catch (Exception cause)
            {
                // The loop outlives whatever goes wrong: without it this node would take no command any more.
                log.AppendLoopFailed(cause);
                batch.ForEach(append => append.Fail(cause));
            }
            finally
            {
                Volatile.Write(ref _writingSince, 0);
            }
        }
    }

    private List<PendingAppend> TakeBatch()
    {
        List<PendingAppend> batch = [];
        HashSet<EntityKey> entities = [];
        HashSet<CommandContext> commands = [];
        bool Fits(PendingAppend append) =>
            !entities.Contains(append.Key) && commands.Add(append.Context) && entities.Add(append.Key);

        for (var node = _postponed.First; node is not null && batch.Count < options.Value.AppendsPerCommit;)
        {
            var next = node.Next;
            if (Fits(node.Value))
            {
                batch.Add(node.Value);
                _postponed.Remove(node);
            }
            node = next;
        }

        // No more is postponed than one commit could take, so that the queue's bound stays the bound.
        while (batch.Count < options.Value.AppendsPerCommit
            && _postponed.Count < options.Value.AppendsPerCommit
            && _queue.Reader.TryRead(out var append))
        {
            if (Fits(append))
                batch.Add(append);
            else
                _postponed.AddLast(append);
        }
        return batch;
    }

    /// <summary>
    /// After a lost connection nobody knows whether the batch was committed. Writing it again finds out: under the lock the commit of the
    /// first try is either over or will never be, and what it stored is known by its command ids.
    /// </summary>
    private async Task Write(List<PendingAppend> batch)
    {
        var started = Stopwatch.GetTimestamp();
        var wait = TimeSpan.FromMilliseconds(20);
        while (true)
        {
            try
            {
                await WriteTogether(batch);
                state.Succeeded();
                return;
            }
            catch (Exception cause) when (PostgresFailures.CannotWrite(cause) || PostgresFailures.MayPass(cause))
            {
                // Once the database has been given up, each batch is one try until one succeeds: nobody waits for what is known.
                var isHopeless = PostgresFailures.CannotWrite(cause) || state.Trouble is not null;
                if (isHopeless || Stopwatch.GetElapsedTime(started) > options.Value.Patience || _giveUp.IsCancellationRequested)
                {
                    state.Failed(cause);
                    metrics.Batch("given_up");
                    log.AppendsGivenUp(cause, batch.Count);
                    batch.ForEach(append => append.Fail(new LogUnavailableException(cause)));
                    return;
                }
                metrics.Batch("tried_again");
                log.AppendsTriedAgain(cause.GetType().Name, batch.Count);
                await Task.Delay(wait);
                wait = TimeSpan.FromMilliseconds(Math.Min(1_000, wait.TotalMilliseconds * 2));
            }
            catch (Exception cause) when (batch.Count == 1)
            {
                await Blame(batch[0], cause);
                return;
            }
            catch (Exception cause)
            {
                metrics.Batch("split");
                log.BatchSplit(cause.GetType().Name, batch.Count);
                foreach (var append in batch)
                    await Write([append]);
                return;
            }
        }
    }

    /// <summary>A rule across entities refuses; anything else is a bug of a read model and its caller's to hear.</summary>
    private async Task Blame(PendingAppend append, Exception cause)
    {
        if (append.Refusal is not null || readModels.RuleBehind(cause) is not { } rejection)
        {
            log.AppendFailed(cause, append.Key.StreamType, append.Key.StreamId);
            append.Fail(cause);
            return;
        }

        var refused = append.AsRefused(rejection);
        await Write([refused]);
        if (refused.Outcome.IsCompletedSuccessfully)
        {
            var outcome = await refused.Outcome;
            append.Complete(outcome is AppendOutcome.Stored ? new AppendOutcome.Violated(rejection) : outcome);
        }
        else
        {
            append.Fail(refused.Outcome.Exception!.InnerException!);
        }
    }

    private async Task WriteTogether(List<PendingAppend> batch)
    {
        using var span = CommandTrace.Commit(batch);
        _connection ??= await connections.Open(CancellationToken.None);
        try
        {
            await WriteTogether(_connection, batch);
        }
        catch (Exception cause)
        {
            span.Fail(cause);
            await PutAway(_connection, cause);
            throw;
        }
    }

    /// <summary>
    /// A connection on which an append failed is closed: what the database, or the driver, makes of it after an error need not be known
    /// then. Only a violated constraint is an ordinary answer, after which it goes on.
    /// </summary>
    private async Task PutAway(NpgsqlConnection connection, Exception cause)
    {
        if (PostgresFailures.IsViolation(cause))
        {
            try
            {
                await using var rollback = new NpgsqlCommand("rollback", connection);
                await rollback.ExecuteNonQueryAsync();
                return;
            }
            catch (Exception second) when (second is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
            {
                // Then it is closed as well.
            }
        }

        _connection = null;
        await connection.DisposeAsync();
    }

    private async Task WriteTogether(NpgsqlConnection connection, List<PendingAppend> batch)
    {
        var started = Stopwatch.GetTimestamp();
        AppendOutcome[] outcomes;
        await using (var append = new NpgsqlBatch(connection) { Timeout = SecondsForBatch })
        {
            AppendStatement.AddBegin(append);
            append.BatchCommands.Add(AppendStatement.For(batch));
            await using var rows = await append.ExecuteReaderAsync();
            await rows.NextResultAsync();
            outcomes = await AppendStatement.ReadOutcomes(rows, batch, CancellationToken.None);
        }

        // An error on the way skips the commit; rolling back or closing the connection ends it.
        await using (var finish = new NpgsqlBatch(connection) { Timeout = SecondsForBatch })
        {
            foreach (var stored in outcomes.OfType<AppendOutcome.Stored>().SelectMany(outcome => outcome.Events))
                readModels.Apply(stored, finish);
            finish.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
            await finish.ExecuteNonQueryAsync();
        }

        var took = Stopwatch.GetElapsedTime(started);
        for (var index = 0; index < outcomes.Length; index++)
        {
            batch[index].Complete(outcomes[index]);
            if (outcomes[index] is AppendOutcome.Stored { Events: { Count: > 0 } events })
                Count(events);
        }

        metrics.BatchCommitted(batch.Count, took);
        if (outcomes.Any(outcome => outcome is AppendOutcome.Stored { Events.Count: > 0 }))
            await signal.Announce();
    }

    private void Count(IReadOnlyList<StoredEvent> events)
    {
        foreach (var stored in events)
            metrics.Committed(stored.Name);
    }
}
