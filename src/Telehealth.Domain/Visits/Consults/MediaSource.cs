namespace Telehealth.Domain.Visits.Consults;

/// <summary>Which of a participant's tracks.</summary>
public enum MediaSource
{
    /// <summary>The voice.</summary>
    Microphone,

    /// <summary>The video of a camera.</summary>
    Camera,

    /// <summary>A shared screen, with its audio.</summary>
    Screen,
}
