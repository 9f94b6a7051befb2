using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Emergencies;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;
using static Telehealth.Domain.Emergencies.EmergencyEvent;
using RankedTravel = Telehealth.Dispatch.Policies.Travel;

namespace Telehealth.Server.Dispatching;

/// <summary>One incident opened: what happened, and who could go.</summary>
internal sealed class IncidentReader(EntityStore store, BoardQueries board, UnitQueries units, UnitChooser chooser)
{
    /// <summary>An incident has tens of events; one with more is shown from its beginning.</summary>
    private const int MaxEvents = 2_000;

    public async Task<IncidentView?> Read(TenantId tenant, Guid emergency, CancellationToken ct)
    {
        if (await board.Emergency(tenant, emergency, ct) is not { } row)
            return null;
        var events = await store.ReadStream(tenant, EmergencyRules.Decider.StreamType, emergency, afterVersion: 0, MaxEvents, ct);
        var people = await board.NamesOf(tenant, events.Select(stored => stored.Actor.Id).Distinct(), ct);
        var assignments = await board.Assignments(tenant, emergency, ct);
        var timeline = new Timeline(
            people.ToDictionary(person => person.Id, person => person.Name),
            assignments.DistinctBy(assignment => assignment.UnitId).ToDictionary(assignment => assignment.UnitId, assignment => assignment.CallSign));
        return new IncidentView(
            row,
            await board.PriorityReasons(tenant, emergency, ct),
            assignments,
            [.. events.Select(timeline.Tell)],
            await board.Track(tenant, emergency, ct));
    }

    public async Task<Recommendation> Recommend(TenantId tenant, EmergencyFacts facts, CancellationToken ct)
    {
        var selection = await chooser.Recommend(tenant, facts, alsoThoseWhoSaidNo: true, ct);
        var names = (await units.OnShift(tenant, ct)).ToDictionary(unit => unit.Id, unit => unit.CallSign);
        return new Recommendation(
            [.. selection.Ranked.Select(unit => new Candidate(
                unit.Id.Value, names.GetValueOrDefault(unit.Id.Value, "?"), ToEstimate(unit.Travel), (int)unit.FixAge.TotalSeconds, facts.SaidNo.Contains(unit.Id)))],
            [.. selection.LeftOut.Select(unit => new LeftOut(
                unit.Id.Value, names.GetValueOrDefault(unit.Id.Value, "?"), unit.Reason.Code(), unit.Reason.Text()))]);
    }

    private static TravelEstimate ToEstimate(RankedTravel travel) =>
        new((int)travel.Time.TotalSeconds, (int)travel.Length.Metres, travel.Basis.Code());
}
