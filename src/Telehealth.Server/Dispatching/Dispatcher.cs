using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using static Telehealth.Domain.Emergencies.EmergencyEvent;
using Travel = Telehealth.Domain.Emergencies.Travel;
using EmergencyType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Emergencies.EmergencyCommand, Telehealth.Domain.Emergencies.Emergency, Telehealth.Domain.Emergencies.EmergencyEvent>;

namespace Telehealth.Server.Dispatching;

/// <summary>
/// Follows the log and keeps every emergency moving: whenever a unit is being searched for, the planner's steps are carried out, and when nobody
/// is left an alarm asks a person. Restarts lose nothing, because the log remembers what is still to do; a repeated delivery repeats the same
/// command ids and so changes nothing.
/// </summary>
internal sealed class Dispatcher(
    EntityStore store, EmergencyType emergencies, UnitChooser chooser, IOptions<DispatchOptions> options, ILogger<Dispatcher> log) : IDurableSubscriber
{
    /// <summary>So many units are tried for a need when the first ones were taken meanwhile.</summary>
    private const int Alternatives = 8;

    public string Name => "dispatcher";

    public int EntitiesAtOnce => 16;

    public Task Handle(StoredEvent stored, CancellationToken ct) => stored.Event switch
    {
        EmergencyRaised or UnitsRequired or OfferDeclined or OfferExpired or OfferRescinded or UnitStoodDown or UnitDiverted or ReservationReleased or SearchRestarted =>
            Search(new Cause(stored.Tenant, new EmergencyId(stored.StreamId), stored.Version), ct),
        LocationImproved => Rerank(new Cause(stored.Tenant, new EmergencyId(stored.StreamId), stored.Version), ct),
        _ => Task.CompletedTask,
    };

    private async Task Search(Cause cause, CancellationToken ct)
    {
        var state = await store.LoadAtLeast(emergencies, cause.Tenant, cause.Emergency.Value, cause.Version, ct);
        if (state is not Emergency.Open { Facts.NobodyLeft: false } open || !open.Unmet.Any())
            return;
        var steps = await chooser.Plan(cause.Tenant, open, options.Value.Policy, ct);
        foreach (var step in steps.OfType<DispatchStep.Divert>())
            await Divert(cause, open.Facts, step, ct);
        var isAnybodyLeftOut = steps.Any(step => step is DispatchStep.Wait);
        if (!await AskTogether(cause, steps, ct))
        {
            foreach (var step in steps.OfType<DispatchStep.Ask>())
                isAnybodyLeftOut |= !await AskOneOf(cause, step.Need, ct);
        }

        if (isAnybodyLeftOut)
            await Wait(cause, steps, ct);
    }

    /// <summary>All units of the response in one transaction; false when one of them was taken meanwhile.</summary>
    private async Task<bool> AskTogether(Cause cause, IReadOnlyList<DispatchStep> steps, CancellationToken ct)
    {
        UnitOffer[] offers = [.. steps.OfType<DispatchStep.Ask>().SelectMany(ask => ask.Units.Select(unit => OfferOf(cause, ask.Need, unit.Id, unit.Travel.ToOffer())))];
        if (offers.Length == 0)
            return true;
        return await Execute(cause, "ask", new EmergencyCommand.OfferUnits(offers, options.Value.AnswerWithin), ct) is not Execution<Emergency>.Refused refused || !IsTaken(refused);
    }

    /// <summary>One after the other until one was free; false when nobody was. The index may lag the database, which has the last word.</summary>
    private async Task<bool> AskOneOf(Cause cause, Need need, CancellationToken ct)
    {
        var (state, _) = await store.Load(emergencies, cause.Tenant, cause.Emergency.Value, ct);
        if (state is not Emergency.Open open || open.Unmet.All(unmet => unmet.Number != need.Number))
            return true;
        var except = open.Facts.PassedBy.Union(open.Assignments.Select(assignment => assignment.Unit));
        if (await Ask(cause, need, chooser.Fastest(cause.Tenant, open.Facts, need.Skills, except, Alternatives), ct))
            return true;
        var selection = await chooser.Recommend(cause.Tenant, open.Facts, need.Skills, alsoThoseWhoSaidNo: false, ct);
        return await Ask(cause, need, [.. selection.Ranked.Where(unit => !except.Contains(unit.Id))], ct);
    }

    private async Task<bool> Ask(Cause cause, Need need, IReadOnlyList<RankedUnit> units, CancellationToken ct)
    {
        foreach (var unit in units)
        {
            var offer = new EmergencyCommand.OfferUnits([OfferOf(cause, need, unit.Id, unit.Travel.ToOffer())], options.Value.AnswerWithin);
            if (await Execute(cause, $"offer:{need.Number}:{unit.Id}", offer, ct) is not Execution<Emergency>.Refused refused || !IsTaken(refused))
                return true;
        }

        return false;
    }

    /// <summary>First the unit leaves its job, which goes back to the queue; then it is asked. Stopped in between, the search finds it free and near.</summary>
    private async Task Divert(Cause cause, EmergencyFacts facts, DispatchStep.Divert step, CancellationToken ct)
    {
        var unit = step.Unit;
        var reason = $"Needed for a priority {(int)facts.Priority} emergency.";
        var divert = new EmergencyCommand.DivertUnit(unit.Assignment, facts.Id, facts.Priority, ByHand: false, reason);
        var context = new CommandContext(cause.Tenant, new CommandId(cause.Id($"divert:{unit.Assignment}")), Actor.System);
        if (await store.Execute(emergencies, unit.Emergency.Value, divert, context, ct) is Execution<Emergency>.Refused)
        {
            // It arrived, or was released, meanwhile: the others are still there.
            if (!await AskOneOf(cause, step.Need, ct))
                await Wait(cause, [step], ct);
            return;
        }

        log.UnitDiverted(unit.Id.Value, facts.Id.Value);
        var offer = OfferOf(cause, step.Need, unit.Id, unit.Travel.ToOffer());
        await Execute(cause, $"offer:{step.Need.Number}:{unit.Id}", new EmergencyCommand.OfferUnits([offer], options.Value.AnswerWithin), ct);
    }

    private async Task Wait(Cause cause, IReadOnlyList<DispatchStep> steps, CancellationToken ct)
    {
        foreach (var step in steps.OfType<DispatchStep.Wait>())
        {
            if (step.For is { } unit)
            {
                var reserve = new EmergencyCommand.ReserveUnit(cause.Assignment($"reserve:{unit.Id}"), unit.Id, step.Need.Number, ByHand: false, unit.Travel.ToOffer());
                await Execute(cause, $"reserve:{unit.Id}", reserve, ct);
            }
        }

        await Execute(cause, "exhaust", new EmergencyCommand.DeclareUnitsExhausted(new AlarmId(cause.Id("exhausted"))), ct);
        log.NobodyLeft(cause.Emergency.Value);
    }

    /// <summary>A better location: what has not been answered goes to whoever is nearer to it now. Accepted jobs and a person's choice stay.</summary>
    private async Task Rerank(Cause cause, CancellationToken ct)
    {
        var (state, _) = await store.Load(emergencies, cause.Tenant, cause.Emergency.Value, ct);
        if (state is not Emergency.Open open)
            return;
        foreach (var offer in open.Assignments.Where(assignment => assignment.IsOffer && !assignment.ByHand))
        {
            if (open.Facts.Needs.Find(known => known.Number == offer.Need) is not { } need || chooser.TravelOf(cause.Tenant, offer.Unit, open.Facts) is not { } present)
                continue;
            var except = open.Facts.PassedBy.Union(open.Assignments.Select(assignment => assignment.Unit));
            if (chooser.Fastest(cause.Tenant, open.Facts, need.Skills, except, 1) is [var better] && present.Duration - better.Travel.Time >= options.Value.RerankGain)
            {
                var replace = new EmergencyCommand.ReplaceOffer(offer.Id, OfferOf(cause, need, better.Id, better.Travel.ToOffer()), options.Value.AnswerWithin);
                await Execute(cause, $"rerank:{offer.Id}", replace, ct);
            }
        }
    }

    private static bool IsTaken(Execution<Emergency>.Refused refused) => refused.Rejection.Code is "unit.taken" or "unit.bound_or_off_shift";

    private static UnitOffer OfferOf(Cause cause, Need need, UnitId unit, Travel travel) => new(cause.Assignment($"offer:{need.Number}:{unit}"), unit, need.Number, travel);

    private Task<Execution<Emergency>> Execute(Cause cause, string purpose, EmergencyCommand command, CancellationToken ct) => store.Execute(
        emergencies, cause.Emergency.Value, command, new CommandContext(cause.Tenant, new CommandId(cause.Id($"command:{purpose}")), Actor.System), ct);

    /// <summary>The event that is being dealt with: every id of what it leads to is derived from it.</summary>
    private sealed record Cause(TenantId Tenant, EmergencyId Emergency, long Version)
    {
        public Guid Id(string purpose) => DerivedId.From(Emergency.Value, $"{purpose}:{Version}");

        public AssignmentId Assignment(string purpose) => new(Id(purpose));
    }
}
