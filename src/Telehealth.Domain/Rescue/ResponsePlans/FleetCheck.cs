using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>
/// Holds response plans against a fleet. A plan that nobody can meet is a warning and no error: mutual aid may fill it,
/// and a service writes its plans before its vehicles are bought.
/// </summary>
public static class FleetCheck
{
    /// <summary>
    /// The rows that the fleet cannot meet. One unit fills one place of a plan, and units are spread over the places as well as can be
    /// (a largest matching), so what is told as missing is missing however they are sent.
    /// </summary>
    /// <param name="plans">Plans that keep to <see cref="ResponsePlanRules"/>.</param>
    /// <param name="fleet">How many units have exactly these skills.</param>
    public static IReadOnlyList<PlanShortfall> CheckAgainstFleet(IReadOnlyList<ResponsePlan> plans, IReadOnlyDictionary<Skills, int> fleet)
    {
        // More units of a kind than a plan has places cannot matter.
        var units = fleet.SelectMany(kind => Enumerable.Repeat(kind.Key, Math.Clamp(kind.Value, 0, ResponsePlanRules.MaxUnits))).ToArray();
        return [.. plans.SelectMany((plan, row) => ShortfallsOf(plan, row, units))];
    }

    private static IEnumerable<PlanShortfall> ShortfallsOf(ResponsePlan plan, int row, Skills[] units)
    {
        var places = plan
            .AlarmLevels.SelectMany(
                (alarm, level) =>
                    alarm.Adds.SelectMany(unit =>
                        Enumerable.Repeat(new Place(level + 1, unit.Role, unit.Skills ?? UsualSkills(plan)), unit.Count)))
            .ToArray();
        return Unfilled(places, units)
            .GroupBy(place => place)
            .Select(group => new PlanShortfall(
                row + 1,
                group.Key.Level,
                group.Key.Role,
                group.Key.Skills,
                group.Count(),
                $"{ResponsePlanRules.NameOf(plan, row)}, alarm level {group.Key.Level}: the whole fleet has {group.Count()} too few for {group.Key.Role} ({group.Key.Skills})."));
    }

    /// <summary>What triage asks for at the least: where the answers go is not known here.</summary>
    private static Skills UsualSkills(ResponsePlan plan)
    {
        var skills =
            TriageProtocol.Standard.Complaints.FirstOrDefault(complaint => complaint.Code == plan.Complaint)?.Skills ?? Skills.Basic;
        return plan.Priority == Priority.LifeThreatening ? skills | Skills.Advanced : skills;
    }

    /// <summary>
    /// Places left over when as many as possible are filled, lower levels first: augmenting paths (Kuhn 1955), at most 30 places.
    /// </summary>
    private static List<Place> Unfilled(Place[] places, Skills[] units)
    {
        var holder = new int[units.Length];
        Array.Fill(holder, -1);
        var unfilled = new List<Place>();
        for (var place = 0; place < places.Length; place++)
        {
            if (!Fill(place, new bool[units.Length]))
                unfilled.Add(places[place]);
        }

        return unfilled;

        bool Fill(int place, bool[] tried)
        {
            for (var unit = 0; unit < units.Length; unit++)
            {
                if (tried[unit] || (units[unit] & places[place].Skills) != places[place].Skills)
                    continue;
                tried[unit] = true;
                if (holder[unit] < 0 || Fill(holder[unit], tried))
                {
                    holder[unit] = place;
                    return true;
                }
            }

            return false;
        }
    }

    private readonly record struct Place(int Level, string Role, Skills Skills);
}
