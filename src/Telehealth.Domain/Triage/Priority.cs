namespace Telehealth.Domain.Triage;

/// <summary>How urgent an emergency is. The number is what people say.</summary>
public enum Priority
{
    /// <summary>Life is in danger now.</summary>
    LifeThreatening = 1,

    /// <summary>Serious; minutes matter.</summary>
    Emergency = 2,

    /// <summary>Needs help soon.</summary>
    Urgent = 3,

    /// <summary>Can wait safely.</summary>
    LessUrgent = 4,
}
