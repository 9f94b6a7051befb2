using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Units;

/// <param name="Post">Where it was asked to wait, until its next job or break.</param>
/// <param name="StatusSince">When the status changed: another thing than the age of the fix.</param>
/// <param name="Silence">The last time nothing was heard of it while it was available; an alarm while it lasts.</param>
internal sealed record UnitRow(
    Guid Id,
    long Version,
    string CallSign,
    IReadOnlyList<string> CrewNames,
    IReadOnlyList<string> Skills,
    UnitStatus Status,
    AssignmentStatus? AssignmentStatus,
    Guid? EmergencyId,
    string? UnavailableReason,
    DateTimeOffset StatusSince,
    DateTimeOffset ShiftStartedAt,
    string? Post,
    SilenceRow? Silence);
