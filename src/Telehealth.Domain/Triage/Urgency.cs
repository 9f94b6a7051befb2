namespace Telehealth.Domain.Triage;

/// <summary>
/// What it means that minutes matter. With it crews drive with lights and sirens, and an emergency without a crew raises an alarm after the
/// answer's time; the others drive with the traffic and wait their turn.
/// </summary>
public static class Urgency
{
    /// <summary>The last priority that is urgent; what is more urgent has a lower number.</summary>
    public const Priority Last = Priority.Emergency;

    /// <summary>Whether minutes matter.</summary>
    public static bool IsUrgent(this Priority priority) => priority <= Last;
}
