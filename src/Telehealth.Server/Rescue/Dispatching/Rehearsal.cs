using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Goes the whole way of an emergency once, with one that nobody has and that is never stored, before the server says that it is ready: the
/// first person who needs help after a start does not wait for code and statements that have not run yet.
/// </summary>
internal sealed class Rehearsal(
    EmergencyEntity emergencies, UnitChooser chooser, TravelSources travel, AreaRoads roads, BoardQueries board,
    IOptions<DispatchOptions> options, TimeProvider time, ILogger<Rehearsal> log) : BackgroundService, IHealthCheck
{
    private const int Times = 3;
    private const int Units = 8;

    /// <summary>A server that is not warm is slow for a moment; one that never gets ready helps nobody.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private volatile Task<HealthCheckResult> _outcome =
        Task.FromResult(HealthCheckResult.Unhealthy("The way of an emergency is still being rehearsed."));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => _outcome;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(AtMost);
        try
        {
            for (var times = 0; times < Times; times++)
                await Rehearse(patience.Token);
            _outcome = Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
        {
            log.RehearsalFailed(cause);
            _outcome = Task.FromResult(HealthCheckResult.Degraded("The way of an emergency could not be rehearsed."));
        }
    }

    private async Task Rehearse(CancellationToken ct)
    {
        // Nobody's: what is read of this tenant is empty, and what is asked of it is refused and not kept.
        var tenant = new TenantId(Guid.NewGuid());
        var now = time.GetUtcNow();
        var open = (Emergency.Open)Decided(Raise(), EmergencyRules.Decider.Initial, now);
        foreach (var ask in Plan(open, now).OfType<DispatchStep.Ask>())
        {
            var offers = ask.Units.Select(
                unit => new UnitOffer(new AssignmentId(Guid.NewGuid()), unit.Id, ask.Need.Number, unit.Travel.ToOffer()));
            Decided(new EmergencyCommand.OfferUnits([.. offers], options.Value.AnswerWithin), open, now);
        }

        await chooser.Plan(tenant, open, options.Value.Policy, ct);
        await board.Board(tenant, ct);
        await emergencies.Execute(
            CommandContext.OfServer(tenant), open.Facts.Id.Value,
            new EmergencyCommand.DeclareUnitsExhausted(new AlarmId(Guid.NewGuid())), ct);
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
