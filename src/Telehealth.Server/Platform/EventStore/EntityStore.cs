using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>Loads an entity, asks its rules, appends what they say: the one way in which anything in the log comes about.</summary>
internal sealed class EntityStore(
    NpgsqlDataSource dataSource, AppendWriter writer, EventReader reader, TimeProvider time, IOptions<EventStoreOptions> options)
{
    private readonly StateCache _cache = new(options.Value.CachedEntities);
    private readonly EntityTurns _turns = new(options.Value.WaitingCommandsPerEntity);

    /// <summary>
    /// The answer is true when it is given: what was done is committed, and what was refused was refused on the newest state.
    /// Throws <see cref="LogUnavailableException"/> when the outcome cannot be known.
    /// </summary>
    public async Task<Execution<TState>> Execute<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, Guid streamId, TCommand command, CommandContext context, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        var key = new EntityKey(context.Tenant, type.StreamType, streamId);
        using var turn = await _turns.Take(key, ct);
        if (turn is null)
            return new Execution<TState>.Refused(StoreRejections.Busy);

        if (!_cache.TryGet<TState>(key, out var state, out var version))
            (state, version) = await Newest(type, key, ct);

        for (var decisions = 0; decisions < options.Value.DecisionsPerCommand; decisions++)
        {
            var (append, events) = Decide(type, key, command, state, version, context);
            switch (await writer.Append(append, ct))
            {
                case AppendOutcome.Stored stored:
                    state = events.Aggregate(state, type.Decider.Evolve);
                    version += events.Count;
                    if (version > 0)
                        _cache.Put(key, state, version);
                    if (append.Refusal is { } refusal)
                        return new Execution<TState>.Refused(refusal);
                    return new Execution<TState>.Done(
                        state, version, stored.Events is [.., var last] ? last.Position : 0, WasRepeated: false, [.. events]);
                case AppendOutcome.Violated violated:
                    return new Execution<TState>.Refused(violated.Rejection);
                case AppendOutcome.Repeated:
                    return await Patiently(connection => FirstAnswer(connection, type, key, context, ct), ct);
                default:
                    (state, version) = await Newest(type, key, ct);
                    break;
            }
        }
        return new Execution<TState>.Refused(StoreRejections.Busy);
    }

    /// <summary>The entity as the log has it now, and the number of its newest event (0 when it has none).</summary>
    public Task<(TState State, long Version)> Load<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, TenantId tenant, Guid streamId, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull =>
        Newest(type, new EntityKey(tenant, type.StreamType, streamId), ct);

    /// <summary>
    /// The entity at least as it was at a version: as this node remembers it, if that is new enough, else as the log has it. For those who
    /// follow the log and decide nothing that the append would not check.
    /// </summary>
    public async Task<TState> LoadAtLeast<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, TenantId tenant, Guid streamId, long version, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        var key = new EntityKey(tenant, type.StreamType, streamId);
        return _cache.TryGet<TState>(key, out var known, out var knownVersion) && knownVersion >= version
            ? known
            : (await Newest(type, key, ct)).State;
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

    private (PendingAppend Append, IReadOnlyList<TEvent> Events) Decide<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, EntityKey key, TCommand command, TState state, long version, CommandContext context)
        where TState : notnull
        where TEvent : notnull
    {
        // PostgreSQL keeps microseconds: what is decided now must equal what is read later.
        var now = time.GetUtcNow();
        now = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

        var decision = type.Decider.Decide(command, state, now);
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
        return (new PendingAppend(key, version, named, refusal, context, now), events);
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

    private Task<(TState State, long Version)> Newest<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, EntityKey key, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull =>
        Patiently(connection => Newest(connection, type, key, ct), ct);

    private async Task<(TState State, long Version)> Newest<TCommand, TState, TEvent>(
        NpgsqlConnection connection, EntityType<TCommand, TState, TEvent> type, EntityKey key, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        if (!_cache.TryGet<TState>(key, out var state, out var version))
            (state, version) = (type.Decider.Initial, 0);

        await foreach (var stored in reader.Stream(connection, key, version, long.MaxValue, ct))
            (state, version) = (type.Decider.Evolve(state, (TEvent)stored.Event), stored.Version);
        if (version > 0)
            _cache.Put(key, state, version);
        return (state, version);
    }

    private async Task<Execution<TState>> FirstAnswer<TCommand, TState, TEvent>(
        NpgsqlConnection connection, EntityType<TCommand, TState, TEvent> type, EntityKey key, CommandContext context, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull
    {
        var record = await EventReader.FindCommand(connection, context, ct)
            ?? throw new InvalidOperationException("The log knows a command that it does not have.");
        if (record.StreamType != key.StreamType || record.StreamId != key.StreamId)
            return new Execution<TState>.Refused(StoreRejections.IdReused);
        if (record.Rejection is { } rejection)
            return new Execution<TState>.Refused(rejection);

        var state = type.Decider.Initial;
        List<object> events = [];
        long position = 0;
        await foreach (var stored in reader.Stream(connection, key, afterVersion: 0, record.Version, ct))
        {
            state = type.Decider.Evolve(state, (TEvent)stored.Event);
            if (stored.Version > record.Version - record.EventCount)
            {
                events.Add(stored.Event);
                position = stored.Position;
            }
        }
        return new Execution<TState>.Done(state, record.Version, position, WasRepeated: true, events);
    }
}
