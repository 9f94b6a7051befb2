using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>A node as the others call it; its key is the address of its silo.</summary>
[Alias("telehealth.node")]
internal interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Hands over to the node's own subscribers, and returns without having waited for any of them.</summary>
    [Alias("hear")]
    Task Hear(Announcement[] announcements);
}

/// <summary>What is told to other nodes.</summary>
[GenerateSerializer, Immutable, Alias("telehealth.announcement")]
internal readonly record struct Announcement([property: Id(0)] string Topic, [property: Id(1)] byte[] Payload);

[OnNode, GrainType("telehealth.node")]
internal sealed class NodeGrain(SiloBus bus) : Grain, INodeGrain
{
    public Task Hear(Announcement[] announcements)
    {
        bus.Hear(announcements);
        return Task.CompletedTask;
    }
}

/// <summary>A grain whose key is the address of a silo lives there and nowhere else.</summary>
[GenerateSerializer, Immutable, Alias("telehealth.on-node")]
internal sealed class OnNode : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnNodeAttribute() : PlacementAttribute(new OnNode());

internal sealed class OnNodeDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var node = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(node)
            ? Task.FromResult(node)
            : throw new SiloUnavailableException("The node is gone.");
    }
}
