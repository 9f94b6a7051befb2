using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>One incident opened: what happened, and who could go.</summary>
internal sealed class IncidentReader(
    EmergencyEntity emergencies, EmergencyRowQueries rows, BoardQueries board, UnitQueries units, UnitChooser chooser,
    ILogger<IncidentReader> log)
{
    /// <summary>An incident has tens of events; one with more is shown from its beginning.</summary>
    private const int MaxEvents = 2_000;

    /// <summary>So many units are named in a sentence.</summary>
    private const int MostNamed = 6;

    /// <summary>Whoever looks at what is over leaves a trace; those that are open are everybody's work.</summary>
    public async Task<IncidentView?> Read(Caller me, Guid emergency, CancellationToken ct)
    {
        var tenant = me.Tenant;
        if (await rows.One(tenant, emergency, ct) is not { } row)
            return null;
        if (row.EndedAt is not null)
            log.EndedIncidentOpened(me.PersonId, emergency);
        var events = await emergencies.ReadEvents(tenant, emergency, afterVersion: 0, MaxEvents, ct);
        var people = await board.NamesOf(tenant, events.Select(stored => stored.Actor.Id).Distinct(), ct);
        var assignments = await rows.Assignments(tenant, emergency, ct);
        var timeline = new Timeline(
            people.ToDictionary(person => person.Id, person => person.Name),
            assignments
                .DistinctBy(assignment => assignment.UnitId)
                .ToDictionary(assignment => assignment.UnitId, assignment => assignment.CallSign));
        return new IncidentView(
            row,
            await board.PriorityReasons(tenant, emergency, ct),
            assignments,
            [.. events.Select(timeline.Tell)],
            await board.Track(tenant, emergency, ct));
    }

    /// <summary>Null when there is no such emergency, or it is over.</summary>
    public async Task<Recommendation?> Recommend(TenantId tenant, Guid emergency, CancellationToken ct)
    {
        if ((await emergencies.Load(tenant, emergency, ct)).State is not Emergency.Open open)
            return null;
        var need = open.Unmet.FirstOrDefault();
        if (open.Facts.Place.Point is null)
            return new Recommendation(
                [], [], ToRow(need), [], [],
                "There is no place yet, so no unit is nearest. Ask where help is needed; a unit can be sent by hand meanwhile.");
        var skills = need?.Skills ?? open.Facts.TriagedSkills;
        var selection = await chooser.Recommend(tenant, open.Facts, skills, alsoThoseWhoSaidNo: true, ct);
        var (divertible, soonFree) = await chooser.Assigned(tenant, open.Facts, skills, ct);
        var onShift = await units.OnShift(tenant, ct);
        var names = onShift.ToDictionary(unit => unit.Id, unit => unit.CallSign);
        string NameOf(UnitId unit) => names.GetValueOrDefault(unit.Value, "?");
        BoundCandidate ToCandidate(AssignedUnit unit) => new(
            unit.Id.Value, NameOf(unit.Id), unit.Emergency.Value, EmergencyColumns.NumberOf(unit.Emergency.Value), (int)unit.Priority,
            unit.Assignment.Value, (int)unit.Arrival.TotalSeconds, ToEstimate(unit.Travel));
        var candidates = selection.Ranked.Select(unit => new Candidate(
            unit.Id.Value, NameOf(unit.Id), ToEstimate(unit.Travel), (int)unit.FixAge.TotalSeconds, open.Facts.SaidNo.Contains(unit.Id),
            (int)unit.Mobilisation.TotalSeconds, (int)unit.Ahead.Metres));
        return new Recommendation(
            [.. candidates],
            [
                .. selection.LeftOut.Select(unit =>
                    new LeftOut(
                        unit.Id.Value, NameOf(unit.Id), unit.Reason.Code(), unit.Reason.Text(), unit.Reason.MayBeOverruled())),
            ],
            ToRow(need),
            [.. divertible.OrderBy(unit => unit.Arrival).Select(ToCandidate)],
            [.. soonFree.OrderBy(unit => unit.Arrival).Select(ToCandidate)],
            ShortfallOf(selection, skills, [.. onShift.Where(unit => unit.EmergencyId != open.Facts.Id.Value)]));
    }

    private static NeedRow? ToRow(Need? need) =>
        need is null ? null : new NeedRow(need.Number, need.Role, UnitQueries.SkillNames(need.Skills), MetAt: null, Missing: true);

    /// <summary>
    /// Said aloud: an empty list alone would look like one that has not come yet. Who could do it is told by what each unit can do, and not
    /// by why it was left out: a unit that has a job need not be able to do this one.
    /// </summary>
    private static string? ShortfallOf(Selection selection, Skills skills, IReadOnlyList<UnitRow> others)
    {
        if (selection.Ranked.Count > 0)
            return null;
        if (others.Count == 0)
            return selection.LeftOut.Count == 0 ? "No unit is on shift." : "No other unit is on shift.";
        var needed = UnitQueries.SkillNames(skills);
        var capable = others
            .Where(unit => needed.All(unit.Skills.Contains))
            .Select(unit => unit.CallSign)
            .Order(StringComparer.Ordinal)
            .ToList();
        return capable switch
        {
            [] =>
                $"No {(others.Count < selection.LeftOut.Count ? "other unit" : "unit")} on shift has these skills: {string.Join(", ", needed)}.",
            [var one] => $"Only {one} could do this, and it cannot be sent now.",
            _ when capable.Count <= MostNamed =>
                $"{string.Join(", ", capable[..^1])} and {capable[^1]} could do this, and none of them can be sent now.",
            _ =>
                $"{string.Join(", ", capable[..MostNamed])} and {capable.Count - MostNamed} more could do this, and none of them can be sent now.",
        };
    }

    private static TravelEstimate ToEstimate(Drive travel) =>
        new((int)travel.Time.TotalSeconds, (int)travel.Length.Metres, travel.Basis.Code());
}
