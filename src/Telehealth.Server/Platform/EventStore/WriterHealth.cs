using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// A writer that is at one commit for longer than anybody waits for an answer: nothing has failed yet, and nothing is stored either.
/// </summary>
internal sealed class WriterHealth(AppendWriter writer, IOptions<EventStoreOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            writer.WritingFor > options.Value.AnswerWithin
                ? HealthCheckResult.Unhealthy($"The writer has been at one commit for {writer.WritingFor.TotalSeconds:F0} s.")
                : HealthCheckResult.Healthy());
}
