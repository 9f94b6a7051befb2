using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>Why response plans are not published. Most name the row, as <see cref="ResponsePlanRules.NameOf"/> calls it.</summary>
public static class ResponsePlanRejections
{
    internal static readonly Rejection NoteInvalid =
        Rejection.Invalid("plans.note_invalid", $"Say in 1 to {ResponsePlanRules.MaxNote} characters what is changed.");

    internal static readonly Rejection TooManyRows = Rejection.Invalid(
        "plans.too_many", $"There can be at most {ResponsePlanRules.MaxPlans} rows.");

    internal static readonly Rejection FallbackMissing =
        Rejection.Invalid("plans.fallback_missing", "Add a row for any complaint at any priority: nobody may call in vain.");

    /// <summary>The text says what is wrong with the skills of which row.</summary>
    public static Rejection SkillsInvalid(string text) => Rejection.Invalid("plans.skills_invalid", text);

    internal static Rejection ChangedMeanwhile(long version) =>
        new(
            RejectionKind.Conflict, "plans.changed_meanwhile",
            $"The plans were published again in the meantime (version {version}). Look at them and repeat your change.");

    internal static Rejection Duplicate(string row, int first) =>
        Rejection.Invalid("plans.duplicate", $"{row}: row {first} is for the same. Keep one of them.");

    internal static Rejection ComplaintUnknown(string row) =>
        Rejection.Invalid("plans.complaint_unknown", $"{row}: there is no such complaint. Choose one of the listed ones.");

    internal static Rejection PriorityInvalid(string row) =>
        Rejection.Invalid("plans.priority_invalid", $"{row}: a priority is 1, 2, 3 or 4.");

    internal static Rejection LevelsInvalid(string row) =>
        Rejection.Invalid("plans.levels_invalid", $"{row}: give 1 to {ResponsePlanRules.MaxLevels} alarm levels.");

    internal static Rejection LevelEmpty(string row, int level) =>
        Rejection.Invalid("plans.level_empty", $"{row}: alarm level {level} adds nobody. Add a unit or take the level out.");

    internal static Rejection TooManyUnits(string row, int units) =>
        Rejection.Invalid("plans.too_many_units", $"{row}: asks for {units} units; at most {ResponsePlanRules.MaxUnits} can be planned.");

    internal static Rejection RoleInvalid(string where) =>
        Rejection.Invalid("plans.role_invalid", $"{where}: say in 1 to {ResponsePlanRules.MaxRole} characters what kind of unit it is.");

    internal static Rejection CountInvalid(string where) =>
        Rejection.Invalid("plans.count_invalid", $"{where}: ask for 1 to {ResponsePlanRules.MaxCount} units.");
}
