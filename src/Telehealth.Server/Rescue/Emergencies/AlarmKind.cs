namespace Telehealth.Server.Rescue.Emergencies;

internal enum AlarmKind
{
    /// <summary>No suitable unit is left for an emergency.</summary>
    NobodyLeft,

    /// <summary>An assigned unit has not been heard of for too long.</summary>
    UnitSilent,

    /// <summary>Nobody has taken the job for too long; the search goes on.</summary>
    AnswerOverdue,

    /// <summary>A unit is needed, nobody is being asked, and the server does not get on by itself.</summary>
    DispatchStalled,

    /// <summary>Somebody has waited so long that they should be asked how they are.</summary>
    WelfareCheck,

    /// <summary>A hospital could not be told; a person must ring it.</summary>
    HospitalNotTold,

    /// <summary>Nobody has said where help is needed, so no unit is looked for.</summary>
    PlaceMissing,

    /// <summary>No console was open.</summary>
    NobodyPresent,
}
