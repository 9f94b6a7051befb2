using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One unit of the response.</summary>
/// <param name="Number">Its place in the response, from 1; never given twice in one emergency.</param>
/// <param name="Role">What people call it, such as "Advanced ambulance".</param>
/// <param name="Skills">What the unit must be able to do.</param>
public sealed record Need(int Number, string Role, Skills Skills)
{
    /// <summary>Whether a unit must be looked for: none has met it, has taken it or is asked. One that is only kept is none.</summary>
    /// <param name="isMet">Whether a unit came for it and is clear again.</param>
    /// <param name="present">How far each unit is that it was given to.</param>
    public static bool IsUnmet(bool isMet, IEnumerable<AssignmentStatus> present) => !isMet && !present.Any(AssignmentSteps.IsLive);
}
