using System.Diagnostics.Metrics;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What dispatching stands on, under the meter <c>Telehealth.Dispatching</c>.</summary>
internal sealed class DispatchMetrics
{
    private readonly Counter<long> _asked;

    public DispatchMetrics(IMeterFactory factory, OpenConsoles consoles)
    {
        var meter = factory.Create("Telehealth.Dispatching");
        _asked = meter.CreateCounter<long>(
            "telehealth.dispatching.routing.tables", "{table}", "Tables asked of the routing server, by outcome: answered or failed.");
        meter.CreateObservableUpDownCounter(
            "telehealth.dispatching.consoles", () => (long)consoles.Counts().Values.Sum(), "{console}",
            "Consoles that are open through this node.");
    }

    public void Asked(bool isAnswered) =>
        _asked.Add(1, new KeyValuePair<string, object?>("outcome", isAnswered ? "answered" : "failed"));
}
