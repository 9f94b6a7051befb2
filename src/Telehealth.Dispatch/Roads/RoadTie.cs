namespace Telehealth.Dispatch.Roads;

/// <summary>Whether known roads join two places.</summary>
public enum RoadTie
{
    /// <summary>One of the places is near no known road, so the roads do not say.</summary>
    OffRoads,

    /// <summary>Both are near known roads, and none is known to join them.</summary>
    NoneKnown,

    /// <summary>Both are near known roads, which surely join them, perhaps by a long way.</summary>
    Joined,
}
