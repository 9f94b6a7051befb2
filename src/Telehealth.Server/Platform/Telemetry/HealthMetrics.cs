using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>What the readiness probe says, as a figure for each of its checks: an alert can then say which.</summary>
internal sealed class HealthMetrics : IHealthCheckPublisher
{
    private volatile Measurement<double>[] _last = [];

    public HealthMetrics(IMeterFactory meters) => meters.Create("Telehealth.Telemetry").CreateObservableGauge(
        "telehealth.health.status", () => _last, description: "By check of the readiness probe: 1 healthy, 0.5 degraded, 0 not ready.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _last = [.. report.Entries.Select(entry => new Measurement<double>(
            ValueOf(entry.Value.Status), new KeyValuePair<string, object?>("check", entry.Key)))];
        return Task.CompletedTask;
    }

    private static double ValueOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 1,
        HealthStatus.Degraded => 0.5,
        _ => 0,
    };
}
