using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Simulation;

/// <summary>In which order calls that wait are looked at.</summary>
public enum WaitingOrder
{
    /// <summary>The oldest first, however urgent the others are.</summary>
    Age,

    /// <summary>The most urgent first, the oldest of those as urgent.</summary>
    PriorityThenAge,
}

/// <summary>How the engine is set up for a run.</summary>
/// <param name="Travel">How units are ranked.</param>
/// <param name="Rules">What the planner may do beyond asking the best free unit.</param>
/// <param name="Order">Who comes first when units run short.</param>
/// <param name="Coverage">When given, a unit is also chosen by what its leaving costs the rest of the city.</param>
public sealed record EngineSetup(ITravelSource Travel, DispatchPolicy Rules, WaitingOrder Order, PostCoverage? Coverage = null);

/// <summary>
/// The real engine decides: the index of moving units, the selection with its travel times, the planner, and the domain's rules for what it
/// commands.
/// Only the clock and the crews are simulated. One run each; one owner.
/// </summary>
public sealed class EngineDispatch(EngineSetup setup) : ISimulatedDispatch
{
    private readonly MovingUnitIndex _index = new();
    private readonly EmergencyLedger _ledger = new();
    private readonly Dictionary<UnitId, SimulatedUnit> _units = [];
    private readonly HashSet<UnitId> _ordered = [];

    /// <inheritdoc/>
    public void Raised(SimulatedCall call, TimeSpan now) => _ledger.Raise(call, Simulator.Start + now);

    /// <inheritdoc/>
    public void Reported(SimulatedUnit unit, SimulatedCall call, TimeSpan now) =>
        _ledger.Report(call, unit, StatusOf(unit.Stage), Simulator.Start + now);

    /// <inheritdoc/>
    public void Cleared(SimulatedUnit unit, SimulatedCall call, TimeSpan now) =>
        _ledger.Report(call, unit, AssignmentStatus.Clear, Simulator.Start + now);

    /// <inheritdoc/>
    public TimeSpan? Decide(SimulationScene scene, ICollection<SendCommand> commands)
    {
        if (scene.Waiting.Count == 0)
            return null;
        _ordered.Clear();
        LookAround(scene);
        var ahead = new List<WaitingNeed>();
        foreach (var call in InOrder(scene.Waiting).Where(call => _ledger.OpenOf(call).Unmet.Any()))
        {
            if (TakeKept(call, scene.Now, commands))
                continue;
            foreach (var step in DispatchPlanner.Plan(_ledger.OpenOf(call), UnitsFor(call, scene.Now), ahead, setup.Rules))
                Do(step, call, scene.Now, ahead, commands);
        }

        return null;
    }

    /// <summary>
    /// As on the server, whoever a call was kept for is asked when clear, unless a call that comes first has taken the unit.
    /// </summary>
    private bool TakeKept(SimulatedCall call, TimeSpan now, ICollection<SendCommand> commands)
    {
        if (_ledger.KeptFor(call) is not { } id || !IsStillFree(_units[id]))
            return false;
        _index.SetAvailability(id, _units[id].Vehicle.Skills, available: false);
        _ledger.TakeKept(id, Simulator.Start + now);
        Send(_units[id], call, commands);
        return true;
    }

    private void Send(SimulatedUnit unit, SimulatedCall call, ICollection<SendCommand> commands)
    {
        _ordered.Add(unit.Vehicle.Id);
        commands.Add(new SendCommand(unit, call));
    }

    private void LookAround(SimulationScene scene)
    {
        var now = Simulator.Start + scene.Now;
        foreach (var unit in scene.Units)
        {
            var shift = _ledger.ShiftOf(unit, now);
            _units[unit.Vehicle.Id] = unit;
            _index.SetAvailability(unit.Vehicle.Id, shift.Skills, unit.IsFree && !shift.Paused);
            _index.Move(unit.Vehicle.Id, unit.PlaceAt(scene.Now), now);
        }
    }

    private IEnumerable<SimulatedCall> InOrder(IReadOnlyList<SimulatedCall> waiting) => setup.Order switch
    {
        WaitingOrder.Age => waiting,
        _ => waiting.OrderBy(call => call.Script.Priority).ThenBy(call => call.Script.Number),
    };

    private IUnitAvailability UnitsFor(SimulatedCall call, TimeSpan now)
    {
        var facts = _ledger.OpenOf(call).Facts;
        var units = new UnitAvailability(facts, call.Script.Place, _index, Assigned(), setup.Travel, Simulator.Start + now);
        if (setup.Coverage is not { } coverage)
            return units;

        // A call that has waited has that much less time left.
        var left = ResponseTargets.Of(call.Script.Priority) - SimulationSetting.UsualMobilising - (now - call.Script.At);
        return new CoverageFirst(units, coverage.LossOf([.. _units.Values.Where(unit => IsStillFree(unit))]), left);
    }

    /// <summary>Whoever has just been ordered somewhere else has not taken that job yet, and the one before no more.</summary>
    private List<AssignedRow> Assigned() =>
    [
        .. from unit in _units.Values
           where unit.Call is not null && !_ordered.Contains(unit.Vehicle.Id)
           select new AssignedRow(
               unit.Vehicle.Id, unit.Vehicle.Skills, EmergencyLedger.IdOf(unit.Call!), _ledger.AssignmentOf(unit).Id,
               unit.Call!.Script.Priority, StatusOf(unit.Stage), Simulator.Start + unit.StageSince, unit.Call!.Script.Place,
               _ledger.IsKeptFor(unit.Vehicle.Id)),
    ];

    /// <summary>The same stage in the domain's words.</summary>
    private static AssignmentStatus StatusOf(UnitStage stage) => stage switch
    {
        UnitStage.Mobilising => AssignmentStatus.Accepted,
        UnitStage.EnRoute => AssignmentStatus.EnRoute,
        UnitStage.OnScene => AssignmentStatus.OnScene,
        UnitStage.Transporting => AssignmentStatus.Transporting,
        UnitStage.AtHospital => AssignmentStatus.AtHospital,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "The unit has no job."),
    };

    private bool IsStillFree(SimulatedUnit unit) => _index.TryGet(unit.Vehicle.Id, out var known) && known.Available;

    private void Do(DispatchStep step, SimulatedCall call, TimeSpan now, List<WaitingNeed> ahead, ICollection<SendCommand> commands)
    {
        switch (step)
        {
            case DispatchStep.Ask { Units: [var best, ..] }:
                _index.SetAvailability(best.Id, _units[best.Id].Vehicle.Skills, available: false);
                Assign(best.Id);
                break;
            case DispatchStep.Divert { Unit: var unit }:
                _ledger.Divert(_units[unit.Id].Call!, call, unit.Id, Simulator.Start + now);
                Assign(unit.Id);
                break;
            case DispatchStep.Wait { For: { } unit }:
                _ledger.Keep(call, unit.Id, step.Need.Number, Simulator.Start + now);
                ahead.Add(new WaitingNeed(EmergencyLedger.IdOf(call), step.Need.Skills));
                break;
            default:
                ahead.Add(new WaitingNeed(EmergencyLedger.IdOf(call), step.Need.Skills));
                break;
        }

        void Assign(UnitId unit)
        {
            _ledger.Assign(call, unit, step.Need.Number, Simulator.Start + now);
            Send(_units[unit], call, commands);
        }
    }
}
