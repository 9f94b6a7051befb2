namespace Telehealth.Media.Congestion;

/// <summary>What a link can carry, best first.</summary>
public enum QualityRung
{
    /// <summary>Sound and picture.</summary>
    Video,

    /// <summary>Sound; pictures are held back.</summary>
    AudioOnly,

    /// <summary>Not even sound, reliably: a call by phone would serve better.</summary>
    SuggestPhone,
}
