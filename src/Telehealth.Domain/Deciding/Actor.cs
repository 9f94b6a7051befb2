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

/// <summary>The capacity in which somebody acts.</summary>
public enum ActorKind
{
    /// <summary>A rule of the server.</summary>
    System,

    /// <summary>The patient.</summary>
    Patient,

    /// <summary>A clinician.</summary>
    Clinician,

    /// <summary>A paramedic on shift.</summary>
    Paramedic,

    /// <summary>A dispatcher or call-taker.</summary>
    Dispatcher,

    /// <summary>An administrator.</summary>
    Admin,

    /// <summary>Somebody who came by a guest link.</summary>
    Guest,

    /// <summary>Somebody who did not sign in. The id is empty.</summary>
    Stranger,
}
