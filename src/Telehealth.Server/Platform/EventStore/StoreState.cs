using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Whether this node could write to the log when it last tried, and why not. Written by the writer and by <see cref="StoreProbe"/>.
/// </summary>
internal sealed class StoreState : IHealthCheck
{
    private volatile string? _trouble;

    /// <summary>What keeps it from writing, for people; null while it can.</summary>
    public string? Trouble => _trouble;

    public void Failed(Exception cause) => _trouble = PostgresFailures.ReasonOf(cause);

    public void Succeeded() => _trouble = null;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            _trouble is { } trouble ? HealthCheckResult.Unhealthy($"Nothing can be stored: {trouble}.") : HealthCheckResult.Healthy());
}

/// <summary>While nothing can be written, tries to: the trouble ends without waiting for somebody to lose a command to it.</summary>
internal sealed class StoreProbe(StoreState state, NpgsqlDataSource database, ILogger<StoreProbe> log) : BackgroundService
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(TryEvery, Try, log, stoppingToken);

    private async Task Try(CancellationToken ct)
    {
        if (state.Trouble is null)
            return;
        try
        {
            // The same table as an append, and taken back.
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var write = new NpgsqlCommand(
                """
                insert into event_store.event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
                values (gen_random_uuid(), 'probe', gen_random_uuid(), 1, 'probe', '{}', 'system', gen_random_uuid(), now(), gen_random_uuid())
                """,
                connection,
                transaction) { CommandTimeout = 3 };
            await write.ExecuteNonQueryAsync(ct);
            await transaction.RollbackAsync(ct);
            state.Succeeded();
            log.StoreTakesAgain();
        }
        catch (Exception cause) when (PostgresFailures.IsOutage(cause))
        {
            state.Failed(cause);
        }
    }
}
