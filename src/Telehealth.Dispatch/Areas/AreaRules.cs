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

/// <summary>The stable words for the ways in which a unit and a place go together, and a sentence for people.</summary>
public static class AreaFits
{
    /// <summary>A code such as <c>unit.outside_area</c>.</summary>
    public static string Code(this AreaFit fit) => Words(fit).Code;

    /// <summary>A sentence for the console.</summary>
    public static string Text(this AreaFit fit) => Words(fit).Text;

    private static (string Code, string Text) Words(AreaFit fit) => fit switch
    {
        AreaFit.Home => ("unit.home_area", "In its own area."),
        AreaFit.MutualAid => ("unit.mutual_aid", "Helps in this area by mutual aid."),
        AreaFit.Unbound => ("unit.no_home_area", "Belongs to no area and may go everywhere."),
        AreaFit.UnservedPlace => ("unit.unserved_place", "The place lies in no service area; any unit may go."),
        AreaFit.OutsideItsArea => ("unit.outside_area", "Is at home in another area that does not help here."),
        _ => throw new ArgumentOutOfRangeException(nameof(fit), fit, "Not a way to fit."),
    };
}
