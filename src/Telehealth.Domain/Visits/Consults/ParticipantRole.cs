namespace Telehealth.Domain.Visits.Consults;

/// <summary>In which role somebody sits in a consult.</summary>
public enum ParticipantRole
{
    /// <summary>The patient.</summary>
    Patient,

    /// <summary>The clinician who leads it.</summary>
    Clinician,

    /// <summary>A relative or carer of the patient.</summary>
    Relative,

    /// <summary>An interpreter.</summary>
    Interpreter,

    /// <summary>A colleague of the clinician.</summary>
    Colleague,

    /// <summary>Somebody who looks on, such as a student: seen by everybody in the list, sends neither audio nor video.</summary>
    Observer,
}
