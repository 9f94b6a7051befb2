using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Areas;

/// <summary>Which units serve which places, and which desk sees them.</summary>
public static class AreaRules
{
    /// <summary>Whether a unit may serve a place.</summary>
    /// <param name="map">The areas.</param>
    /// <param name="callSign">The unit's call sign.</param>
    /// <param name="place">Where it is needed.</param>
    public static AreaFit FitOf(AreaMap map, string callSign, GeoPoint place) =>
        FitOf(map.HomeOf(callSign), map.AreasAt(place, AreaKind.Service));

    /// <summary>The same for many units and one place, whose areas are looked up once.</summary>
    /// <param name="home">The unit's own area; null when it has none.</param>
    /// <param name="at">The service areas that the place lies in; all of them count.</param>
    public static AreaFit FitOf(Area? home, IReadOnlyList<Area> at) => home switch
    {
        null => AreaFit.Unbound,
        _ when at.Count == 0 => AreaFit.UnservedPlace,
        _ when at.Any(area => area.Code == home.Code) => AreaFit.Home,
        _ when at.Any(area => area.MutualAid.Contains(home.Code, StringComparer.Ordinal)) => AreaFit.MutualAid,
        _ => AreaFit.OutsideItsArea,
    };

    /// <summary>Whether the unit may be chosen without a person saying so.</summary>
    public static bool MayBeSent(this AreaFit fit) => fit != AreaFit.OutsideItsArea;

    /// <summary>
    /// The dispatch desk that sees a place: that of the smallest service area there that names one. Null when none does: then every desk
    /// sees it, since a call must never be on nobody's screen.
    /// </summary>
    public static string? DeskOf(AreaMap map, GeoPoint place) =>
        map.AreasAt(place, AreaKind.Service).Select(area => area.Desk).FirstOrDefault(desk => desk is not null);

    /// <summary>All dispatch desks that service areas name, in the order of their names.</summary>
    public static IReadOnlyList<string> DesksOf(AreaMap map) =>
        [
            .. map
                .Areas.Where(area => area.Kind == AreaKind.Service)
                .Select(area => area.Desk)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
}
