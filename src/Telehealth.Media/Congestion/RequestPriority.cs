namespace Telehealth.Media.Congestion;

/// <summary>What comes first when not everything fits: a visit is a talk, then what is shown, then a face.</summary>
internal enum RequestPriority : byte
{
    /// <summary>The voice of whoever speaks.</summary>
    SpeakerAudio,

    /// <summary>The voices of others.</summary>
    Audio,

    /// <summary>A shared screen: a finding that is shown must be legible.</summary>
    Screen,

    /// <summary>The video of whoever speaks.</summary>
    SpeakerVideo,

    /// <summary>The video of others.</summary>
    Video,
}
