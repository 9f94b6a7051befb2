using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>
/// Brings a command to its entity's grain, wherever that is active, and past it to the log when the grain cannot be asked in time. The log
/// answers each id once, so the same command may arrive both ways. Any thread may call.
/// </summary>
internal sealed class EntityRouter(
    IGrainFactory grains, EntityLog log, ActiveEntities here, EntityMetrics metrics, IOptions<EntityOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _bypasses = new(options.Value.BypassesAtOnce);
    private readonly EntityPlaces _places = new(options.Value.SuspectFor);

    /// <inheritdoc cref="EntityLog.Execute"/>
    public async Task<Execution> Execute<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, Guid id, TCommand command, CommandContext context, CancellationToken ct)
        where TCommand : notnull
        where TState : notnull
        where TEvent : notnull
    {
        var key = new EntityKey(context.Tenant, type.StreamType, id);
        if (!here.Has(key) && _places.IsSuspect(key) && TryBypass("suspect"))
            return await PastTheGrain();
        var asked = grains.GetGrain<IEntityGrain>(EntityAddress.Of(key)).Execute(EntityOrder.Of(command, context));
        try
        {
            return Read(key, await asked.WaitAsync(here.Has(key) ? Timeout.InfiniteTimeSpan : options.Value.BypassAfter, ct));
        }
        catch (LimitExceededException)
        {
            return new Execution.Refused(StoreRejections.Busy);
        }
        catch (OrleansException) when (TryBypass("gone"))
        {
            return await PastTheGrain();
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            // Where the grain is active here, it waits for the log, and so would whoever went past it.
            if (!here.Has(key) && TryBypass("late"))
            {
                _places.Suspect(key);
                _ = asked.ContinueWith(late => late.Exception, TaskScheduler.Default);
                return await PastTheGrain();
            }
        }
        catch (TimeoutException late)
        {
            throw new LogUnavailableException(late);
        }

        return await Patiently(key, asked, ct);

        async Task<Execution> PastTheGrain()
        {
            try
            {
                return (await log.Execute(type, id, command, context, here.Find<TState>(key), ct)).Answer;
            }
            finally
            {
                _bypasses.Release();
            }
        }
    }

    /// <inheritdoc cref="EntityLog.Load"/>
    public Task<(TState State, long Version)> Load<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, EntityKey key, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull =>
        log.Load(type, key.Tenant, key.StreamId, here.Find<TState>(key), ct);

    /// <summary>
    /// The entity at least as it was at a version: as its grain remembers it, if that is here and new enough, else as the log has it. For
    /// those who follow the log and decide nothing that the append would not check.
    /// </summary>
    public async Task<TState> LoadAtLeast<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, EntityKey key, long version, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull =>
        here.Find<TState>(key) is { } known && known.Version >= version ? known.State : (await Load(type, key, ct)).State;

    /// <inheritdoc cref="EntityLog.ReadStream"/>
    public Task<IReadOnlyList<StoredEvent>> ReadStream(EntityKey key, long afterVersion, int limit, CancellationToken ct) =>
        log.ReadStream(key.Tenant, key.StreamType, key.StreamId, afterVersion, limit, ct);

    public void Dispose() => _bypasses.Dispose();

    private async Task<Execution> Patiently(EntityKey key, Task<EntityAnswer> asked, CancellationToken ct)
    {
        try
        {
            return Read(key, await asked.WaitAsync(ct));
        }
        catch (TimeoutException late)
        {
            throw new LogUnavailableException(late);
        }
    }

    private Execution Read(EntityKey key, EntityAnswer answer)
    {
        if (!here.Has(key))
            _places.Learn(key, answer.Node);
        return answer.IsUnknown ? throw new LogUnavailableException() : answer.ToExecution();
    }

    private bool TryBypass(string reason)
    {
        if (!_bypasses.Wait(0, CancellationToken.None))
            return false;
        metrics.Bypassed(reason);
        return true;
    }
}
