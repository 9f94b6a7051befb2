namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>How far an emergency is, in one word.</summary>
public enum EmergencyPhase
{
    /// <summary>Raised; a unit is being looked for.</summary>
    Searching,

    /// <summary>Units have been offered the job and none has answered.</summary>
    Offered,

    /// <summary>A unit has taken it; more may still be missing.</summary>
    Assigned,

    /// <summary>Nobody is left to offer it to; a dispatcher must act.</summary>
    Unserved,

    /// <summary>Every unit that was needed has come and is clear.</summary>
    Completed,

    /// <summary>Help is no longer needed.</summary>
    Cancelled,
}
