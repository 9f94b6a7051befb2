namespace Telehealth.Dispatch.Areas;

/// <summary>How a unit's home and a place go together.</summary>
public enum AreaFit
{
    /// <summary>The place is in the unit's own area.</summary>
    Home,

    /// <summary>The place's area lists the unit's as one that helps.</summary>
    MutualAid,

    /// <summary>The unit belongs to no area, so it may go everywhere.</summary>
    Unbound,

    /// <summary>
    /// The place is in no service area; whoever is fastest goes, since nobody may be left without help for a gap in a map.
    /// </summary>
    UnservedPlace,

    /// <summary>The unit is at home elsewhere and does not help here: only a person sends it.</summary>
    OutsideItsArea,
}
