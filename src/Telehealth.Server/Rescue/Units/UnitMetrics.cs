using System.Diagnostics.Metrics;

namespace Telehealth.Server.Rescue.Units;

/// <summary>What became of positions, under the meter <c>Telehealth.Units</c>. Read when somebody asks.</summary>
internal sealed class UnitMetrics(IMeterFactory factory, UnitPositions positions) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        factory.Create("Telehealth.Units").CreateObservableCounter(
            "telehealth.units.samples.dropped", () => positions.DroppedSamples, "{sample}",
            "Samples of tracks that were given up, because the database was away for too long.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
