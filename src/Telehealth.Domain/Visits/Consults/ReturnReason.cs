namespace Telehealth.Domain.Visits.Consults;

/// <summary>Why a clinician sent a patient back to the waiting room.</summary>
public enum ReturnReason
{
    /// <summary>The patient was not there.</summary>
    PatientAbsent,

    /// <summary>The clinician had to go elsewhere.</summary>
    ClinicianCalledAway,

    /// <summary>Audio or video did not work.</summary>
    NoSoundOrPicture,
}
