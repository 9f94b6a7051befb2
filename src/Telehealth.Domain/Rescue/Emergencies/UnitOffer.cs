using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One unit that the dispatcher's rule asks.</summary>
/// <param name="Assignment">The involvement that this begins.</param>
/// <param name="Unit">Whom.</param>
/// <param name="Need">Which unit of the response it would be.</param>
/// <param name="Travel">How far it is.</param>
public sealed record UnitOffer(AssignmentId Assignment, UnitId Unit, int Need, Travel? Travel);
