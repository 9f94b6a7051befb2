namespace Telehealth.Dispatch.Travel;

/// <summary>The stable words for the ways to reckon.</summary>
public static class TravelBases
{
    /// <summary><c>roads</c>, <c>osrm</c>, <c>crow_fly</c> or <c>no_road</c>.</summary>
    public static string Code(this TravelBasis basis) => basis switch
    {
        TravelBasis.Roads => "roads",
        TravelBasis.Routing => "osrm",
        TravelBasis.CrowFly => "crow_fly",
        TravelBasis.NoRoad => "no_road",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "Not a way to reckon."),
    };
}
