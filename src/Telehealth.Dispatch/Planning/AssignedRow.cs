using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Planning;

/// <summary>
/// What is known of a unit that has taken a job; <see cref="UnitAvailability"/> makes an <see cref="AssignedUnit"/> of it.
/// </summary>
/// <param name="Unit">Which.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Emergency">Where it is bound.</param>
/// <param name="Assignment">By which involvement.</param>
/// <param name="Priority">How urgent that is.</param>
/// <param name="Status">How far it is with it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Place">Where its patient is; null while nobody has said.</param>
/// <param name="HasNext">Whether another job is kept for it: then no third one is, but it may be diverted like any other.</param>
public sealed record AssignedRow(
    UnitId Unit, Skills Skills, EmergencyId Emergency, AssignmentId Assignment, Priority Priority, AssignmentStatus Status,
    DateTimeOffset Since, GeoPoint? Place, bool HasNext)
{
    /// <summary>Whether it has not reached its patient, so that it may be diverted.</summary>
    public bool IsUnderWay => AssignmentSteps.IsUnderWay(Status);
}
