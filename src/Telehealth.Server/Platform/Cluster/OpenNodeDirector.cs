using Orleans.Runtime.Placement;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Whoever asks first has the grain beside it, unless that node is ending: then it comes up where it can stay. It stands in for Orleans'
/// own under the same name, because nodes of two builds read each other's names of placements, and fail at one that they do not know.
/// </summary>
internal sealed class OpenNodeDirector(EndingNodes ending) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var nodes = context.GetCompatibleSilos(target);
        SiloAddress[] open = [.. nodes.Where(node => !ending.IsEnding(node.ToParsableString()))];
        // Where all end, this one does what it can.
        var choice = open.Length > 0 ? open : nodes;
        return Task.FromResult(choice.Contains(context.LocalSilo) ? context.LocalSilo : choice[Random.Shared.Next(choice.Length)]);
    }
}
