namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>What ended a silence.</summary>
public enum SilenceEnd
{
    /// <summary>The crew was heard again.</summary>
    HeardAgain,

    /// <summary>It has a job, whose own alarm asks after it.</summary>
    HasJob,
}
