namespace Telehealth.Domain.Deciding;

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
