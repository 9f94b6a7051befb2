using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Dispatch.Planning;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Goes the whole way of an emergency once, with one that nobody has and that is never stored, before the server says that it is ready: the
/// first person who needs help after a start does not wait for code and statements that have not run yet.
/// </summary>
internal sealed class Rehearsal(
    RehearsedEmergency rehearsed, EmergencyEntity emergencies, UnitChooser chooser, BoardQueries board, TimeProvider time,
    ILogger<Rehearsal> log) : BackgroundService, IHealthCheck
{
    private const int Times = 3;

    /// <summary>A server that is not warm is slow for a moment; one that never gets ready helps nobody.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private volatile Task<HealthCheckResult> _outcome =
        Task.FromResult(HealthCheckResult.Unhealthy("The way of an emergency is still being rehearsed."));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => _outcome;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(AtMost);
        try
        {
            for (var times = 0; times < Times; times++)
                await Rehearse(patience.Token);
            _outcome = Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
        {
            log.RehearsalFailed(cause);
            _outcome = Task.FromResult(HealthCheckResult.Degraded("The way of an emergency could not be rehearsed."));
        }
    }

    private async Task Rehearse(CancellationToken ct)
    {
        // Nobody's: what is read of this tenant is empty, and what is asked of it is refused and not kept.
        var tenant = new TenantId(Guid.NewGuid());
        var open = rehearsed.Play(time.GetUtcNow());
        await chooser.Plan(tenant, open, DispatchPolicy.Default, new AskedUnits(), ct);
        await board.Board(tenant, ct);
        await emergencies.Execute(
            CommandContext.OfServer(tenant), open.Facts.Id.Value,
            new EmergencyCommand.DeclareUnitsExhausted(new AlarmId(Guid.NewGuid())), ct);
    }
}
