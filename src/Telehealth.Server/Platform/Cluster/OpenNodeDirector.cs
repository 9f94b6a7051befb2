using Orleans.Runtime.Placement;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Grains come up at nodes where they can stay: not at one that is ending, or full of what the grain is for. Of those it is the one beside
/// whoever asks first, or any, as the grain's kind says; or the one that whoever asks has named. It stands in for Orleans' own under the
/// same names, because nodes of two builds read each other's names of placements, and fail at one that they do not know.
/// </summary>
internal sealed class OpenNodeDirector(EndingNodes ending, FullNodes full) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var nodes = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, nodes) is { } named)
            return Task.FromResult(named);
        var grain = target.GrainIdentity.Type.ToString()!;
        // Where all end, or all are full, this one does what it can.
        var staying = Unless(nodes, node => ending.IsEnding(node.ToParsableString()));
        var choice = Unless(staying, node => full.IsFull(node.ToParsableString(), grain));
        var isBeside = strategy is PreferLocalPlacement && choice.Contains(context.LocalSilo);
        return Task.FromResult(isBeside ? context.LocalSilo : choice[Random.Shared.Next(choice.Length)]);
    }

    private static SiloAddress[] Unless(SiloAddress[] nodes, Func<SiloAddress, bool> isClosed)
    {
        SiloAddress[] open = [.. nodes.Where(node => !isClosed(node))];
        return open.Length > 0 ? open : nodes;
    }
}
