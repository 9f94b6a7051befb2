using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Planning;

/// <summary>A unit that has a job.</summary>
/// <param name="Id">Which.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Emergency">Where it is bound.</param>
/// <param name="Assignment">By which involvement.</param>
/// <param name="Priority">How urgent that is.</param>
/// <param name="UntilFree">How long it is bound yet: nothing for one that
/// could be diverted now, the expected rest of its job otherwise.</param>
/// <param name="UntilPatient">How far it is from the patient to whom it is under way; null once it is there.</param>
/// <param name="Travel">From where it is, or will be free, to the new place.</param>
public sealed record AssignedUnit(
    UnitId Id, Skills Skills, EmergencyId Emergency, AssignmentId Assignment, Priority Priority, TimeSpan UntilFree, TimeSpan? UntilPatient,
    Drive Travel)
{
    /// <summary>When it could be there, from now.</summary>
    public TimeSpan Arrival => UntilFree + Travel.Time;
}
