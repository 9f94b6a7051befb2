using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Planning;

/// <summary>The units of one tenant as seen from one emergency's place.</summary>
public interface IUnitAvailability
{
    /// <summary>Free units with these skills, best first.</summary>
    IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted);

    /// <summary>Units with these skills that are under way to something and not yet there.</summary>
    IReadOnlyList<AssignedUnit> UnderWay(Skills needed);

    /// <summary>Units with these skills that will be clear within a time worth waiting for.</summary>
    IReadOnlyList<AssignedUnit> SoonFree(Skills needed);

    /// <summary>Whether a unit has these skills.</summary>
    bool Has(UnitId unit, Skills needed);
}
