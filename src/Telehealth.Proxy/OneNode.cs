using System.Collections.Concurrent;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Telehealth.Proxy;

/// <summary>Everybody goes to the same node for as long as it is well; one that comes back takes nobody away from the other.</summary>
internal sealed class OneNode : ILoadBalancingPolicy
{
    public const string PolicyName = "OneNode";

    private readonly ConcurrentDictionary<string, string> _chosen = new(StringComparer.Ordinal);

    public string Name => PolicyName;

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        if (availableDestinations.Count == 0)
            return null;
        var chosen = _chosen.AddOrUpdate(
            cluster.ClusterId, _ => First(availableDestinations).DestinationId,
            (_, before) => availableDestinations.Any(node => node.DestinationId == before)
                ? before
                : First(availableDestinations).DestinationId);
        return availableDestinations.FirstOrDefault(node => node.DestinationId == chosen) ?? First(availableDestinations);
    }

    private static DestinationState First(IReadOnlyList<DestinationState> nodes) =>
        nodes.MinBy(node => node.DestinationId, StringComparer.Ordinal)!;
}
