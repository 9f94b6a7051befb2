using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>An entity, addressed as a grain of its kind (see <see cref="EntityAddress"/>).</summary>
[Alias("telehealth.entity")]
internal interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>Longer than the log takes to say that it does not answer.</summary>
    [Alias("execute"), ResponseTimeout("00:00:15")]
    Task<EntityAnswer> Execute(EntityOrder order);
}

/// <summary>
/// The queue, the memory and the place of one entity. Nothing rests on there being only one: the append with its expected version decides,
/// so a second activation, a frozen node and a command that goes past the grain cost a second decision and nothing else. It calls no other
/// grain. Each kind derives one, with its stream's name as the name of the grain.
/// </summary>
internal abstract class EntityGrain<TCommand, TState, TEvent>(
    EntityLog log, EntityType<TCommand, TState, TEvent> type, ActiveEntities here) : Grain, IEntityGrain
    where TState : notnull
    where TEvent : notnull
{
    private EntityKey _key;
    private ActiveEntities.Entry? _entry;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = EntityAddress.KeyOf(type.StreamType, this.GetPrimaryKeyString());
        _entry = here.Enter(_key);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_entry is { } entry)
            here.Leave(_key, entry);
        return Task.CompletedTask;
    }

    public async Task<EntityAnswer> Execute(EntityOrder order)
    {
        using var span = CommandTrace.Arrive(order.Trace);
        var known = _entry!.Entity as Known<TState>;
        Executed<TState> executed;
        try
        {
            // A caller that stops waiting takes nothing back.
            executed = await log.Execute(
                type, _key.StreamId, (TCommand)order.Command, order.ContextFor(_key.Tenant), known, CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            return EntityAnswer.Unknown(RuntimeIdentity);
        }

        if (executed.Entity.Version > (known?.Version ?? 0))
            _entry.Entity = executed.Entity;
        // Whoever asks for what is not there fills no memory with it.
        else if (known is null)
            DeactivateOnIdle();
        return EntityAnswer.Of(executed.Answer, RuntimeIdentity);
    }
}
