namespace Telehealth.Media.Rtp;

/// <summary>How a packet stands to those before it.</summary>
public enum SequenceVerdict
{
    /// <summary>The newest so far.</summary>
    Newest,

    /// <summary>Older than the newest: it was overtaken, or sent again.</summary>
    Late,

    /// <summary>The source jumped and has now shown that it means it: a new run of numbers begins.</summary>
    Restarted,

    /// <summary>A lone jump that no second packet has confirmed: not to be used.</summary>
    Suspect,
}
