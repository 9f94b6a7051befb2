using System.Diagnostics.Metrics;

namespace Telehealth.Server.Rescue.Units;

/// <summary>What became of positions, under the meter <c>Telehealth.Units</c>. Read when somebody asks.</summary>
internal sealed class UnitMetrics(IMeterFactory factory, UnitPositions positions, UnitFixExchange exchange) : IHostedService
{
    private static readonly (BatchRefusal Reason, KeyValuePair<string, object?> Label)[] Reasons =
    [
        (BatchRefusal.UnknownVersion, new("reason", "unknown_version")),
        (BatchRefusal.UnknownNode, new("reason", "unknown_node")),
        (BatchRefusal.Malformed, new("reason", "malformed")),
        (BatchRefusal.Future, new("reason", "future")),
    ];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = factory.Create("Telehealth.Units");
        meter.CreateObservableCounter(
            "telehealth.units.samples.dropped", () => positions.DroppedSamples, "{sample}",
            "Samples of tracks that were given up, because the database was away for too long.");
        meter.CreateObservableCounter(
            "telehealth.units.batches.refused",
            () => Reasons.Select(known => new Measurement<long>(exchange.Refused(known.Reason), known.Label)), "{batch}",
            "Positions of another node that were not taken in, by reason; of the reason future each position counts.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
