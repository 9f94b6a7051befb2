using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// An emergency that nobody has, on the loaded roads and among units that are only here: for going through what one asks for. It is decided
/// by the rules, written as the log writes and read again, and never leaves memory.
/// </summary>
internal sealed class RehearsedEmergency(TravelSources travel, AreaRoads roads, IOptions<DispatchOptions> options)
{
    private const int Units = 8;

    /// <summary>Raised, planned for, and offered to whom the plan says.</summary>
    public Emergency.Open Play(DateTimeOffset now)
    {
        var open = (Emergency.Open)Decided(Raise(), EmergencyRules.Decider.Initial, now);
        foreach (var ask in Plan(open, now).OfType<DispatchStep.Ask>())
        {
            var offers = ask.Units.Select(
                unit => new UnitOffer(new AssignmentId(Guid.NewGuid()), unit.Id, ask.Need.Number, unit.Travel.ToOffer()));
            Decided(new EmergencyCommand.OfferUnits([.. offers], options.Value.AnswerWithin), open, now);
        }

        return open;
    }

    private EmergencyCommand.RaiseEmergency Raise() => new(
        new EmergencyId(Guid.NewGuid()), Patient: null, TriageProtocol.Standard.Complaints[0].Code, Description: string.Empty, Answers: [],
        new Place(Somewhere(0), AccuracyMetres: null, LocationSource.Map, Note: null), CallbackNumber: null);

    /// <summary>As the log would have it: what is decided is written and read again before it counts.</summary>
    private static Emergency Decided(EmergencyCommand command, Emergency before, DateTimeOffset now) =>
        EmergencyRules.Decider.Decide(command, before, now) is Decision<EmergencyEvent>.Accepted accepted
            ? accepted.Events
                .Select(happened => EmergencyEntity.Events.Serialise(happened))
                .Select(stored => (EmergencyEvent)EmergencyEntity.Events.Deserialise(stored.Name, stored.Json))
                .Aggregate(before, EmergencyRules.Decider.Evolve)
            : throw new InvalidOperationException($"The rules refuse a rehearsed {command.GetType().Name}.");

    /// <summary>Among units that are only here: the index of those that exist is not touched.</summary>
    private IReadOnlyList<DispatchStep> Plan(Emergency.Open open, DateTimeOffset now)
    {
        var index = new MovingUnitIndex();
        for (var number = 0; number < Units; number++)
        {
            var unit = new UnitId(Guid.NewGuid());
            index.Move(unit, Somewhere(number), now);
            index.SetAvailability(unit, open.Unmet.Aggregate(default(Skills), (all, need) => all | need.Skills), available: true);
        }

        return travel.Use(
            source => DispatchPlanner.Plan(
                open, new UnitAvailability(open.Facts, Somewhere(0), index, [], source, now), ahead: [], options.Value.Policy));
    }

    private GeoPoint Somewhere(int number) =>
        roads.Graph is { NodeCount: > 0 } graph
            ? graph.Place(graph.NodeCount / Units * number)
            : GeoPoint.Of(0, number * 0.01);
}
