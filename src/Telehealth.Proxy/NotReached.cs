using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Telehealth.Proxy;

/// <summary>
/// A node that could not be reached once, or that ends, is sent nobody for a moment; by then it has been asked whether it is ready.
/// </summary>
internal sealed class NotReached(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "NotReached";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.Features.Get<IForwarderErrorFeature>()?.Error is ForwarderError.Request || TurnedAway.Was(context))
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, Moment);
    }
}
