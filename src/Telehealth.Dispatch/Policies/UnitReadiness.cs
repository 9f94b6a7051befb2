namespace Telehealth.Dispatch.Policies;

/// <summary>Whether a unit could be sent.</summary>
public enum UnitReadiness
{
    /// <summary>Not on shift.</summary>
    OffShift,

    /// <summary>On shift and not to be sent, such as at a break or refuelling.</summary>
    Unavailable,

    /// <summary>Free.</summary>
    Available,

    /// <summary>Has a job, or an offer that it has not answered.</summary>
    Assigned,
}
