using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>Whether this node is one of the cluster: nobody is sent to one that is not yet, or not any more.</summary>
internal sealed class SiloHealth(Eviction eviction, Drain drain, IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Look());

    private HealthCheckResult Look()
    {
        if (eviction.HasHappened)
            return HealthCheckResult.Unhealthy("The other nodes go on without this one; it ends soon and starts anew.");
        if (drain.HasBegun)
            return HealthCheckResult.Unhealthy("This node was told to end; people go on at the others.");
        return services.GetRequiredService<ISiloStatusOracle>().CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("This node has not joined the others.");
    }
}
