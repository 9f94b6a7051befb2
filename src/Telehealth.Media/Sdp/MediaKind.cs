namespace Telehealth.Media.Sdp;

/// <summary>What an m-line carries, as far as the relay forwards it.</summary>
public enum MediaKind
{
    /// <summary>Audio.</summary>
    Audio,

    /// <summary>Video: a camera or a screen.</summary>
    Video,
}
