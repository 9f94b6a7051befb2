namespace Telehealth.Dispatch.Roads;

/// <summary>What a relation's tags forbid an ambulance.</summary>
/// <param name="IsOnly">Whether the turn is the only one that is allowed, rather than one that is not.</param>
/// <param name="IsBack">Whether it is the turn back into the road that it leaves.</param>
/// <param name="UrgentMay">Whether lights and sirens open it.</param>
internal readonly record struct OsmTurnRule(bool IsOnly, bool IsBack, bool UrgentMay);

/// <summary>What OpenStreetMap's tags say about turns. The rules stand in docs/roads.md too.</summary>
internal static class OsmTurnTags
{
    /// <summary>Of several kinds of vehicles the most specific that an ambulance is decides; the general tag is the last.</summary>
    private static readonly string[] Keys =
    [
        "restriction:emergency", "restriction:motorcar", "restriction:motor_vehicle", "restriction:vehicle", "restriction",
    ];

    /// <summary>Who is let off, so that an ambulance is too: where buses may turn, so may it.</summary>
    private static readonly string[] LetOff = ["emergency", "motorcar", "motor_vehicle", "psv", "bus"];

    /// <summary>Keys that limit a turn to hours, and that are not read.</summary>
    private static readonly string[] ByHour = ["restriction:conditional", "day_on", "day_off", "hour_on", "hour_off"];

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit", "only_left_turn", "only_right_turn",
        "only_straight_on", "only_u_turn",
    };

    /// <summary>The rule; null when there is none for an ambulance, and then why, unless it is for others only.</summary>
    public static OsmTurnRule? RuleOf(IReadOnlyDictionary<string, string> tags, out string? notUnderstood)
    {
        notUnderstood = ByHour.FirstOrDefault(tags.ContainsKey) is { } hour ? $"{hour} of a turn" : null;
        if (notUnderstood is not null || Keys.FirstOrDefault(tags.ContainsKey) is not { } key)
            return null;
        var word = tags[key];
        if (word == "none" || tags.GetValueOrDefault("except", "").Split(';', StringSplitOptions.TrimEntries).Any(LetOff.Contains))
            return null;
        if (!Words.Contains(word))
        {
            notUnderstood = $"{key}={word}";
            return null;
        }

        return new OsmTurnRule(
            word.StartsWith("only_", StringComparison.Ordinal), word.EndsWith("_u_turn", StringComparison.Ordinal),
            key != "restriction:emergency");
    }
}
