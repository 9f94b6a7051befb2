using System.Diagnostics.Metrics;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>Whether news from other nodes comes, under the meter <c>Telehealth.Cluster</c>.</summary>
internal sealed class ClusterMetrics(IMeterFactory factory, SiloBus bus, SiloCertificates certificates) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = factory.Create("Telehealth.Cluster");
        meter.CreateObservableGauge(
            "telehealth.cluster.nodes", () => bus.Peers + 1, "{node}", "Nodes of the cluster as this one knows it, itself among them.");
        meter.CreateObservableCounter(
            "telehealth.cluster.announcements.dropped", () => bus.Dropped, "{announcement}",
            "Announcements that never reached another node or came too fast for this one.");
        meter.CreateObservableCounter(
            "telehealth.cluster.certificates.refused", () => certificates.Refused, "{connection}",
            "Connections between nodes whose other end showed a certificate that is none of this cluster.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
