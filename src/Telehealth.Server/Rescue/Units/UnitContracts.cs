using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Units;

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
