using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Planning;

/// <summary>Somebody who waits for a unit and comes first: more urgent, or as urgent and older.</summary>
/// <param name="Emergency">Whose.</param>
/// <param name="Skills">What the unit must be able to do.</param>
public sealed record WaitingNeed(EmergencyId Emergency, Skills Skills);
