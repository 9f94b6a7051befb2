namespace Telehealth.LoadTests.Faults;

/// <param name="Kind">What goes wrong.</param>
/// <param name="Node">At which node, counted from 0; means nothing where the database or Redis is in trouble.</param>
/// <param name="Ahead">Whether a clock jumps ahead or back.</param>
internal sealed record Fault(FaultKind Kind, int Node, bool Ahead);

/// <summary>The order of faults, by the seed alone: the same seed on a machine that knows the same kinds is the same campaign.</summary>
internal static class FaultPlan
{
    /// <summary>Every kind comes once before one comes again.</summary>
    /// <param name="nodes">How many there are. Only the last has a clock that can jump.</param>
    public static IReadOnlyList<Fault> Make(int seed, int count, IReadOnlyList<FaultKind> kinds, int nodes)
    {
        var random = new Random(seed);
        List<Fault> plan = [];
        while (plan.Count < count)
        {
            var round = kinds.ToArray();
            random.Shuffle(round);
            foreach (var kind in round)
            {
                var (node, ahead) = (random.Next(nodes), random.Next(2) == 0);
                plan.Add(new Fault(kind, kind == FaultKind.Clock ? nodes - 1 : node, ahead));
            }
        }

        return [.. plan.Take(count)];
    }
}
