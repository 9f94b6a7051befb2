using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// How much of each <see cref="DueWork"/> is due and not done, and for how long. What stands in the database every node tells alike,
/// whichever does it; what is in a node's memory it tells of itself. People are served as ever, so it is never more than degraded.
/// </summary>
internal sealed class DueWorks : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly IReadOnlyList<DueWork> _works;
    private readonly TimeProvider _time;
    private readonly ILogger<DueWorks> _log;
    private volatile IReadOnlyList<(DueWork Work, long Count, TimeSpan Age)> _last = [];

    public DueWorks(IEnumerable<DueWork> works, IMeterFactory meters, TimeProvider time, ILogger<DueWorks> log)
    {
        (_works, _time, _log) = ([.. works], time, log);
        var meter = meters.Create("Telehealth.Telemetry");
        meter.CreateObservableGauge(
            "telehealth.work.due", () => _last.Select(one => Of(one.Work, one.Count)), "{item}",
            "By kind of work that the server does by itself: how much is due and not done.");
        meter.CreateObservableGauge(
            "telehealth.work.age", () => _last.Select(one => Of(one.Work, one.Age.TotalSeconds)), "s",
            "For how long the oldest of it has been due; 0 where nothing is.");
        meter.CreateObservableGauge(
            "telehealth.work.limit", () => _last.Select(one => Of(one.Work, one.Work.BehindAfter.TotalSeconds)), "s",
            "For how long it may be, until the node says that it is degraded.");
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var behind = _last.Where(one => one.Age > one.Work.BehindAfter)
            .Select(one => $"{one.Work.Name}: {one.Count} due, the oldest for {one.Age.TotalSeconds:F0} s").ToList();
        return Task.FromResult(
            behind.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"Work of the server is behind. {string.Join("; ", behind)}. The log says why."));
    }

    /// <summary>One look at all of it. While it cannot be asked, what was so last is told.</summary>
    public async Task Look(CancellationToken ct)
    {
        List<(DueWork, long, TimeSpan)> now = [];
        foreach (var work in _works)
        {
            var due = await work.Look(ct);
            var age = due.Since is { } since ? _time.GetUtcNow() - since : TimeSpan.Zero;
            now.Add((work, due.Count, age > TimeSpan.Zero ? age : TimeSpan.Zero));
        }
        _last = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Look(stoppingToken);
        }
        catch (Exception cause) when (cause is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            // The next round asks again.
        }

        await Ticking.Every(LookEvery, Look, _log, stoppingToken);
    }

    private static Measurement<T> Of<T>(DueWork work, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("work", work.Name));
}
