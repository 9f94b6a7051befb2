namespace Telehealth.Dispatch.Units;

/// <summary>What became of a unit's fixes since it was first heard of.</summary>
/// <param name="Believed">How many were believed.</param>
/// <param name="Refused">How many were not, by the reason; reasons that never held do not stand here.</param>
public sealed record FixCounts(long Believed, IReadOnlyDictionary<FixRefusal, long> Refused)
{
    /// <summary>How many came.</summary>
    public long Received => Believed + Refused.Values.Sum();

    internal static FixCounts From(long[] counts) =>
        new(
            counts[(int)FixRefusal.None],
            Enum.GetValues<FixRefusal>()
                .Where(refusal => refusal != FixRefusal.None && counts[(int)refusal] > 0)
                .ToDictionary(refusal => refusal, refusal => counts[(int)refusal]));
}
