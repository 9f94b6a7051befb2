using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>A unit's assignment came to a status.</summary>
/// <param name="Assignment">Which one.</param>
/// <param name="Unit">Whose it is.</param>
/// <param name="Status">Where it stands since then.</param>
/// <param name="At">When.</param>
public sealed record AssignmentStep(AssignmentId Assignment, UnitId Unit, AssignmentStatus Status, DateTimeOffset At);
