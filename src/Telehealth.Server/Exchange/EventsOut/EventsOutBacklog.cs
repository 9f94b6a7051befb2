using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>
/// How many events wait to be published, and for how long, by the stored cursor: every node says the same, whichever publishes. A node
/// whose target is away serves people as ever, so it is never more than degraded.
/// </summary>
internal sealed class EventsOutBacklog : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly SubscriptionBacklog _backlog;
    private readonly IOptions<EventsOutOptions> _options;
    private readonly ILogger<EventsOutBacklog> _log;
    private volatile Backlog _last = new(0, TimeSpan.Zero);

    public EventsOutBacklog(
        SubscriptionBacklog backlog, IOptions<EventsOutOptions> options, IMeterFactory meters, ILogger<EventsOutBacklog> log)
    {
        (_backlog, _options, _log) = (backlog, options, log);
        var meter = meters.Create("Telehealth.EventsOut");
        meter.CreateObservableGauge(
            "telehealth.events_out.backlog", () => _last.Events, "{event}",
            $"Events that wait to be published, {SubscriptionBacklog.CountedAtMost} at most.");
        meter.CreateObservableGauge(
            "telehealth.events_out.age", () => _last.OldestAge.TotalSeconds, "s", "How long the oldest of them has waited.");
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var last = _last;
        return Task.FromResult(
            last.OldestAge > _options.Value.BehindAfter
                ? HealthCheckResult.Degraded(
                    $"{last.Events} events wait to be published, the oldest for {last.OldestAge.TotalSeconds:F0} s. The log says why.")
                : HealthCheckResult.Healthy());
    }

    /// <summary>One look.</summary>
    public async Task Look(CancellationToken ct) => _last = await _backlog.Of(EventPublisher.StoredName, ct);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(LookEvery, Look, _log, stoppingToken);
}
