namespace Telehealth.Dispatch.Travel;

/// <summary>How a travel time was reckoned. Every answer says so, and the console shows it.</summary>
public enum TravelBasis
{
    /// <summary>Along the road graph.</summary>
    Roads,

    /// <summary>By a routing server that was asked.</summary>
    Routing,

    /// <summary>Straight distance with a detour factor: for places without roads that we know.</summary>
    CrowFly,

    /// <summary>
    /// Not at all: both places lie on known roads and none joins them. The time is
    /// a penalty, no estimate; the length is a guess from the straight distance.
    /// </summary>
    NoRoad,
}
