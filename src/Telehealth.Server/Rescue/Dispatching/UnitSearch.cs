using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;
using Travel = Telehealth.Domain.Rescue.Emergencies.Travel;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Looks for the units that an emergency lacks: the planner's steps become commands, and when nobody is left an alarm asks a person. A
/// search that is made again repeats the same command ids and so changes nothing. Any thread may call.
/// </summary>
internal sealed class UnitSearch(
    EmergencyEntity emergencies, ServerCommands commands, UnitChooser chooser, UnitPositions positions, IOptions<DispatchOptions> options,
    ILogger<UnitSearch> log)
{
    /// <summary>So many units are tried for a need when the first ones were taken meanwhile.</summary>
    private const int Alternatives = 8;

    /// <summary>A node that has just started waits so long for what the database has of the units. Longer nobody waits.</summary>
    private static readonly TimeSpan LearnWithin = TimeSpan.FromSeconds(2);

    /// <param name="order">What is to be looked for.</param>
    /// <param name="asked">Whom the other searches of the same place are about to ask.</param>
    /// <param name="ct">Gives up; what has reached the log by then is done all the same.</param>
    public async Task Run(SearchOrder order, AskedUnits asked, CancellationToken ct)
    {
        await positions.WhenKnown(LearnWithin, ct);
        var tenant = new TenantId(order.Tenant);
        if (order.Answered is { } unit)
            asked.GiveBack(new UnitKey(tenant, new UnitId(unit)));
        var cause = new Cause(tenant, new EmergencyId(order.Emergency), order.Version, asked);
        await (order.Work switch
        {
            SearchWork.Search => Search(cause, ct),
            SearchWork.Replace => Replace(cause, ct),
            SearchWork.LookAgain => LookAgain(cause, ct),
            _ => throw new InvalidOperationException("A search is none that is known."),
        });
    }

    private async Task Search(Cause cause, CancellationToken ct)
    {
        var state = await emergencies.LoadAtLeast(cause.Tenant, cause.Emergency.Value, cause.Version, ct);
        // Without a place nobody is nearest: the place is waited for, and an alarm asks for it.
        if (state is not Emergency.Open { Facts: { NobodyLeft: false, Place.Point: not null } } open || !open.Unmet.Any())
            return;
        var steps = await chooser.Plan(cause.Tenant, open, options.Value.Policy, cause.Asked, ct);
        // The alarm comes last: once it says that nobody is left, nobody is asked for the other needs either.
        var isAnybodyLeftOut = steps.Any(step => step is DispatchStep.Wait);
        foreach (var step in steps.OfType<DispatchStep.Divert>())
            isAnybodyLeftOut |= !await Divert(cause, open.Facts, step, ct);
        if (!await AskTogether(cause, steps, ct))
        {
            foreach (var step in steps.OfType<DispatchStep.Ask>())
                isAnybodyLeftOut |= !await AskOneOf(cause, step.Need, ct);
        }

        if (isAnybodyLeftOut)
            await Wait(cause, steps, ct);
    }

    /// <summary>All units of the response in one transaction; false when that could not be.</summary>
    private async Task<bool> AskTogether(Cause cause, IReadOnlyList<DispatchStep> steps, CancellationToken ct)
    {
        UnitOffer[] offers =
        [
            .. steps
                .OfType<DispatchStep.Ask>()
                .SelectMany(ask => ask.Units.Select(unit => OfferOf(cause, ask.Need, unit.Id, unit.Travel.ToOffer()))),
        ];
        return offers.Length == 0 || await Offer(cause, "ask", offers, ct);
    }

    /// <summary>
    /// One after the other until one was free; false when nobody was. The index may lag the database, which has the last word.
    /// </summary>
    private async Task<bool> AskOneOf(Cause cause, Need need, CancellationToken ct)
    {
        var (state, _) = await emergencies.Load(cause.Tenant, cause.Emergency.Value, ct);
        if (state is not Emergency.Open open || open.Unmet.All(unmet => unmet.Number != need.Number))
            return true;
        var except = open.Facts.PassedBy.Union(open.Assignments.Select(assignment => assignment.Unit));
        if (await Ask(cause, need, await chooser.Fastest(cause.Tenant, open.Facts, need.Skills, except, Alternatives, ct), ct))
            return true;
        var selection = await chooser.Recommend(cause.Tenant, open.Facts, need.Skills, alsoThoseWhoSaidNo: false, ct);
        return await Ask(cause, need, [.. selection.Ranked.Where(unit => !except.Contains(unit.Id))], ct);
    }

    private async Task<bool> Ask(Cause cause, Need need, IReadOnlyList<RankedUnit> units, CancellationToken ct)
    {
        foreach (var unit in units)
        {
            if (await Offer(cause, $"offer:{need.Number}:{unit.Id}", [OfferOf(cause, need, unit.Id, unit.Travel.ToOffer())], ct))
                return true;
        }

        return false;
    }

    /// <summary>
    /// True when they are asked, or when somebody else has moved the emergency on: whatever they did comes by as an event of its own. False
    /// when a unit was taken meanwhile, or when this emergency has been offered so often that only a person can help.
    /// </summary>
    private async Task<bool> Offer(Cause cause, string purpose, UnitOffer[] offers, CancellationToken ct)
    {
        var execution = await Execute(cause, purpose, new EmergencyCommand.OfferUnits(offers, options.Value.AnswerWithin), ct);
        if (execution.Refusal is not { } refusal)
            return true;
        foreach (var offer in offers)
            cause.Asked.GiveBack(new UnitKey(cause.Tenant, offer.Unit));
        // One need of several may have found its unit meanwhile, while the others have not.
        return refusal.Is(EmergencyRejections.Over)
            || (refusal.Is(EmergencyRejections.NotSearching) && offers.Length == 1);
    }

    /// <summary>
    /// First the unit leaves its job, which goes back to the queue; then it is asked. When it arrived meanwhile, or another was faster to
    /// ask it, the others are still there; false when nobody was.
    /// </summary>
    private async Task<bool> Divert(Cause cause, EmergencyFacts facts, DispatchStep.Divert step, CancellationToken ct)
    {
        var unit = step.Unit;
        var reason = $"Needed for a priority {(int)facts.Priority} emergency.";
        var divert = new EmergencyCommand.DivertUnit(unit.Assignment, facts.Id, facts.Priority, ByHand: false, reason);
        if ((await Execute(cause, unit.Emergency, $"divert:{unit.Assignment}", divert, ct)).Refusal is null)
        {
            log.UnitDiverted(unit.Id.Value, facts.Id.Value);
            if (await Offer(cause, $"offer:{step.Need.Number}:{unit.Id}", [OfferOf(cause, step.Need, unit.Id, unit.Travel.ToOffer())], ct))
                return true;
        }

        return await AskOneOf(cause, step.Need, ct);
    }

    private async Task Wait(Cause cause, IReadOnlyList<DispatchStep> steps, CancellationToken ct)
    {
        foreach (var step in steps.OfType<DispatchStep.Wait>())
        {
            if (step.For is { } unit)
            {
                var reserve = new EmergencyCommand.ReserveUnit(
                    cause.Assignment($"reserve:{unit.Id}"), unit.Id, step.Need.Number, ByHand: false, unit.Travel.ToOffer());
                await Execute(cause, $"reserve:{unit.Id}", reserve, ct);
            }
        }

        await Execute(cause, "exhaust", new EmergencyCommand.DeclareUnitsExhausted(new AlarmId(cause.Id("exhausted"))), ct);
        log.NobodyLeft(cause.Emergency.Value);
    }

    /// <summary>
    /// Something else is known of it: who is still needed is looked for there, and who has not answered may be too far from it now.
    /// </summary>
    private async Task Replace(Cause cause, CancellationToken ct)
    {
        await Search(cause, ct);
        await Rerank(cause, ct);
    }

    /// <summary>
    /// A better location: what has not been answered goes to whoever is nearer to it now. Accepted jobs and a person's choice stay.
    /// </summary>
    private async Task Rerank(Cause cause, CancellationToken ct)
    {
        var (state, _) = await emergencies.Load(cause.Tenant, cause.Emergency.Value, ct);
        if (state is not Emergency.Open open)
            return;
        foreach (var offer in open.Assignments.Where(assignment => assignment.IsOffer && !assignment.ByHand))
        {
            if (open.Facts.Needs.Find(known => known.Number == offer.Need) is not { } need
                || await chooser.TravelOf(cause.Tenant, offer.Unit, open.Facts, ct) is not { } present)
                continue;
            var except = open.Facts.PassedBy.Union(open.Assignments.Select(assignment => assignment.Unit));
            if (await chooser.Fastest(cause.Tenant, open.Facts, need.Skills, except, 1, ct) is [var better]
                && present.Duration - better.Arrival >= options.Value.RerankGain)
            {
                var replace = new EmergencyCommand.ReplaceOffer(
                    offer.Id, OfferOf(cause, need, better.Id, better.Travel.ToOffer()), options.Value.AnswerWithin);
                await Execute(cause, $"rerank:{offer.Id}", replace, ct);
            }
        }
    }

    /// <summary>
    /// Whether a unit could serve somebody for whom nobody was left. Where the search that follows will be made: a place that knows more of
    /// the units would begin it in vain, and raise an alarm, again and again.
    /// </summary>
    private async Task LookAgain(Cause cause, CancellationToken ct)
    {
        var emergency = cause.Emergency.Value;
        if (await commands.Load(cause.Tenant, emergency, ct) is not Emergency.Open { Facts.NobodyLeft: true } open)
            return;
        var steps = await chooser.Preview(cause.Tenant, open, options.Value.Policy, cause.Asked, ct);
        if (steps.Any(step => step is not DispatchStep.Wait))
            await commands.RunInRound(cause.Tenant, emergency, new EmergencyCommand.SearchAgain(AlsoThoseWhoSaidNo: false), ct);
        else
            await Keep(cause, steps, ct);
    }

    /// <summary>Somebody who will be clear soon may have been on the way to a patient when the search ended.</summary>
    private async Task Keep(Cause cause, IReadOnlyList<DispatchStep> steps, CancellationToken ct)
    {
        foreach (var step in steps.OfType<DispatchStep.Wait>())
        {
            if (step.For is { } unit)
            {
                var reserve = new EmergencyCommand.ReserveUnit(
                    new AssignmentId(Guid.CreateVersion7()), unit.Id, step.Need.Number, ByHand: false, unit.Travel.ToOffer());
                await commands.RunInRound(cause.Tenant, cause.Emergency.Value, reserve, ct);
            }
        }
    }

    private static UnitOffer OfferOf(Cause cause, Need need, UnitId unit, Travel travel) =>
        new(cause.Assignment($"offer:{need.Number}:{unit}"), unit, need.Number, travel);

    private Task<Execution> Execute(Cause cause, string purpose, EmergencyCommand command, CancellationToken ct) =>
        Execute(cause, cause.Emergency, purpose, command, ct);

    /// <summary>An emergency that has too much to do, or a refusal that nobody foresaw, is no answer: the event comes again.</summary>
    private async Task<Execution> Execute(
        Cause cause, EmergencyId emergency, string purpose, EmergencyCommand command, CancellationToken ct)
    {
        var execution = await commands.Run(cause.Tenant, emergency.Value, new CommandId(cause.Id($"command:{purpose}")), command, ct);
        return execution.Refusal is { } refusal && (refusal == StoreRejections.Busy || !ServerCommands.IsExpected(command, execution))
            ? throw new InvalidOperationException($"The emergency cannot be dealt with now: {refusal.Code}.")
            : execution;
    }

    /// <summary>The event that is being dealt with: every id of what it leads to is derived from it.</summary>
    /// <param name="Asked">Whom the searches of the same place are about to ask.</param>
    private sealed record Cause(TenantId Tenant, EmergencyId Emergency, long Version, AskedUnits Asked)
    {
        public Guid Id(string purpose) => DerivedId.From(Emergency.Value, $"{purpose}:{Version}");

        public AssignmentId Assignment(string purpose) => new(Id(purpose));
    }
}
