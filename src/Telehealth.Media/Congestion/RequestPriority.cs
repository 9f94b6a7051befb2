namespace Telehealth.Media.Congestion;

/// <summary>What comes first when not everything fits: a visit is a talk, then what is shown, then a face.</summary>
internal enum RequestPriority : byte
{
    /// <summary>The voice of whoever speaks.</summary>
    SpeakerSound,

    /// <summary>Other sound.</summary>
    Sound,

    /// <summary>A shared screen: a finding that is shown must be legible.</summary>
    Screen,

    /// <summary>The picture of whoever speaks.</summary>
    SpeakerPicture,

    /// <summary>Other pictures.</summary>
    Picture,
}
