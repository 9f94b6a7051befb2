using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;

namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// The emergencies and units of a run by the rules of the domain, folded in memory as the server folds them from its log. What the rules
/// refuse breaks the run: then the simulation does something that could not be. One owner.
/// </summary>
internal sealed class EmergencyLedger
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly Guid Vehicle = new(1, 0, 0, new byte[8]);
    private static readonly PersonId[] Crew = [new(new Guid(2, 0, 0, new byte[8]))];

    private static readonly TriageAnswer[] Answers =
    [
        new("conscious", Answer.Yes), new("breathing", Answer.Yes), new("child", Answer.No), new("bleeding-spurting", Answer.No),
    ];

    private readonly Dictionary<int, Emergency> _emergencies = [];
    private readonly Dictionary<UnitId, Unit> _units = [];
    private readonly Dictionary<UnitId, Assignment> _bound = [];
    private readonly Dictionary<UnitId, SimulatedCall> _kept = [];
    private int _assignments;

    /// <summary>The emergency that a call became.</summary>
    public static EmergencyId IdOf(SimulatedCall call) => new(new Guid(call.Script.Number + 1, 1, 0, new byte[8]));

    /// <summary>A call's emergency while it is open.</summary>
    public Emergency.Open OpenOf(SimulatedCall call) =>
        _emergencies[call.Script.Number] as Emergency.Open ?? throw new InvalidOperationException("The emergency is over.");

    /// <summary>What a unit has; only for units that have something.</summary>
    public Assignment AssignmentOf(SimulatedUnit unit) => _bound[unit.Vehicle.Id];

    /// <summary>A unit's state; its shift starts when it is first asked for.</summary>
    public Unit.OnShift ShiftOf(SimulatedUnit unit, DateTimeOffset now)
    {
        var id = unit.Vehicle.Id;
        if (!_units.TryGetValue(id, out var state))
        {
            var start = new UnitCommand.StartShift(id, Vehicle, $"A{unit.Number + 1}", Crew, unit.Vehicle.Skills);
            _units.Add(id, state = Apply(UnitRules.Decider, UnitRules.Decider.Initial, start, now));
        }

        return (Unit.OnShift)state;
    }

    /// <summary>
    /// Somebody asks for help. The complaint is one that triage gives the call's priority, corrected by a person where none does.
    /// </summary>
    public void Raise(SimulatedCall call, DateTimeOffset now)
    {
        var script = call.Script;
        var complaint = script.Priority switch
        {
            Priority.LifeThreatening => "unconscious",
            Priority.Emergency => "bleeding",
            _ => "other",
        };
        var place = new Place(script.Place, null, LocationSource.Caller, null);
        _emergencies[script.Number] = EmergencyRules.Decider.Initial;
        Decide(call, new RaiseEmergency(IdOf(call), null, complaint, "Simulated", Answers, place, "0000000"), now);
        Decide(call, new ChangePriority(script.Priority, "Simulated"), now);
    }

    /// <summary>A unit is asked and takes the job at once: how long crews take to answer is part of their mobilising.</summary>
    public void Assign(SimulatedCall call, UnitId unit, int need, DateTimeOffset now)
    {
        var id = NextId();
        Decide(call, new OfferUnits([new UnitOffer(id, unit, need, null)], AnswerWithin), now);
        var others = OpenOf(call).Assignments.Where(assignment => !assignment.IsBinding).ToList();
        Accept(call, id, unit, now);
        foreach (var released in others)
            _kept.Remove(released.Unit);
    }

    /// <summary>Whether a job is kept for a unit.</summary>
    public bool IsKeptFor(UnitId unit) => _kept.ContainsKey(unit);

    /// <summary>The unit for which a call is kept; null for none.</summary>
    public UnitId? KeptFor(SimulatedCall call) => OpenOf(call).Assignments.Find(assignment => !assignment.IsBinding)?.Unit;

    /// <summary>Keeps a call for a unit that still has another job.</summary>
    public void Keep(SimulatedCall call, UnitId unit, int need, DateTimeOffset now)
    {
        Decide(call, new ReserveUnit(NextId(), unit, need, ByHand: false, null), now);
        if (!_kept.TryAdd(unit, call))
            throw new InvalidOperationException("The unit has another job kept for it.");
    }

    /// <summary>A clear unit is asked to take the call that was kept for it, and takes it.</summary>
    public void TakeKept(UnitId unit, DateTimeOffset now)
    {
        if (!_kept.Remove(unit, out var call))
            throw new InvalidOperationException("Nothing is kept for the unit.");
        var reserved = OpenOf(call).Assignments.Find(assignment => assignment.Unit == unit && !assignment.IsBinding)
            ?? throw new InvalidOperationException("The call is kept for nobody.");
        Decide(call, new OfferReservation(reserved.Id, AnswerWithin), now);
        Accept(call, reserved.Id, unit, now);
    }

    /// <summary>A unit under way is taken from one call for a more urgent one.</summary>
    public void Divert(SimulatedCall from, SimulatedCall to, UnitId unit, DateTimeOffset now)
    {
        _bound.Remove(unit, out var assignment);
        Decide(from, new DivertUnit(assignment!.Id, IdOf(to), OpenOf(to).Facts.Priority, ByHand: false, "Simulated"), now);

        // The unit has gone elsewhere in the same breath; from then on the search may find it again.
        Decide(from, new SearchAgain(AlsoThoseWhoSaidNo: false), now);
    }

    /// <summary>A unit says how far it is; what it says last is that it is clear.</summary>
    public void Report(SimulatedCall call, SimulatedUnit unit, AssignmentStatus status, DateTimeOffset now)
    {
        var assignment = _bound[unit.Vehicle.Id];
        Decide(call, new ReportStatus(assignment.Id, assignment.Epoch, assignment.Unit, status, now), now);
        if (status != AssignmentStatus.Clear)
            return;
        _bound.Remove(unit.Vehicle.Id);
        if (_emergencies.Remove(call.Script.Number, out var state) && state is not Emergency.Over)
            throw new InvalidOperationException("The only unit is clear, and the emergency is not over.");
    }

    private void Accept(SimulatedCall call, AssignmentId id, UnitId unit, DateTimeOffset now)
    {
        var offered = OpenOf(call).Find(id) ?? throw new InvalidOperationException("The offer is not there.");
        Decide(call, new AcceptOffer(id, offered.Epoch, unit, now), now);

        // The database's constraint: one live assignment a unit, over all emergencies.
        if (!_bound.TryAdd(unit, offered))
            throw new InvalidOperationException("The unit was given twice.");
    }

    private AssignmentId NextId() => new(new Guid(++_assignments, 2, 0, new byte[8]));

    private void Decide(SimulatedCall call, EmergencyCommand command, DateTimeOffset now) =>
        _emergencies[call.Script.Number] = Apply(EmergencyRules.Decider, _emergencies[call.Script.Number], command, now);

    private static TState Apply<TCommand, TState, TEvent>(
        Decider<TCommand, TState, TEvent> decider, TState state, TCommand command, DateTimeOffset now) =>
        decider.Decide(command, state, now) switch
        {
            Decision<TEvent>.Accepted accepted => accepted.Events.Aggregate(state, decider.Evolve),
            Decision<TEvent>.Refused refused => throw new InvalidOperationException($"{command}: {refused.Rejection.Code}"),
            _ => throw new InvalidOperationException("Neither accepted nor refused."),
        };
}
