namespace Telehealth.Dispatch.Queueing;

/// <summary>What becomes of a call that finds every unit busy.</summary>
public enum WaitingLine
{
    /// <summary>Somebody else serves it: it is lost to these units.</summary>
    None,

    /// <summary>It waits for the first unit that comes free, first come first served.</summary>
    Endless,
}
