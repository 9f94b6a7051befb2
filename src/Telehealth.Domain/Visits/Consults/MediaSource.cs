namespace Telehealth.Domain.Visits.Consults;

/// <summary>Which of a participant's tracks.</summary>
public enum MediaSource
{
    /// <summary>The voice.</summary>
    Microphone,

    /// <summary>The picture.</summary>
    Camera,

    /// <summary>A shared screen, with its sound.</summary>
    Screen,
}
