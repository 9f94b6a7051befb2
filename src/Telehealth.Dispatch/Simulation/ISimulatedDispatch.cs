using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Simulation;

/// <summary>Who is sent where. The simulator tells it what happens and does what it commands.</summary>
public interface ISimulatedDispatch
{
    /// <summary>A call has come.</summary>
    void Raised(SimulatedCall call, TimeSpan now);

    /// <summary>A unit has begun its next stage on a call.</summary>
    void Reported(SimulatedUnit unit, SimulatedCall call, TimeSpan now);

    /// <summary>A unit has ended its work on a call and is free.</summary>
    void Cleared(SimulatedUnit unit, SimulatedCall call, TimeSpan now);

    /// <summary>Called after each call, each time that a unit is free again, and when asked for.</summary>
    /// <param name="scene">How things stand.</param>
    /// <param name="commands">To be filled. A unit that is under way to another call is diverted from it.</param>
    /// <returns>When to ask again though nothing happened; null for never.</returns>
    TimeSpan? Decide(SimulationScene scene, ICollection<SendCommand> commands);
}

/// <summary>A unit shall go to a call.</summary>
/// <param name="Unit">Free, or under way to another call.</param>
/// <param name="Call">Without a unit.</param>
public readonly record struct SendCommand(SimulatedUnit Unit, SimulatedCall Call);

/// <summary>How things stand at a moment. The lists are the simulator's own: to be read before it goes on.</summary>
/// <param name="Now">The time since the start.</param>
/// <param name="Units">All, by number.</param>
/// <param name="Waiting">Calls without a unit, in the order in which they came.</param>
public readonly record struct SimulationScene(TimeSpan Now, IReadOnlyList<SimulatedUnit> Units, IReadOnlyList<SimulatedCall> Waiting);

/// <summary>How units get about.</summary>
public interface ISimulatedDriving
{
    /// <summary>A drive from one place to another; null when it takes no time.</summary>
    /// <param name="from">Where it starts.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="urgent">With lights and sirens.</param>
    /// <param name="leaves">When it starts.</param>
    RouteFollower? Drive(GeoPoint from, GeoPoint to, bool urgent, DateTimeOffset leaves);
}

/// <summary>Units are wherever they are needed at once: service does not depend on where a call is, as queueing theory has it.</summary>
public sealed class NoDriving : ISimulatedDriving
{
    /// <inheritdoc/>
    public RouteFollower? Drive(GeoPoint from, GeoPoint to, bool urgent, DateTimeOffset leaves) => null;
}
