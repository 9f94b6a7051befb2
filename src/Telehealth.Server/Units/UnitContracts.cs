using Telehealth.Domain.Emergencies;

namespace Telehealth.Server.Units;

/// <param name="At">By the device's clock, checked against ours.</param>
internal sealed record UnitFix(Guid UnitId, double Latitude, double Longitude, double? AccuracyMetres, double? HeadingDegrees, DateTimeOffset At);

internal enum UnitStatus
{
    Available,
    Offered,
    Assigned,
    Unavailable,
    OffShift,
}

/// <param name="Post">Where it was asked to wait, until its next job or break.</param>
/// <param name="StatusSince">When the status changed: another thing than the age of the fix.</param>
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
    string? Post);

internal sealed record TrackPoint(double Latitude, double Longitude, DateTimeOffset At);
