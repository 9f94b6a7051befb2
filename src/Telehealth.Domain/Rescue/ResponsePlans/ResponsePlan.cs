using Telehealth.Domain.Deciding;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>Who is sent to one kind of emergency.</summary>
/// <param name="Complaint">A code of the triage protocol, or <see cref="AnyComplaint"/>.</param>
/// <param name="Priority">Only at this priority; null for any.</param>
/// <param name="AlarmLevels">What each level adds; the first is what is sent at once.</param>
public sealed record ResponsePlan(string Complaint, Priority? Priority, IReadOnlyList<AlarmLevel> AlarmLevels)
{
    /// <summary>Stands for every complaint.</summary>
    public const string AnyComplaint = "*";
}

/// <summary>What response plans must be like. Each refusal names the row that it is about.</summary>
public static class ResponsePlanRules
{
    /// <summary>Most rows of a book.</summary>
    public const int MaxPlans = 200;

    /// <summary>Most alarm levels of a row.</summary>
    public const int MaxLevels = 5;

    /// <summary>Most units of one requirement.</summary>
    public const int MaxCount = 10;

    /// <summary>Most units of a row, all levels together.</summary>
    public const int MaxUnits = 30;

    /// <summary>Longest role, in characters.</summary>
    public const int MaxRole = 60;

    /// <summary>Longest note on a publication, in characters.</summary>
    public const int MaxNote = 300;

    /// <summary>Every skill that there is.</summary>
    internal static readonly Skills AllSkills = Enum.GetValues<Skills>().Aggregate((all, skill) => all | skill);

    internal static Rejection? ProblemOf(PublishPlans publish)
    {
        if (string.IsNullOrWhiteSpace(publish.Note) || publish.Note.Length > MaxNote)
            return ResponsePlanRejections.NoteInvalid;
        if (publish.Plans.Count > MaxPlans)
            return ResponsePlanRejections.TooManyRows;

        var seen = new Dictionary<(string, Priority?), int>();
        for (var row = 0; row < publish.Plans.Count; row++)
        {
            var plan = publish.Plans[row];
            if (ProblemOf(plan, NameOf(plan, row)) is { } problem)
                return problem;
            if (!seen.TryAdd((plan.Complaint, plan.Priority), row))
                return ResponsePlanRejections.Duplicate(NameOf(plan, row), seen[(plan.Complaint, plan.Priority)] + 1);
        }

        return seen.ContainsKey((ResponsePlan.AnyComplaint, null)) ? null : ResponsePlanRejections.FallbackMissing;
    }

    /// <summary>As it is stored: without blanks around the roles.</summary>
    internal static ResponsePlan Tidied(ResponsePlan plan) =>
        plan with
        {
            AlarmLevels =
            [
                .. plan.AlarmLevels.Select(level => new AlarmLevel([.. level.Adds.Select(unit => unit with { Role = unit.Role.Trim() })])),
            ],
        };

    /// <summary>How a row is called when something is said about it.</summary>
    internal static string NameOf(ResponsePlan plan, int row) =>
        $"Row {row + 1} ({(plan.Complaint == ResponsePlan.AnyComplaint ? "any complaint" : Shortened(plan.Complaint))}, {(plan.Priority is { } priority ? $"priority {(int)priority}" : "any priority")})";

    private static string Shortened(string text) => text.Length <= MaxRole ? text : text[..MaxRole] + "…";

    private static Rejection? ProblemOf(ResponsePlan plan, string name)
    {
        if (plan.Complaint != ResponsePlan.AnyComplaint && !TriageProtocol.Standard.Knows(plan.Complaint))
            return ResponsePlanRejections.ComplaintUnknown(name);
        if (plan.Priority is { } priority && !Enum.IsDefined(priority))
            return ResponsePlanRejections.PriorityInvalid(name);
        if (plan.AlarmLevels.Count is < 1 or > MaxLevels)
            return ResponsePlanRejections.LevelsInvalid(name);

        for (var level = 0; level < plan.AlarmLevels.Count; level++)
        {
            var adds = plan.AlarmLevels[level].Adds;
            if (adds.Count == 0)
                return ResponsePlanRejections.LevelEmpty(name, level + 1);
            if (adds.Select(unit => ProblemOf(unit, $"{name}, alarm level {level + 1}")).FirstOrDefault(problem => problem is not null) is
                { } problem)
                return problem;
        }

        var units = plan.AlarmLevels.SelectMany(level => level.Adds).Sum(unit => unit.Count);
        return units > MaxUnits ? ResponsePlanRejections.TooManyUnits(name, units) : null;
    }

    private static Rejection? ProblemOf(RequiredUnit unit, string where)
    {
        if (string.IsNullOrWhiteSpace(unit.Role) || unit.Role.Length > MaxRole)
            return ResponsePlanRejections.RoleInvalid(where);
        if (unit.Count is < 1 or > MaxCount)
            return ResponsePlanRejections.CountInvalid($"{where}, {unit.Role.Trim()}");
        return unit.Skills is { } skills && (skills == Skills.None || (skills & ~AllSkills) != Skills.None)
            ? ResponsePlanRejections.SkillsInvalid(
                $"{where}, {unit.Role.Trim()}: choose at least one of the listed skills, or those that triage asks for.")
            : null;
    }
}
