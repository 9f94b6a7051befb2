using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.ResponsePlans;

/// <param name="Version">0 for the plans that ship with the product; name it when you publish.</param>
/// <param name="Warnings">Rows that all vehicles together could not meet.</param>
[HttpContract]
internal sealed record ResponsePlansView(int Version, IReadOnlyList<PlanRow> Rows, IReadOnlyList<PlanWarning> Warnings);

/// <param name="Complaint">A code of the triage protocol; <c>*</c> for any.</param>
/// <param name="Priority">1 to 4; null for any.</param>
/// <param name="Levels">What each alarm level adds; the first is sent at once.</param>
[HttpContract]
internal sealed record PlanRow(string Complaint, int? Priority, IReadOnlyList<PlanLevel> Levels);

[HttpContract]
internal sealed record PlanLevel(IReadOnlyList<PlanUnit> Adds);

/// <param name="Skills">What each must be able to do; null for whatever triage asks for.</param>
[HttpContract]
internal sealed record PlanUnit(string Role, IReadOnlyList<string>? Skills, int Count);

/// <param name="Row">The row's number, from 1.</param>
[HttpContract]
internal sealed record PlanWarning(int Row, int Level, string Role, int Missing, string Text);

/// <param name="ExpectedVersion">The version that was edited: a change in between is not overwritten unseen.</param>
/// <param name="Note">What is changed, for the history.</param>
[HttpContract]
internal sealed record PlansPublication(Guid CommandId, int ExpectedVersion, IReadOnlyList<PlanRow> Rows, string Note);

[HttpContract]
internal sealed record PlansHistoryEntry(int Version, string Note, string ByName, DateTimeOffset At, IReadOnlyList<PlanRow> Rows);

/// <summary>Plans as they travel and as they are decided on.</summary>
internal static class PlanRows
{
    private static readonly Dictionary<string, Skills> ByName =
        Enum.GetValues<Skills>().Where(skill => skill != Skills.None).ToDictionary(skill => skill.ToWire(), StringComparer.Ordinal);

    public static IReadOnlyList<PlanRow> ToRows(this IReadOnlyList<ResponsePlan> plans) =>
        [
            .. plans.Select(plan => new PlanRow(
                plan.Complaint, (int?)plan.Priority,
                [
                    .. plan.AlarmLevels.Select(level => new PlanLevel([
                        .. level.Adds.Select(unit => new PlanUnit(unit.Role, NamesOf(unit.Skills), unit.Count)),
                    ])),
                ])),
        ];

    /// <summary>The plans, or which row names a skill that does not exist.</summary>
    public static (IReadOnlyList<ResponsePlan> Plans, Rejection? Problem) ToPlans(this IReadOnlyList<PlanRow> rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var units = rows[row].Levels.SelectMany(level => level.Adds);
            if (units.FirstOrDefault(unit => unit.Skills?.All(ByName.ContainsKey) == false) is not null)
                return ([],
                    ResponsePlanRejections.SkillsInvalid(
                        $"Row {row + 1} names a skill that does not exist. Skills are {string.Join(", ", ByName.Keys)}."));
        }

        return ([.. rows.Select(ToPlan)], null);
    }

    private static ResponsePlan ToPlan(PlanRow row) =>
        new(
            row.Complaint, (Priority?)row.Priority,
            [
                .. row.Levels.Select(level => new AlarmLevel([
                    .. level.Adds.Select(unit => new RequiredUnit(unit.Role, SkillsOf(unit.Skills), unit.Count)),
                ])),
            ]);

    private static string[]? NamesOf(Skills? skills) =>
        skills is { } known ? [.. ByName.Where(entry => known.HasFlag(entry.Value)).Select(entry => entry.Key)] : null;

    private static Skills? SkillsOf(IReadOnlyList<string>? names) => names?.Aggregate(Skills.None, (all, name) => all | ByName[name]);
}
