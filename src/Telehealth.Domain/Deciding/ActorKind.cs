namespace Telehealth.Domain.Deciding;

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
