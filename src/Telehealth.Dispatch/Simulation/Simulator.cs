using Telehealth.Dispatch.Queueing;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>What is simulated, apart from the calls and from who decides.</summary>
/// <param name="Fleet">The units. They wait at their posts at the start.</param>
/// <param name="Driving">How they get about.</param>
/// <param name="Line">What becomes of a call for which nobody can be sent at once.</param>
public sealed record SimulationSetting(IReadOnlyList<SimulatedVehicle> Fleet, ISimulatedDriving Driving, WaitingLine Line)
{
    /// <summary>From the command to the first metre for a crew at its post: NFPA 1710 asks for 60 seconds.</summary>
    public static readonly TimeSpan UsualMobilising = TimeSpan.FromSeconds(60);

    /// <summary>The same in this setting.</summary>
    public TimeSpan MobilisingAtPost { get; init; } = UsualMobilising;

    /// <summary>The same for a crew on its way home. One that is diverted turns at once.</summary>
    public TimeSpan MobilisingOnTheWay { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>What a run came to. Calls and time before the end of the warm-up do not count.</summary>
/// <param name="Workloads">By unit: the share of time from the command to the end of the work.</param>
/// <param name="Calls">How many calls came.</param>
/// <param name="FoundNobody">How many of them could not be given to a unit in the moment in which they came.</param>
/// <param name="Unreached">How many of them nobody had reached by the end; lost ones are not among them.</param>
public sealed record SimulationRun(IReadOnlyList<double> Workloads, int Calls, int FoundNobody, int Unreached);

/// <summary>
/// Calls, crews and a virtual clock: runs a day in milliseconds, and the same day again under another policy. What it does follows from the
/// calls alone. One run a simulator; one owner.
/// </summary>
public sealed class Simulator
{
    /// <summary>When a run starts, in the words of the engine.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>After the last call, so long is everything that was begun seen to its end.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(24);

    private readonly SimulationSetting _setting;
    private readonly ISimulatedDispatch _dispatch;
    private readonly Action<SimulatedCall> _ended;
    private readonly SimulatedUnit[] _units;
    private readonly List<SimulatedCall> _waiting = [];
    private readonly List<SendCommand> _commands = [];
    private readonly EventQueue<(SimulatedUnit? Unit, int Stamp)> _events = new();
    private readonly TimeSpan[] _busy;
    private TimeSpan _now;
    private TimeSpan _from;
    private TimeSpan _until;
    private TimeSpan _askAt = TimeSpan.MaxValue;
    private int _calls;
    private int _foundNobody;
    private int _reached;

    /// <summary>Sets the fleet up at its posts.</summary>
    /// <param name="setting">What is simulated.</param>
    /// <param name="dispatch">Who decides.</param>
    /// <param name="ended">Told of each call that counts once its crew is clear, or once it is lost.</param>
    public Simulator(SimulationSetting setting, ISimulatedDispatch dispatch, Action<SimulatedCall>? ended = null)
    {
        _setting = setting;
        _dispatch = dispatch;
        _ended = ended ?? (_ => { });
        _units = [.. setting.Fleet.Select((vehicle, number) => new SimulatedUnit(number, vehicle))];
        _busy = new TimeSpan[_units.Length];
    }

    /// <summary>Runs from the start to the end of all that has come by then.</summary>
    /// <param name="calls">What comes.</param>
    /// <param name="warmUp">Nothing counts before: the city starts with everybody free.</param>
    /// <param name="until">Nothing that comes after is taken.</param>
    public SimulationRun Run(ICallSource calls, TimeSpan warmUp, TimeSpan until)
    {
        (_from, _until) = (warmUp, until);
        var next = calls.Next();
        while (true)
        {
            var due = _events.NextAt ?? TimeSpan.MaxValue;
            if (next is not null && next.At <= due && next.At <= until)
            {
                _now = next.At;
                Arrive(next);
                next = calls.Next();
            }
            else if (due <= until + LongestDrain)
            {
                _now = due;
                Happen();
            }
            else
            {
                break;
            }
        }

        _now = _now > until ? _now : until;
        foreach (var unit in _units.Where(unit => !unit.IsFree))
            CountBusy(unit);
        var window = (until - warmUp).TotalSeconds;
        var lost = _setting.Line == WaitingLine.None ? _foundNobody : 0;
        return new SimulationRun([.. _busy.Select(busy => busy.TotalSeconds / window)], _calls, _foundNobody, _calls - lost - _reached);
    }

    private bool Counts(SimulatedCall call) => call.Script.At >= _from;

    private void Arrive(CallScript script)
    {
        var call = new SimulatedCall(script);
        _waiting.Add(call);
        _dispatch.Raised(call, _now);
        Decide();
        call.HadToWait = call.Unit is null;
        if (Counts(call))
        {
            _calls++;
            _foundNobody += call.HadToWait ? 1 : 0;
        }

        if (call.HadToWait && _setting.Line == WaitingLine.None)
        {
            _waiting.Remove(call);
            if (Counts(call))
                _ended(call);
        }
    }

    private void Happen()
    {
        var (unit, stamp) = _events.Take();
        if (unit is null)
        {
            _askAt = TimeSpan.MaxValue;
            Decide();
        }
        else if (unit.Stamp == stamp)
        {
            Advance(unit);
        }
    }

    /// <summary>
    /// A call that lost its unit to another one is looked at at once; each such step serves a more urgent call, so it comes to an end.
    /// </summary>
    private void Decide()
    {
        bool isAnyoneLeft;
        do
        {
            _commands.Clear();
            var askAgain = _dispatch.Decide(new SimulationScene(_now, _units, _waiting), _commands);
            isAnyoneLeft = _commands.Exists(command => !command.Unit.IsFree);
            foreach (var command in _commands)
                Send(command.Unit, command.Call);
            if (askAgain is { } at && at > _now && at < _askAt)
                _events.Add(_askAt = at, (null, 0));
        }
        while (isAnyoneLeft);
    }

    private void Send(SimulatedUnit unit, SimulatedCall call)
    {
        if (!_waiting.Remove(call))
            throw new InvalidOperationException("The call has a unit already.");
        var leaves = unit.Stage switch
        {
            UnitStage.AtPost => _now + _setting.MobilisingAtPost,
            UnitStage.Returning => _now + _setting.MobilisingOnTheWay,
            UnitStage.Mobilising => unit.StageEnds,
            UnitStage.EnRoute => _now,
            _ => throw new InvalidOperationException("The unit cannot leave the call that it is at."),
        };
        if (unit.Call is { } left)
            Leave(left);
        else
            unit.BusySince = _now;
        unit.Call = call;
        call.Unit = unit;
        unit.Stand(UnitStage.Mobilising, unit.PlaceAt(_now), _now, leaves);
        GoOn(unit);
    }

    /// <summary>Back to where it was in the queue: its age is its own.</summary>
    private void Leave(SimulatedCall left)
    {
        left.Unit = null;
        left.Diversions++;
        var at = _waiting.FindIndex(other => other.Script.Number > left.Script.Number);
        _waiting.Insert(at < 0 ? _waiting.Count : at, left);
    }

    /// <summary>Lets the stage take its time; one that takes none is over at once.</summary>
    private void GoOn(SimulatedUnit unit)
    {
        if (unit.StageEnds > _now)
            _events.Add(unit.StageEnds, (unit, unit.Stamp));
        else
            Advance(unit);
    }

    private void Advance(SimulatedUnit unit)
    {
        if (unit.Call is not { } call)
        {
            unit.Stand(UnitStage.AtPost, unit.Vehicle.Post, _now, TimeSpan.MaxValue);
            return;
        }

        var script = call.Script;
        switch (unit.Stage)
        {
            case UnitStage.Mobilising:
                Drive(unit, UnitStage.EnRoute, script.Place, script.Priority.IsUrgent());
                break;
            case UnitStage.EnRoute:
                unit.Stand(UnitStage.OnScene, script.Place, _now, _now + script.OnScene);
                call.ReachedAt = _now;
                _reached += Counts(call) ? 1 : 0;
                break;
            case UnitStage.OnScene when script.Hospital is { } hospital:
                Drive(unit, UnitStage.Transporting, hospital, script.Priority == Priority.LifeThreatening);
                break;
            case UnitStage.Transporting when script.Hospital is { } hospital:
                unit.Stand(UnitStage.AtHospital, hospital, _now, _now + script.AtHospital);
                break;
            default:
                Clear(unit, call);
                return;
        }

        _dispatch.Reported(unit, call, _now);
        GoOn(unit);
    }

    private void Clear(SimulatedUnit unit, SimulatedCall call)
    {
        CountBusy(unit);
        unit.Call = null;
        Drive(unit, UnitStage.Returning, unit.Vehicle.Post, urgent: false);
        _dispatch.Cleared(unit, call, _now);
        if (Counts(call))
            _ended(call);
        GoOn(unit);
        Decide();
    }

    private void Drive(SimulatedUnit unit, UnitStage stage, GeoPoint to, bool urgent)
    {
        var from = unit.PlaceAt(_now);
        var route = from == to ? null : _setting.Driving.Drive(from, to, urgent, Start + _now);
        unit.Drive(stage, route, _now, route is null ? _now : route.ArrivesAt - Start);
    }

    private void CountBusy(SimulatedUnit unit)
    {
        var (from, to) = (unit.BusySince > _from ? unit.BusySince : _from, _now < _until ? _now : _until);
        if (to > from)
            _busy[unit.Number] += to - from;
    }
}
