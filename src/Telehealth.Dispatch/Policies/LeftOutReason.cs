namespace Telehealth.Dispatch.Policies;

/// <summary>Why a unit was not considered: the first that holds is told.</summary>
public enum LeftOutReason
{
    /// <summary>Not on shift.</summary>
    OffShift,

    /// <summary>Not to be sent now.</summary>
    Unavailable,

    /// <summary>Has a job or an offer.</summary>
    Assigned,

    /// <summary>Lacks a skill that is needed.</summary>
    LacksSkill,

    /// <summary>Has said no to this emergency.</summary>
    Declined,

    /// <summary>Was never seen.</summary>
    NoFix,

    /// <summary>Was last seen too long ago.</summary>
    FixTooOld,

    /// <summary>Suits, and is at home in an area that does not help here: only a person sends it.</summary>
    OutsideArea,
}
