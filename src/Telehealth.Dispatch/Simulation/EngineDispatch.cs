using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Emergencies;

namespace Telehealth.Dispatch.Simulation;

/// <summary>The real engine decides: the index of moving units, the selection and its travel times.</summary>
public sealed class EngineDispatch(ITravelSource travel) : ISimulatedDispatch
{
    private static readonly HashSet<UnitId> NobodyDeclined = [];
    private readonly MovingUnitIndex _index = new();
    private readonly Dictionary<UnitId, SimulatedUnit> _units = [];

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
    public TimeSpan? Decide(SimulationScene scene, ICollection<SendOrder> orders)
    {
        if (scene.Waiting.Count == 0)
            return null;
        foreach (var unit in scene.Units)
        {
            _units[unit.Vehicle.Id] = unit;
            _index.SetAvailability(unit.Vehicle.Id, unit.Vehicle.Skills, unit.IsFree);
            _index.Move(unit.Vehicle.Id, unit.PlaceAt(scene.Now), Simulator.Start + scene.Now);
        }

        foreach (var call in scene.Waiting.OrderBy(call => call.Script.Priority).ThenBy(call => call.Script.Number))
        {
            var mode = call.Script.Priority <= Priority.Emergency ? DrivingMode.LightsAndSirens : DrivingMode.Regular;
            var request = new SelectionRequest(call.Script.Place, call.Script.Needed, mode, NobodyDeclined, 1);
            if (UnitSelection.Nearest(request, _index, travel, Simulator.Start + scene.Now) is not [var best, ..])
                continue;
            _index.SetAvailability(best.Id, _units[best.Id].Vehicle.Skills, available: false);
            orders.Add(new SendOrder(_units[best.Id], call));
        }

        return null;
    }
}
