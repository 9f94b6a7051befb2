using System.Diagnostics.Metrics;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What dispatching stands on, under the meter <c>Telehealth.Dispatching</c>.</summary>
internal sealed class DispatchMetrics
{
    private readonly Counter<long> _asked;
    private readonly Counter<long> _searchedPast;

    public DispatchMetrics(IMeterFactory factory, OpenConsoles consoles, RegionsHere regions)
    {
        var meter = factory.Create("Telehealth.Dispatching");
        _asked = meter.CreateCounter<long>(
            "telehealth.dispatching.routing.tables", "{table}", "Tables asked of the routing server, by outcome: answered or failed.");
        _searchedPast = meter.CreateCounter<long>(
            "telehealth.dispatching.searches_past_region", "{search}",
            "Searches that were not made by their region, by reason: late, suspect, gone or unready.");
        meter.CreateObservableUpDownCounter(
            "telehealth.dispatching.regions", () => (long)regions.Count, "{region}", "Regions whose searches are made on this node.");
        meter.CreateObservableUpDownCounter(
            "telehealth.dispatching.consoles", () => (long)consoles.Counts().Values.Sum(), "{console}",
            "Consoles that are open through this node.");
    }

    public void SearchedPast(string reason) => _searchedPast.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Asked(bool isAnswered) =>
        _asked.Add(1, new KeyValuePair<string, object?>("outcome", isAnswered ? "answered" : "failed"));
}
