namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// Each area asks for units in its own fixed order, and the first free one goes: dispatch as queueing theory knows it, to check the
/// simulator by. Calls that wait are served in the order in which they came.
/// </summary>
/// <param name="preferences">By area: every unit's number once.</param>
public sealed class PreferenceDispatch(IReadOnlyList<IReadOnlyList<int>> preferences) : ISimulatedDispatch
{
    /// <inheritdoc/>
    public void Raised(SimulatedCall call, TimeSpan now)
    {
    }

    /// <inheritdoc/>
    public void Reported(SimulatedUnit unit, SimulatedCall call, TimeSpan now)
    {
    }

    /// <inheritdoc/>
    public void Cleared(SimulatedUnit unit, SimulatedCall call, TimeSpan now)
    {
    }

    /// <inheritdoc/>
    public TimeSpan? Decide(SimulationScene scene, ICollection<SendCommand> commands)
    {
        // Calls wait only while every unit is busy, and one unit at a time comes free: so the first call is the only one to look at.
        if (scene.Waiting.Count == 0)
            return null;
        var list = preferences[scene.Waiting[0].Script.Area];
        for (var rank = 0; rank < list.Count; rank++)
        {
            if (!scene.Units[list[rank]].IsFree)
                continue;
            commands.Add(new SendCommand(scene.Units[list[rank]], scene.Waiting[0]));
            return null;
        }

        return null;
    }
}
