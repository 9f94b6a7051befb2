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

/// <summary>What a command led to: the facts to store, or the reason why nothing happens.</summary>
public abstract record Decision<TEvent>
{
    private Decision()
    {
    }

    /// <summary>The command is met by these facts, in this order; none when it was already so.</summary>
    public sealed record Accepted(IReadOnlyList<TEvent> Events) : Decision<TEvent>;

    /// <summary>The command is refused and changes nothing.</summary>
    /// <param name="Rejection">Why.</param>
    /// <param name="Recorded">What is kept of the attempt all the same, such as a report that came too late.</param>
    public sealed record Refused(Rejection Rejection, IReadOnlyList<TEvent> Recorded) : Decision<TEvent>;

    /// <summary>Lets a decider write <c>return new SomethingHappened(…)</c>.</summary>
    public static implicit operator Decision<TEvent>(TEvent happened) => new Accepted([happened]);

    /// <summary>Lets a decider write <c>return Rejection.NotNow(…)</c>.</summary>
    public static implicit operator Decision<TEvent>(Rejection rejection) => new Refused(rejection, []);
}

/// <summary>Ways to build a decision that read well in a decider.</summary>
public static class Decision
{
    /// <summary>Several facts, stored together or not at all.</summary>
    public static Decision<TEvent> Of<TEvent>(params IReadOnlyList<TEvent> events) => new Decision<TEvent>.Accepted(events);

    /// <summary>Refused, and the attempt is kept.</summary>
    public static Decision<TEvent> RefusedAndRecorded<TEvent>(Rejection rejection, TEvent recorded) =>
        new Decision<TEvent>.Refused(rejection, [recorded]);

    /// <summary>What was asked for is already so: accepted, and nothing is stored.</summary>
    public static Decision<TEvent> Nothing<TEvent>() => new Decision<TEvent>.Accepted([]);
}
