using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>A crew of which nothing was heard while it was available.</summary>
/// <param name="Alarm">The alarm that it raised.</param>
/// <param name="IsAcknowledged">Whether a dispatcher has seen it.</param>
/// <param name="EndedAt">Null while it lasts.</param>
public sealed record Silence(AlarmId Alarm, bool IsAcknowledged, DateTimeOffset? EndedAt)
{
    /// <summary>Whether a crew has been silent for so long that a person must know, with a job or without.</summary>
    /// <param name="lastWordAt">When something was last heard of it.</param>
    /// <param name="after">How long that may be ago.</param>
    /// <param name="now">The time, by the same clock.</param>
    public static bool IsTooLong(DateTimeOffset lastWordAt, TimeSpan after, DateTimeOffset now) => now - lastWordAt > after;
}
