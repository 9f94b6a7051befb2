using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Units;

/// <param name="At">By the device's clock, checked against ours.</param>
internal sealed record UnitFix(
    Guid UnitId, double Latitude, double Longitude, double? AccuracyMetres, double? HeadingDegrees, DateTimeOffset At);

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

/// <summary>A crew of which nothing was heard. Its version is its unit's.</summary>
/// <param name="AlarmId">The same as before when the crew was back for a moment only.</param>
/// <param name="Since">Since when nothing was heard.</param>
/// <param name="RaisedAt">When that was too long.</param>
/// <param name="EndedAt">When it was heard again, paused, got a job or went home; null while the alarm stands.</param>
internal sealed record SilenceRow(
    Guid AlarmId, DateTimeOffset Since, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy,
    DateTimeOffset? EndedAt);

/// <summary>
/// What became of a unit's positions on this node since its shift began: those that were used, and those that were not, by the reason.
/// </summary>
/// <param name="FixAgeSeconds">How old the last one is; another thing than the age of the status. Null when there is none.</param>
/// <param name="Refused">By code, such as <c>fix.impossible_speed</c>.</param>
[HttpContract]
internal sealed record UnitFixCounts(Guid UnitId, int? FixAgeSeconds, long Used, IReadOnlyList<RefusedFixes> Refused);

[HttpContract]
internal sealed record RefusedFixes(string Code, long Count);

/// <summary>Where a unit was seen while it had the job.</summary>
internal sealed record TrackPoint(Guid UnitId, string CallSign, double Latitude, double Longitude, DateTimeOffset At);
