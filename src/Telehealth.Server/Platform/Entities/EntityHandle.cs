using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>
/// The one way to entities of a kind: what commands, reads or follows one has its kind's handle injected, such as <c>EmergencyEntity</c>,
/// and knows neither the log, nor the grain, nor on which node that is. Each kind derives one, beside the stored names of its events.
/// </summary>
internal abstract class EntityHandle<TCommand, TState, TEvent>(EntityRouter router, EntityType<TCommand, TState, TEvent> type)
    where TCommand : notnull
    where TState : notnull
    where TEvent : notnull
{
    /// <inheritdoc cref="EntityLog.Execute"/>
    /// <param name="context">From whom: <c>me.As(kind, commandId)</c>, or <see cref="CommandContext.OfServer(TenantId)"/>.</param>
    /// <param name="id">Of the entity, in the context's tenant. One that is not there yet is in its first state.</param>
    /// <param name="command">What is asked of it.</param>
    /// <param name="ct">Gives up waiting; what has reached the log by then is done all the same.</param>
    public Task<Execution> Execute(CommandContext context, Guid id, TCommand command, CancellationToken ct) =>
        router.Execute(type, id, command, context, ct);

    /// <inheritdoc cref="EntityLog.Load"/>
    public Task<(TState State, long Version)> Load(TenantId tenant, Guid id, CancellationToken ct) =>
        router.Load(type, KeyOf(tenant, id), ct);

    /// <inheritdoc cref="EntityRouter.LoadAtLeast"/>
    public Task<TState> LoadAtLeast(TenantId tenant, Guid id, long version, CancellationToken ct) =>
        router.LoadAtLeast(type, KeyOf(tenant, id), version, ct);

    /// <inheritdoc cref="EntityLog.ReadStream"/>
    public Task<IReadOnlyList<StoredEvent>> ReadEvents(TenantId tenant, Guid id, long afterVersion, int limit, CancellationToken ct) =>
        router.ReadStream(KeyOf(tenant, id), afterVersion, limit, ct);

    private EntityKey KeyOf(TenantId tenant, Guid id) => new(tenant, type.StreamType, id);
}
