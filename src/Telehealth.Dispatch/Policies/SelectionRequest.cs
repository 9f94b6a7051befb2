using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Policies;

/// <summary>What an emergency asks for.</summary>
/// <param name="Place">Where.</param>
/// <param name="Needed">Skills that a unit must have, all of them.</param>
/// <param name="Mode">How the unit would drive.</param>
/// <param name="Declined">Units that have said no to this emergency, or let its offer pass.</param>
/// <param name="Wanted">How many to rank.</param>
public sealed record SelectionRequest(GeoPoint Place, Skills Needed, DrivingMode Mode, IReadOnlySet<UnitId> Declined, int Wanted)
{
    /// <summary>How units would start; null to let each drive at once from where it was last seen.</summary>
    public UnitStarts? Starts { get; init; }
}
