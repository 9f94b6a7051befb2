using Telehealth.Domain.Deciding;

namespace Telehealth.Server.EventStore;

/// <summary>Loads an entity, asks its rules, appends what they say: the one way in which anything in the log comes about.</summary>
internal sealed class EntityStore
{
    public Task<Execution<TState>> Execute<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, Guid streamId, TCommand command, CommandContext context, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull => throw new NotImplementedException();

    public Task<(TState State, long Version)> Load<TCommand, TState, TEvent>(
        EntityType<TCommand, TState, TEvent> type, TenantId tenant, Guid streamId, CancellationToken ct)
        where TState : notnull
        where TEvent : notnull => throw new NotImplementedException();

    public Task<IReadOnlyList<StoredEvent>> ReadStream(
        TenantId tenant, string streamType, Guid streamId, long afterVersion, int limit, CancellationToken ct) => throw new NotImplementedException();
}
