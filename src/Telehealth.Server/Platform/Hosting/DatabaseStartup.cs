using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>PostgreSQL first, then the schema; whatever is added after this starts when both are there, and stops before they go.</summary>
internal sealed class DatabaseStartup(
    IServiceProvider services, NpgsqlDataSource dataSource, Migrations migrations, IOptions<PostgresOptions> options,
    ILogger<DatabaseStartup> log) : IHostedService
{
    // Absent when somebody else runs the database.
    private readonly EmbeddedPostgres? _embedded = services.GetService<EmbeddedPostgres>();

    public async Task StartAsync(CancellationToken ct)
    {
        if (_embedded is not null)
            await _embedded.Start(ct);
        else
            await WaitForDatabase(ct);
        await migrations.Run(ct);
    }

    public Task StopAsync(CancellationToken ct) => _embedded?.Stop() ?? Task.CompletedTask;

    /// <summary>In a cluster of containers the database may come up after the server.</summary>
    private async Task WaitForDatabase(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(ct);
                return;
            }
            catch (NpgsqlException cause) when (cause.IsTransient && Stopwatch.GetElapsedTime(since) < options.Value.StartWithin)
            {
                log.DatabaseAwaited(cause.GetType().Name);
                await Task.Delay(1_000, ct);
            }
        }
    }
}

/// <summary>The database answers.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource dataSource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            await using var command = dataSource.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception cause) when (cause is NpgsqlException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
