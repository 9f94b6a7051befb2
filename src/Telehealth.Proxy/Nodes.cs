using System.Globalization;
using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace Telehealth.Proxy;

/// <summary>
/// What goes where. Every node answers everything, so anybody is sent to any; but a test of the connection is in the memory of the node at
/// which it began and asks more than once, so all tests are at one node together, and at another one when that has gone.
/// </summary>
internal static class Nodes
{
    private const string Any = "any";
    private const string Tests = "tests";

    // A node answers by itself within three seconds, with a reason when its database does not.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(4);
    // Live connections say something every fifteen seconds.
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(40);

    public static IReadOnlyList<RouteConfig> Routes() =>
    [
        Route("pages", Any, "/{**path}", order: 1),
        Route("connection-tests", Tests, "/api/connection-test/{**path}", order: 0),
    ];

    public static IReadOnlyList<ClusterConfig> Clusters(IReadOnlyList<string> nodes) =>
        [Cluster(Any, LoadBalancingPolicies.LeastRequests, nodes), Cluster(Tests, OneNode.PolicyName, nodes)];

    private static RouteConfig Route(string name, string cluster, string path, int order) =>
        new RouteConfig
        {
            RouteId = name,
            ClusterId = cluster,
            Match = new RouteMatch { Path = path },
            Order = order,
            MaxRequestBodySize = -1,
        }
            // What people typed: the server compares it with the origin of its pages.
            .WithTransformUseOriginalHostHeader()
            .WithTransformXForwarded(xDefault: ForwardedTransformActions.Set);

    private static ClusterConfig Cluster(string name, string policy, IReadOnlyList<string> nodes) => new()
    {
        ClusterId = name,
        LoadBalancingPolicy = policy,
        Destinations = nodes.Index().ToDictionary(
            node => (node.Index + 1).ToString("000", CultureInfo.InvariantCulture), node => new DestinationConfig { Address = node.Item }),
        HttpRequest = new ForwarderRequestConfig { Version = HttpVersion.Version11, ActivityTimeout = StandsStill },
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = "/health/ready",
                Interval = AskEvery,
                Timeout = AnswerWithin,
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            },
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = NotReached.PolicyName },
            // With none that is well, as without a database, a node says itself what is wrong.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        },
        Metadata = new Dictionary<string, string>
        {
            // Not ready once is enough: the node says so on purpose before it goes.
            [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1",
        },
    };
}
