using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>A request for help as chance made it: when, where, how urgent, how long it binds a crew. The same under every policy.</summary>
/// <param name="Number">Counted from 0 in the order of arrival.</param>
/// <param name="At">When it comes, from the start of the run.</param>
/// <param name="Area">Which part of the city it comes from, counted from 0.</param>
/// <param name="Place">Where help is needed.</param>
/// <param name="Priority">How urgent.</param>
/// <param name="Needed">What a unit must be able to do.</param>
/// <param name="OnScene">How long a crew stays there.</param>
/// <param name="Hospital">Where the patient is taken; null when nobody is taken anywhere.</param>
/// <param name="AtHospital">How long the handover and getting ready again take.</param>
public sealed record CallScript(
    int Number,
    TimeSpan At,
    int Area,
    GeoPoint Place,
    Priority Priority,
    Skills Needed,
    TimeSpan OnScene,
    GeoPoint? Hospital,
    TimeSpan AtHospital);

/// <summary>Calls in the order in which they come.</summary>
public interface ICallSource
{
    /// <summary>The next call; null when no more come.</summary>
    CallScript? Next();
}

/// <summary>A call in a run, and what became of it so far. Written by its <see cref="Simulator"/> alone.</summary>
public sealed class SimulatedCall(CallScript script)
{
    /// <summary>What chance made it.</summary>
    public CallScript Script { get; } = script;

    /// <summary>The unit that has it; null while it waits.</summary>
    public SimulatedUnit? Unit { get; internal set; }

    /// <summary>When the first crew was there; null before.</summary>
    public TimeSpan? ReachedAt { get; internal set; }

    /// <summary>Whether it could not be given to a unit in the moment in which it came.</summary>
    public bool HadToWait { get; internal set; }

    /// <summary>How often a unit was taken from it.</summary>
    public int Diversions { get; internal set; }
}
