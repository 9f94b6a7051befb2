using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>The stages of one unit's involvement, from the offer to its end.</summary>
public enum AssignmentStatus
{
    /// <summary>Asked, no answer yet.</summary>
    Offered,

    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>Driving to the scene.</summary>
    EnRoute,

    /// <summary>At the scene.</summary>
    OnScene,

    /// <summary>Driving to a hospital with the patient.</summary>
    Transporting,

    /// <summary>At the hospital.</summary>
    AtHospital,

    /// <summary>Done; the unit can be sent again.</summary>
    Clear,

    /// <summary>Ended: the unit said no.</summary>
    Declined,

    /// <summary>Ended: no answer in time.</summary>
    Expired,

    /// <summary>Ended: withdrawn before an answer.</summary>
    Rescinded,

    /// <summary>Ended: released by a person after acceptance.</summary>
    StoodDown,

    /// <summary>Ended: sent to something more urgent.</summary>
    Diverted,

    /// <summary>Ended: another unit took the patient over.</summary>
    HandedOver,

    /// <summary>Kept for a unit that still has another job; binds nobody.</summary>
    Reserved,

    /// <summary>Ended: no longer kept for the unit.</summary>
    Released,
}
