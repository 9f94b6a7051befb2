using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Dispatch.Planning;

/// <summary>What should be done for one need of an emergency.</summary>
public abstract record DispatchStep(Need Need)
{
    /// <summary>Ask these units, the best first; more than one after the first ones came to nothing.</summary>
    public sealed record Ask(Need Need, IReadOnlyList<RankedUnit> Units) : DispatchStep(Need);

    /// <summary>Take a unit from something less urgent to which it is under way, and ask it.</summary>
    public sealed record Divert(Need Need, AssignedUnit Unit) : DispatchStep(Need);

    /// <summary>Nobody is free: tell a person, and keep the job for the unit that can be there first, when there is one.</summary>
    public sealed record Wait(Need Need, AssignedUnit? For) : DispatchStep(Need);
}
