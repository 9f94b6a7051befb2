using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Units;

/// <summary>Who counts in a search for the nearest.</summary>
/// <param name="Needed">Skills that a unit must have, all of them.</param>
/// <param name="OnlyAvailable">Leaves out those that are not free.</param>
/// <param name="FixedSince">Leaves out those last seen before.</param>
public readonly record struct UnitFilter(Skills Needed, bool OnlyAvailable, DateTimeOffset FixedSince)
{
    /// <summary>Everyone with a place, however old.</summary>
    public static readonly UnitFilter Everyone = new(Skills.None, false, DateTimeOffset.MinValue);
}
