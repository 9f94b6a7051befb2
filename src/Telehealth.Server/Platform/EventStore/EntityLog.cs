using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Loads an entity, asks its rules, appends what they say: the one way in which anything in the log comes about. The append with its
/// expected version is the arbiter, so any node may do this for any entity at any moment, and whoever remembers a state only saves the
/// reading. Any thread may call.
/// </summary>
internal sealed class EntityLog(
    NpgsqlDataSource dataSource, AppendWriter writer, EventReader reader, EventStoreMetrics metrics, TimeProvider time,
    IOptions<EventStoreOptions> options)
{
    /// <summary>
    /// The answer is true when it is given: what was done is committed, and what was refused was refused on the newest state.
    /// Throws <see cref="LogUnavailableException"/> when the outcome cannot be known.
    /// </summary>
    /// <param name="type">The kind of entity.</param>
    /// <param name="streamId">Which one, in the context's tenant.</param>
    /// <param name="command">What is asked of it.</param>
    /// <param name="context">From whom, and under which id.</param>
    /// <param name="known">How the caller remembers it; may be old, then it costs a second decision.</param>
    /// <param name="ct">Gives up waiting; what has reached the log by then is done all the same.</param>
    public async Task<Executed<TState>> Execute<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, Guid streamId, TCommand command, CommandContext context, Known<TState>? known,
        CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        using var span = CommandTrace.Execute(type.StreamType, command?.GetType().Name ?? string.Empty, context.Command);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var executed = await Answer(type, streamId, command, context, known, ct);
            var wasRepeated = executed.Answer.Outcome is { WasRepeated: true };
            span.Answer(executed.Answer.Refusal, wasRepeated);
            metrics.Executed(type.StreamType, executed.Answer.Refusal, wasRepeated, Stopwatch.GetElapsedTime(started));
            return executed;
        }
        catch (Exception cause)
        {
            span.Fail(cause);
            metrics.Failed(type.StreamType, isGone: cause is OperationCanceledException, Stopwatch.GetElapsedTime(started));
            throw;
        }
    }

    /// <summary>The entity as the log has it now, and the number of its newest event (0 when it has none).</summary>
    public async Task<(TState State, long Version)> Load<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, TenantId tenant, Guid streamId, Known<TState>? known, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        var now = await Newest(type, new EntityKey(tenant, type.StreamType, streamId), known, ct);
        return (now.State, now.Version);
    }

    /// <summary>One entity's events after a version, oldest first; none for an entity that the tenant does not have.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadStream(
        TenantId tenant, string streamType, Guid streamId, long afterVersion, int limit, CancellationToken ct)
    {
        var key = new EntityKey(tenant, streamType, streamId);
        return await Patiently<IReadOnlyList<StoredEvent>>(
            async connection =>
            {
                List<StoredEvent> events = [];
                await foreach (var stored in reader.Stream(connection, key, afterVersion, afterVersion + limit, ct))
                    events.Add(stored);
                return events;
            },
            ct);
    }

    private async Task<Executed<TState>> Answer<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, Guid streamId, TCommand command, CommandContext context, Known<TState>? known,
        CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        var key = new EntityKey(context.Tenant, type.StreamType, streamId);
        var now = known ?? await Newest(type, key, null, ct);
        for (var decisions = 0; decisions < options.Value.DecisionsPerCommand; decisions++)
        {
            var (append, events) = Decide(type, key, command, now, context);
            switch (await writer.Append(append, ct))
            {
                case AppendOutcome.Stored stored:
                    now = new Known<TState>(events.Aggregate(now.State, type.Decider.Evolve), now.Version + events.Count);
                    var last = stored.Events is [.., var newest] ? newest.Position : 0;
                    return new Executed<TState>(
                        append.Refusal is { } refusal
                            ? new Execution.Refused(refusal)
                            : new Execution.Done(now.Version, last, WasRepeated: false, [.. events]),
                        now);
                case AppendOutcome.Violated violated:
                    return new Executed<TState>(new Execution.Refused(violated.Rejection), now);
                case AppendOutcome.Repeated:
                    return await Patiently(connection => FirstAnswer(connection, type, key, context, ct), ct);
                default:
                    now = await Newest(type, key, now, ct);
                    break;
            }
        }
        return new Executed<TState>(new Execution.Refused(StoreRejections.Busy), now);
    }

    private (PendingAppend Append, IReadOnlyList<TEvent> Events) Decide<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, EntityKey key, TCommand command, Known<TState> known, CommandContext context)
        where TState : notnull
        where TEvent : notnull
    {
        using var span = CommandTrace.Decide();
        // PostgreSQL keeps microseconds: what is decided now must equal what is read later.
        var now = time.GetUtcNow();
        now = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

        var decision = type.Decider.Decide(command, known.State, now);
        var (events, refusal) = decision switch
        {
            Decision<TEvent>.Refused refused => (refused.Recorded, refused.Rejection),
            Decision<TEvent>.Accepted accepted => (accepted.Events, null),
            _ => throw new InvalidOperationException("A decision is either accepted or refused."),
        };
        var named = events.Select(happened =>
        {
            var (name, json) = type.Events.Serialise(happened);
            return new NamedEvent(happened, name, json);
        }).ToList();
        return (new PendingAppend(key, known.Version, named, refusal, context, now), events);
    }

    /// <summary>Reading waits out a restart of the database as appending does.</summary>
    private async Task<T> Patiently<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        for (var wait = TimeSpan.FromMilliseconds(20); ; wait = TimeSpan.FromMilliseconds(Math.Min(1_000, wait.TotalMilliseconds * 2)))
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(ct);
                return await read(connection);
            }
            catch (Exception cause) when (PostgresFailures.MayPass(cause))
            {
                if (Stopwatch.GetElapsedTime(started) > options.Value.Patience)
                    throw new LogUnavailableException(cause);
                await Task.Delay(wait, ct);
            }
        }
    }

    /// <summary>Read on from what is remembered; an entity without events is in its first state.</summary>
    private Task<Known<TState>> Newest<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, EntityKey key, Known<TState>? known, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull =>
        Patiently(
            async connection =>
            {
                var now = known ?? new Known<TState>(type.Decider.Initial, 0);
                await foreach (var stored in reader.Stream(connection, key, now.Version, long.MaxValue, ct))
                    now = new Known<TState>(type.Decider.Evolve(now.State, (TEvent)stored.Event), stored.Version);
                return now;
            },
            ct);

    private async Task<Executed<TState>> FirstAnswer<TCommand, TState, TEvent>(
        NpgsqlConnection connection, EntityType<TCommand, TState, TEvent> type, EntityKey key, CommandContext context, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        var record = await EventReader.FindCommand(connection, context, ct)
            ?? throw new InvalidOperationException("The log knows a command that it does not have.");
        var isOfAnother = record.StreamType != key.StreamType || record.StreamId != key.StreamId;
        var upTo = isOfAnother ? 0 : record.Version;

        var state = type.Decider.Initial;
        List<object> events = [];
        long position = 0;
        await foreach (var stored in reader.Stream(connection, key, afterVersion: 0, upTo, ct))
        {
            state = type.Decider.Evolve(state, (TEvent)stored.Event);
            if (stored.Version > record.Version - record.EventCount)
            {
                events.Add(stored.Event);
                position = stored.Position;
            }
        }
        return new Executed<TState>(
            isOfAnother ? new Execution.Refused(StoreRejections.IdReused)
            : record.Rejection is { } rejection ? new Execution.Refused(rejection)
            : new Execution.Done(record.Version, position, WasRepeated: true, events),
            new Known<TState>(state, upTo));
    }
}
