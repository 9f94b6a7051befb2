namespace Telehealth.Media.Receiving;

/// <summary>Where a track comes from. A peer publishes at most one track of each source.</summary>
public enum TrackSource
{
    /// <summary>The participant's voice.</summary>
    Microphone,

    /// <summary>The participant's video.</summary>
    Camera,

    /// <summary>A shared screen.</summary>
    Screen,

    /// <summary>The audio of a shared screen.</summary>
    ScreenAudio,
}
