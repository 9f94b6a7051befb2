using Orleans.Runtime.Placement;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Whoever asks first has the grain beside it, unless that node is ending, or full of what the grain is for: then it comes up where it can
/// stay. It stands in for Orleans' own under the same name, because nodes of two builds read each other's names of placements, and fail at
/// one that they do not know.
/// </summary>
internal sealed class OpenNodeDirector(EndingNodes ending, FullNodes full) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var nodes = context.GetCompatibleSilos(target);
        var grain = target.GrainIdentity.Type.ToString()!;
        // Where all end, or all are full, this one does what it can.
        var staying = Unless(nodes, node => ending.IsEnding(node.ToParsableString()));
        var choice = Unless(staying, node => full.IsFull(node.ToParsableString(), grain));
        return Task.FromResult(choice.Contains(context.LocalSilo) ? context.LocalSilo : choice[Random.Shared.Next(choice.Length)]);
    }

    private static SiloAddress[] Unless(SiloAddress[] nodes, Func<SiloAddress, bool> isClosed)
    {
        SiloAddress[] open = [.. nodes.Where(node => !isClosed(node))];
        return open.Length > 0 ? open : nodes;
    }
}
