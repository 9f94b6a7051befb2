using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>What a patient needs of a hospital.</summary>
/// <param name="Required">A hospital without all of these is left out.</param>
/// <param name="Wished">Good to have: told where it lacks, and left out of the order.</param>
public sealed record HospitalNeeds(HospitalCapabilities Required, HospitalCapabilities Wished)
{
    /// <summary>
    /// By complaint, priority and answers. Sample content of our own, as the triage protocol is; a complaint without an entry needs
    /// an emergency department.
    /// </summary>
    public static HospitalNeeds For(string complaint, Priority priority, IReadOnlyList<TriageAnswer> answers)
    {
        var special = (complaint, priority) switch
        {
            ("stroke", _) => HospitalCapabilities.Stroke,
            ("chest-pain", _) => HospitalCapabilities.Cardiac,
            ("burns", _) => HospitalCapabilities.Burns,
            ("childbirth", _) => HospitalCapabilities.Maternity,
            ("accident" or "bleeding" or "fall", Priority.LifeThreatening) => HospitalCapabilities.Trauma,
            _ => HospitalCapabilities.None,
        };
        // A delivery ward is entered by its own door.
        var required = special == HospitalCapabilities.Maternity ? special : special | HospitalCapabilities.EmergencyDepartment;
        var isChild = answers.Any(answer => answer is { QuestionCode: "child", Answer: Answer.Yes });
        return new HospitalNeeds(required, isChild ? HospitalCapabilities.Paediatric : HospitalCapabilities.None);
    }
}
