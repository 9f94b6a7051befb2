namespace Telehealth.Dispatch.Hospitals;

/// <summary>Why a hospital was not ranked: the first that holds is told.</summary>
public enum HospitalLeftOutReason
{
    /// <summary>Takes nobody.</summary>
    Closed,

    /// <summary>Has not all that is required.</summary>
    LacksCapability,

    /// <summary>Fits, and asks ambulances to go elsewhere.</summary>
    OnDivert,
}
