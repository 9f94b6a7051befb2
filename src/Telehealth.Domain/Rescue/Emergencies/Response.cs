using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Turns a response plan into the needs of one emergency.</summary>
internal static class Response
{
    /// <summary>Every unit of the plan, numbered from 1.</summary>
    public static IReadOnlyList<Need> Needs(PlannedResponse planned) =>
        [.. Units(planned).Select((unit, index) => new Need(index + 1, unit.Role, unit.Skills))];

    /// <summary>
    /// What the plan asks for beyond what is there: kind by kind, so that a plan that was edited meanwhile never takes a unit away.
    /// </summary>
    public static IReadOnlyList<Need> Added(IReadOnlyList<Need> present, PlannedResponse planned)
    {
        var there = present.Select(need => (need.Role, need.Skills)).ToList();
        var number = present.Max(need => need.Number);
        return
        [
            .. Units(planned)
                .Where(unit => !there.Remove((unit.Role, unit.Skills)))
                .Select(unit => new Need(++number, unit.Role, unit.Skills)),
        ];
    }

    /// <summary>
    /// What the plan asks for beyond what is there, and what is there beyond it, after more was
    /// learnt. A unit that is asked or has come stands for what it can do, so that it is not sent
    /// away for one that can do less; one whose crew has taken the job is never beyond the plan.
    /// </summary>
    public static (IReadOnlyList<Need> Added, IReadOnlyList<Need> Surplus) Difference(Emergency.Open open, PlannedResponse planned)
    {
        bool IsHeld(Need need) => open.Assignments.Exists(assignment => assignment.Need == need.Number && assignment.IsBinding);
        bool IsTaken(Need need) =>
            open.Facts.MetNeeds.Contains(need.Number)
            || open.Assignments.Exists(assignment => assignment.Need == need.Number && assignment.IsJob);
        var there = open.Facts.Needs.ToList();
        var number = there.Max(need => need.Number);
        List<Need> added = [];
        foreach (var unit in Units(planned))
        {
            if ((there.Find(need => (need.Role, need.Skills) == (unit.Role, unit.Skills))
                    ?? there.Find(need => (IsHeld(need) || IsTaken(need)) && (unit.Skills & ~need.Skills) == Skills.None)) is
                { } same)
                there.Remove(same);
            else
                added.Add(new Need(++number, unit.Role, unit.Skills));
        }

        return (added, there.FindAll(need => !IsTaken(need)));
    }

    /// <summary>The row as people know it.</summary>
    public static string NameOf(PlannedResponse planned) =>
        $"{(planned.Plan.Complaint == ResponsePlan.AnyComplaint ? "any complaint" : planned.Plan.Complaint)}, "
        + $"{(planned.Plan.Priority is { } priority ? $"priority {(int)priority}" : "any priority")}, alarm level {planned.Level}";

    private static IEnumerable<NeededUnit> Units(PlannedResponse planned) =>
        planned.Units.SelectMany(unit => Enumerable.Repeat(unit, unit.Count));
}
