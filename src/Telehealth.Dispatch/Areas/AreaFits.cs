namespace Telehealth.Dispatch.Areas;

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
