using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// Asks each media thread something that it knows without looking. A node whose calls stand still takes and dispatches emergencies all the
/// same, so it stays ready and says that somebody must look.
/// </summary>
internal sealed class RelayHealth(RelayLoops relay) : IHealthCheck
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await Task.WhenAll(relay.Loops.Select(loop => loop.Ask((_, _) => true, cancellationToken)))
                .WaitAsync(AnswersWithin, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception cause) when (cause is TimeoutException or InvalidOperationException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("A media thread does not answer: its calls stand still.");
        }
    }
}
