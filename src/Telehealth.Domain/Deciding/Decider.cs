namespace Telehealth.Domain.Deciding;

/// <summary>
/// The rules of one kind of entity as four values: where it starts, what a command leads to, and what an event changes.
/// A pure function host: the event store loads the state, asks, and appends; nothing in here waits, reads a clock or draws a number.
/// </summary>
/// <typeparam name="TCommand">The closed union of commands that the entity understands.</typeparam>
/// <typeparam name="TState">The closed union of states that the entity can be in.</typeparam>
/// <typeparam name="TEvent">The closed union of facts that are stored.</typeparam>
/// <param name="StreamType">The stored word for this kind of entity, such as <c>emergency</c>; never renamed.</param>
/// <param name="Initial">The state before the first event.</param>
/// <param name="Decide">Command, state and time of the decision (UTC) to events
/// or a rejection. An accepted decision without events is a no-op.</param>
/// <param name="Evolve">State and event to the next state. Total: an event that was stored never fails here.</param>
public sealed record Decider<TCommand, TState, TEvent>(
    string StreamType,
    TState Initial,
    Func<TCommand, TState, DateTimeOffset, Decision<TEvent>> Decide,
    Func<TState, TEvent, TState> Evolve)
{
    /// <summary>Folds stored events into a state.</summary>
    public TState Fold(IEnumerable<TEvent> events) => events.Aggregate(Initial, Evolve);
}
