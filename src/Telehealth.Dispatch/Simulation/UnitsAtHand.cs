using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>The simulated units as the planner sees them from one call's place.</summary>
internal sealed class UnitsAtHand(SimulatedFleetView fleet, SimulatedCall call, ITravelSource source, TimeSpan now) : IUnitsAtHand
{
    private readonly DrivingMode _mode = DrivingModes.For(call.Script.Priority);

    public IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted) => UnitSelection.Nearest(
        new SelectionRequest(call.Script.Place, needed, _mode, except, wanted), fleet.Index, source, Simulator.Start + now);

    public IReadOnlyList<BoundUnit> UnderWay(Skills needed) =>
    [
        .. from unit in fleet.Units.Values
           where unit.IsUnderWay && !fleet.Ordered.Contains(unit.Vehicle.Id) && unit.Vehicle.Skills.Covers(needed)
           // Nobody's journey is reckoned whom the rule would not let go in any case.
           where Diversion.Allows(unit.Call!.Script.Priority, call.Script.Priority)
           select Bound(unit, TimeSpan.Zero, UntilPatient(unit), TravelFrom(unit)),
    ];

    public IReadOnlyList<BoundUnit> SoonFree(Skills needed) =>
    [
        .. from unit in fleet.Units.Values
           where !unit.IsFree && !fleet.Ledger.IsKeptFor(unit.Vehicle.Id) && unit.Vehicle.Skills.Covers(needed)
           let rest = ExpectedRest.Of(StatusOf(unit.Stage), now - unit.StageSince)
           where rest is not null
           select Bound(unit, rest.Value, null, TravelFrom(unit)),
    ];

    public bool Has(UnitId unit, Skills needed) => fleet.Units[unit].Vehicle.Skills.Covers(needed);

    /// <summary>The same stage in the domain's words.</summary>
    internal static AssignmentStatus StatusOf(UnitStage stage) => stage switch
    {
        UnitStage.Mobilising => AssignmentStatus.Accepted,
        UnitStage.EnRoute => AssignmentStatus.EnRoute,
        UnitStage.OnScene => AssignmentStatus.OnScene,
        UnitStage.Transporting => AssignmentStatus.Transporting,
        UnitStage.AtHospital => AssignmentStatus.AtHospital,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "The unit has no job."),
    };

    private BoundUnit Bound(SimulatedUnit unit, TimeSpan untilFree, TimeSpan? untilPatient, Drive travel) => new(
        unit.Vehicle.Id,
        unit.Vehicle.Skills,
        EmergencyLedger.IdOf(unit.Call!),
        fleet.Ledger.AssignmentOf(unit).Id,
        unit.Call!.Script.Priority,
        untilFree,
        untilPatient,
        travel);

    private TimeSpan UntilPatient(SimulatedUnit unit) => unit.StageEnds - now
        + (unit.Stage == UnitStage.Mobilising ? source.Towards(unit.Call!.Script.Place, _mode).From(unit.PlaceAt(now)).Time : TimeSpan.Zero);

    private Drive TravelFrom(SimulatedUnit unit) => source.Towards(call.Script.Place, _mode).From(unit.PlaceAt(now));
}

/// <summary>Where all units are and what they do, for as long as nothing moves.</summary>
/// <param name="Index">The engine's own.</param>
/// <param name="Units">By id.</param>
/// <param name="Ordered">Those that have just been ordered somewhere else: they have not set off yet.</param>
/// <param name="Ledger">What they have.</param>
internal sealed record SimulatedFleetView(
    MovingUnitIndex Index, IReadOnlyDictionary<UnitId, SimulatedUnit> Units, IReadOnlySet<UnitId> Ordered, EmergencyLedger Ledger);
