namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// The one way to entities of a kind: what commands, reads or follows one has its kind's handle injected, such as <c>EmergencyEntity</c>,
/// and knows neither the store nor where the state is kept. Each kind derives one, beside the stored names of its events.
/// </summary>
internal abstract class EntityHandle<TCommand, TState, TEvent>(EntityStore store, EntityType<TCommand, TState, TEvent> type)
    where TState : notnull
    where TEvent : notnull
{
    /// <inheritdoc cref="EntityStore.Execute"/>
    /// <param name="context">From whom: <c>me.As(kind, commandId)</c>, or <see cref="CommandContext.OfServer(TenantId)"/>.</param>
    /// <param name="id">Of the entity, in the context's tenant. One that is not there yet is in its first state.</param>
    /// <param name="command">What is asked of it.</param>
    /// <param name="ct">Gives up waiting; what has reached the log by then is done all the same.</param>
    public Task<Execution<TState>> Execute(CommandContext context, Guid id, TCommand command, CancellationToken ct) =>
        store.Execute(type, id, command, context, ct);

    /// <inheritdoc cref="EntityStore.Load"/>
    public Task<(TState State, long Version)> Load(TenantId tenant, Guid id, CancellationToken ct) => store.Load(type, tenant, id, ct);

    /// <inheritdoc cref="EntityStore.LoadAtLeast"/>
    public Task<TState> LoadAtLeast(TenantId tenant, Guid id, long version, CancellationToken ct) =>
        store.LoadAtLeast(type, tenant, id, version, ct);

    /// <inheritdoc cref="EntityStore.ReadStream"/>
    public Task<IReadOnlyList<StoredEvent>> ReadEvents(TenantId tenant, Guid id, long afterVersion, int limit, CancellationToken ct) =>
        store.ReadStream(tenant, type.StreamType, id, afterVersion, limit, ct);
}
