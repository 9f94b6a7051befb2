using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using static Telehealth.Domain.Emergencies.EmergencyEvent;
using EmergencyType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Emergencies.EmergencyCommand, Telehealth.Domain.Emergencies.Emergency, Telehealth.Domain.Emergencies.EmergencyEvent>;

namespace Telehealth.Server.Dispatching;

/// <summary>
/// Follows the log and keeps every emergency moving: whenever one is being searched for, its job is offered to the fastest suitable unit,
/// and when nobody is left an alarm asks a person. Restarts lose nothing, because the log remembers what is still to do.
/// </summary>
internal sealed class Dispatcher(
    EntityStore store, EmergencyType emergencies, UnitChooser chooser, IOptions<DispatchOptions> options, ILogger<Dispatcher> log) : IDurableSubscriber
{
    public string Name => "dispatcher";

    public Task Handle(StoredEvent stored, CancellationToken ct) => stored.Event switch
    {
        EmergencyRaised or OfferDeclined or OfferExpired or OfferRescinded or UnitStoodDown or SearchRestarted =>
            OfferNext(stored.Tenant, new EmergencyId(stored.StreamId), stored.Version, ct),
        _ => Task.CompletedTask,
    };

    private async Task OfferNext(TenantId tenant, EmergencyId id, long cause, CancellationToken ct)
    {
        var (state, _) = await store.Load(emergencies, tenant, id.Value, ct);
        if (state is not Emergency.Searching { Facts: var facts })
            return;
        if (await OfferToOneOf(tenant, facts, chooser.Best(tenant, facts), cause, ct))
            return;

        // The index may lag the database by a moment; before an alarm says that nobody is left, the database has its word.
        var selection = await chooser.Recommend(tenant, facts, alsoThoseWhoSaidNo: false, ct);
        if (await OfferToOneOf(tenant, facts, selection.Ranked, cause, ct))
            return;
        var alarm = new AlarmId(DerivedId.From(id.Value, $"exhausted:{cause}"));
        await Execute(tenant, id, DerivedId.From(id.Value, $"exhaust:{cause}"), new EmergencyCommand.DeclareUnitsExhausted(alarm), ct);
        log.NobodyLeft(id.Value);
    }

    /// <summary>False when everybody on the list was taken in the meantime.</summary>
    private async Task<bool> OfferToOneOf(TenantId tenant, EmergencyFacts facts, IReadOnlyList<RankedUnit> ranked, long cause, CancellationToken ct)
    {
        foreach (var unit in ranked)
        {
            // Derived, so that a repeated delivery of the same event repeats the same offer instead of making another.
            var purpose = $"offer:{cause}:{unit.Id}";
            var offer = new EmergencyCommand.OfferUnit(
                new AssignmentId(DerivedId.From(facts.Id.Value, purpose)), unit.Id, unit.Travel.ToOffer(), options.Value.AnswerWithin);
            switch (await Execute(tenant, facts.Id, DerivedId.From(facts.Id.Value, $"command:{purpose}"), offer, ct))
            {
                case Execution<Emergency>.Done:
                    return true;
                case Execution<Emergency>.Refused { Rejection.Code: "unit.taken" or "unit.bound_or_off_shift" }:
                    continue;
                default:
                    // Somebody else has moved the emergency on; whatever they did comes by as an event of its own.
                    return true;
            }
        }

        return false;
    }

    private Task<Execution<Emergency>> Execute(TenantId tenant, EmergencyId id, Guid commandId, EmergencyCommand command, CancellationToken ct) =>
        store.Execute(emergencies, id.Value, command, new CommandContext(tenant, new CommandId(commandId), Actor.System), ct);
}
