using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>One kind of entity as the store knows it: its rules and the stored names of its events.</summary>
internal sealed class EntityType<TCommand, TState, TEvent>(Decider<TCommand, TState, TEvent> decider, EventCatalogue events)
    where TState : notnull
    where TEvent : notnull
{
    public Decider<TCommand, TState, TEvent> Decider { get; } = decider;

    public EventCatalogue Events { get; } = events;

    public string StreamType => Decider.StreamType;
}
