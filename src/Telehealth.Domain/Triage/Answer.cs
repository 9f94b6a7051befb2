namespace Telehealth.Domain.Triage;

/// <summary>A caller must never be made to guess, so there are three.</summary>
public enum Answer
{
    /// <summary>Yes.</summary>
    Yes,

    /// <summary>No.</summary>
    No,

    /// <summary>Not known.</summary>
    Unknown,
}
