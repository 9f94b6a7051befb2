using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>Looks at the database's clock at the start and then regularly, and tells when this machine's differs.</summary>
internal sealed class DatabaseTimeKeeper : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly NpgsqlDataSource _database;
    private readonly ILogger<DatabaseTimeKeeper> _log;
    private long _differenceTicks;

    public DatabaseTimeKeeper(TimeProvider time, NpgsqlDataSource database, IMeterFactory meters, ILogger<DatabaseTimeKeeper> log)
    {
        (_time, _database, _log) = (time, database, log);
        meters
            .Create("Telehealth.Hosting")
            .CreateObservableGauge(
                "telehealth.clock.difference", () => Difference.TotalSeconds, "s",
                "How far the database's clock runs ahead of this machine's.");
    }

    /// <summary>How far the database's clock ran ahead of this machine's at the last look.</summary>
    public TimeSpan Difference => TimeSpan.FromTicks(Interlocked.Read(ref _differenceTicks));

    public bool IsWrong => Difference.Duration() > WorthTelling;

    /// <summary>A node with a wrong clock still serves, by the database's; somebody must set it all the same.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            IsWrong
                ? HealthCheckResult.Degraded($"The database's clock differs from this machine's by {Difference.TotalSeconds:F1} s.")
                : HealthCheckResult.Healthy());

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>One look.</summary>
    public async Task Look(CancellationToken ct)
    {
        var asked = Stopwatch.GetTimestamp();
        var shown = (await _database.Query("select clock_timestamp() as shown", row => row.Time("shown"), ct))[0];
        // Somewhere between asking and hearing the answer.
        var now = shown + Stopwatch.GetElapsedTime(asked) / 2;
        (_time as DatabaseTime)?.Learn(now);
        Interlocked.Exchange(ref _differenceTicks, (now - MachineNow()).Ticks);
        if (IsWrong)
            _log.ClockDiffers(Difference.TotalSeconds);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(LookEvery, Look, _log, stoppingToken);

    /// <summary>The clock that is held against the database's; a test's own when it has one.</summary>
    private DateTimeOffset MachineNow() => (_time is DatabaseTime ? TimeProvider.System : _time).GetUtcNow();
}
