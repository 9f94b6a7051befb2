namespace Telehealth.Domain.Deciding;

/// <summary>Who did something, as it stands in the log.</summary>
/// <param name="Kind">In which capacity.</param>
/// <param name="Id">The person, guest link or unit; empty for the system itself.</param>
public sealed record Actor(ActorKind Kind, Guid Id)
{
    /// <summary>The server acting by a rule, such as an offer that ran out of time.</summary>
    public static readonly Actor System = new(ActorKind.System, Guid.Empty);

    /// <summary>Somebody who did not sign in.</summary>
    public static readonly Actor Stranger = new(ActorKind.Stranger, Guid.Empty);
}
