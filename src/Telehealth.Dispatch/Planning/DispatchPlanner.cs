using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Planning;

/// <summary>
/// What to do next for an emergency: for each need that is unmet, whom to ask, whom to divert, or that nobody is there. Pure; the server
/// and the simulation both go by it. It proposes only: whether a unit is truly free is decided when the offer is stored.
/// </summary>
public static class DispatchPlanner
{
    /// <summary>One step for each need that is to be looked for, in the order of the response.</summary>
    /// <param name="emergency">As it is now.</param>
    /// <param name="units">Who is there.</param>
    /// <param name="ahead">Those who wait and come first: each is left a unit that could serve it.</param>
    /// <param name="policy">What the rule may do.</param>
    public static IReadOnlyList<DispatchStep> Plan(
        Emergency.Open emergency, IUnitAvailability units, IReadOnlyList<WaitingNeed> ahead, DispatchPolicy policy)
    {
        // Whoever comes into question for one need of this emergency must not be counted on for another.
        var taken = emergency.Facts.PassedBy.Union(emergency.Assignments.Select(assignment => assignment.Unit)).ToHashSet();
        List<DispatchStep> steps = [];
        foreach (var need in emergency.Unmet)
        {
            var step = StepFor(need, emergency, units, new Others(taken, ahead), policy);
            steps.Add(step);
            taken.UnionWith(step switch
            {
                DispatchStep.Ask ask => ask.Units.Select(unit => unit.Id),
                DispatchStep.Divert divert => [divert.Unit.Id],
                DispatchStep.Wait { For: { } unit } => [unit.Id],
                _ => [],
            });
        }

        return steps;
    }

    /// <summary>
    /// Whether units that have a job could change these steps: not while somebody free is so near for each need that no diversion gains
    /// enough. Whoever must ask for those units asks only then.
    /// </summary>
    /// <param name="steps">As planned without them.</param>
    /// <param name="policy">By which.</param>
    public static bool DependsOnAssigned(IReadOnlyList<DispatchStep> steps, DispatchPolicy policy) =>
        steps.Any(step =>
            step is not DispatchStep.Ask { Units: [var best, ..] } || (policy.Diverts && best.Arrival >= policy.LeastGain));

    private static DispatchStep StepFor(Need need, Emergency.Open emergency, IUnitAvailability units, Others others, DispatchPolicy policy)
    {
        var atOnce = Math.Min(
            policy.MostAtOnce, 1 + emergency.Facts.Failures.GetValueOrDefault(need.Number) / policy.FailuresPerFurtherUnit);
        var free = FreeFor(need, units, others, atOnce);
        var soonest = free is [var best, ..] ? best.Arrival : TimeSpan.MaxValue;
        if (policy.Diverts && soonest >= policy.LeastGain && DivertFor(need, emergency.Facts, units, others, policy) is { } diverted
            && soonest - diverted.Arrival >= policy.LeastGain)
            return new DispatchStep.Divert(need, diverted);
        if (free.Count > 0)
            return new DispatchStep.Ask(need, free);
        var isKept = emergency.Assignments.Exists(assignment => assignment.Need == need.Number && !assignment.IsBinding);
        var kept = policy.ReservesSoonFree && !isKept
            ? units.SoonFree(need.Skills).Where(unit => !others.Taken.Contains(unit.Id)).MinBy(unit => (unit.Arrival, unit.Id.Value))
            : null;
        return new DispatchStep.Wait(need, kept);
    }

    /// <summary>The best free units, after each of those who come first has been left the best one that could serve it.</summary>
    private static List<RankedUnit> FreeFor(Need need, IUnitAvailability units, Others others, int wanted)
    {
        var waiting = others.Ahead.ToList();
        List<RankedUnit> free = [];
        foreach (var unit in units.Free(need.Skills, others.Taken, wanted + waiting.Count))
        {
            var claim = waiting.FindIndex(first => units.Has(unit.Id, first.Skills));
            if (claim >= 0)
                waiting.RemoveAt(claim);
            else if (free.Count < wanted)
                free.Add(unit);
        }

        return free;
    }

    private static AssignedUnit? DivertFor(
        Need need, EmergencyFacts facts, IUnitAvailability units, Others others, DispatchPolicy policy) =>
        units
            .UnderWay(need.Skills)
            .Where(unit =>
                Diversion.Allows(unit.Priority, facts.Priority) && unit.UntilPatient > policy.NearlyThere && !others.Taken.Contains(unit.Id)
            )
            .MinBy(unit => (unit.Arrival, unit.Id.Value));

    private sealed record Others(IReadOnlySet<UnitId> Taken, IReadOnlyList<WaitingNeed> Ahead);
}
