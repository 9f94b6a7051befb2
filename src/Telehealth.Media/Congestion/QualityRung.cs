namespace Telehealth.Media.Congestion;

/// <summary>What a link can carry, best first.</summary>
public enum QualityRung
{
    /// <summary>Audio and video.</summary>
    Video,

    /// <summary>Audio; video is held back.</summary>
    AudioOnly,

    /// <summary>Not even audio, reliably: a call by phone would serve better.</summary>
    SuggestPhone,
}
