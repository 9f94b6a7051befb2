using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Offers;

/// <summary>
/// From raising an emergency to its offer on a paramedic's hub connection, with a hundred units on shift that all report where they are
/// each second. Counts from the moment an emergency was due, and looks for units or emergencies that were given twice.
/// </summary>
internal static class OffersScenario
{
    private const int Units = 100;
    private const int Seed = 20261121;

    public static async Task<int> Run(bool quick, CancellationToken ct)
    {
        var emergencies = quick ? 80 : 200;
        await using var server = await ServerUnderTest.Start(CrewFleet.Settings, ct);
        await using var fleet = new CrewFleet(server, Seed);
        var arrivals = new Arrivals(emergencies, perSecond: 8, Seed);
        var calls = new RaisedCalls(arrivals, Seed);
        await fleet.GoOnShift(Units, fixEvery: TimeSpan.FromSeconds(1), calls.Offered, ct);

        var token = await HubClient.SignIn(server.Http, "hana@demo.telehealth", "demo-telehealth", ct);
        await using var console = HubClient.To(server.Hub("/hub/dispatch"), token);
        await console.Start(ct);
        // A console that calls for somebody has its board on the screen.
        await console.Ask<object>("WatchBoard", [], ct);
        await arrivals.Run(index => console.Ask<UnitName>("RaiseForCaller", [calls.Next(index)], ct), ct);
        await calls.WaitUntilAllOffered(TimeSpan.FromSeconds(20), ct);

        var doubles = await fleet.CountDoubles(ct);
        Figures.Print("offers.received", calls.Latencies.Count, "count");
        Figures.Print("offers.p50_ms", calls.Latencies.Percentile(0.50).TotalMilliseconds, "ms");
        Figures.Print("offers.p99_ms", calls.Latencies.Percentile(0.99).TotalMilliseconds, "ms");
        Figures.Print("offers.double_assignments", doubles, "count");
        return doubles == 0 && calls.Missed == 0 ? 0 : 1;
    }
}
