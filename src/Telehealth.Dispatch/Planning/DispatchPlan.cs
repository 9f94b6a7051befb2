using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Emergencies;
using Telehealth.Domain.Paramedics;
using Travel = Telehealth.Dispatch.Policies.Travel;

namespace Telehealth.Dispatch.Planning;

/// <summary>What should be done for one need of an emergency.</summary>
public abstract record DispatchStep(Need Need)
{
    /// <summary>Ask these units, the best first; more than one after the first ones came to nothing.</summary>
    public sealed record Ask(Need Need, IReadOnlyList<RankedUnit> Units) : DispatchStep(Need);

    /// <summary>Take a unit from something less urgent to which it is under way, and ask it.</summary>
    public sealed record Divert(Need Need, BoundUnit Unit) : DispatchStep(Need);

    /// <summary>Nobody is free: tell a person, and keep the job for the unit that can be there first, when there is one.</summary>
    public sealed record Wait(Need Need, BoundUnit? For) : DispatchStep(Need);
}

/// <summary>A unit that has a job.</summary>
/// <param name="Id">Which.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Emergency">Where it is bound.</param>
/// <param name="Assignment">By which involvement.</param>
/// <param name="Priority">How urgent that is.</param>
/// <param name="UntilFree">How long it is bound yet: nothing for one that could be diverted now, the expected rest of its job otherwise.</param>
/// <param name="UntilPatient">How far it is from the patient to whom it is under way; null once it is there.</param>
/// <param name="Travel">From where it is, or will be free, to the new place.</param>
public sealed record BoundUnit(
    UnitId Id, Skills Skills, EmergencyId Emergency, AssignmentId Assignment, Priority Priority, TimeSpan UntilFree, TimeSpan? UntilPatient, Travel Travel)
{
    /// <summary>When it could be there, from now.</summary>
    public TimeSpan Arrival => UntilFree + Travel.Time;
}

/// <summary>Somebody who waits for a unit and comes first: more urgent, or as urgent and older.</summary>
/// <param name="Emergency">Whose.</param>
/// <param name="Skills">What the unit must be able to do.</param>
public sealed record WaitingNeed(EmergencyId Emergency, Skills Skills);

/// <summary>The units of one tenant as seen from one emergency's place.</summary>
public interface IUnitsAtHand
{
    /// <summary>Free units with these skills, best first.</summary>
    IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted);

    /// <summary>Units with these skills that are under way to something and not yet there.</summary>
    IReadOnlyList<BoundUnit> UnderWay(Skills needed);

    /// <summary>Units with these skills that will be clear within a time worth waiting for.</summary>
    IReadOnlyList<BoundUnit> SoonFree(Skills needed);

    /// <summary>Whether a unit has these skills.</summary>
    bool Has(UnitId unit, Skills needed);
}
