using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Dispatch;

/// <summary>
/// A region under load: thousands of units that report where they are every five seconds, consoles that watch the whole board, and
/// emergencies that come faster than any region has them. Counts from the moment an emergency was due to its offer on a device; how far
/// consoles lag is the age of an emergency when a console first hears of it.
/// </summary>
internal static class DispatchScenario
{
    private const int Seed = 20261122;

    /// <summary>So many consoles read what they are told, and say when they heard of it.</summary>
    private const int ReadingConsoles = 5;

    /// <param name="withStatements">Counts what the database was asked for, which costs some per cent.</param>
    public static async Task<int> Run(bool quick, bool withStatements, CancellationToken ct)
    {
        var (units, consoles, perSecond, seconds) = quick ? (300, 5, 20, 8) : (5_000, 50, 200, 60);
        await using var server = await ServerUnderTest.Start(CrewFleet.Settings, ct);
        await using var statements = withStatements ? await StatementCount.Begin(server.DatabaseFolder, ct) : null;
        await using var fleet = new CrewFleet(server, Seed);
        var arrivals = new Arrivals(perSecond * seconds, perSecond, Seed);
        var calls = new RaisedCalls(arrivals, Seed);
        await fleet.GoOnShift(units, fixEvery: TimeSpan.FromSeconds(5), calls.Offered, ct);

        var token = await HubClient.SignIn(server.Http, "hana@demo.telehealth", "demo-telehealth", ct);
        await using var board = new WatchingConsoles();
        for (var number = 0; number < consoles; number++)
        {
            if (number < ReadingConsoles)
                await board.Add(HubClient.To(server.Hub("/hub/dispatch"), token), ct);
            else
                await board.AddDistant(server.Hub("/hub/dispatch"), token, ct);
        }

        Figures.Say($"{consoles} consoles watch; {perSecond} emergencies a second for {seconds} s");

        var used = new CpuUse(server);
        var fleetAlone = await used.PerSecond(TimeSpan.FromSeconds(quick ? 2 : 10), ct);
        if (statements is not null)
            await statements.Reset(ct);
        used.Begin();
        await arrivals.Run(index => board.Any(index).Ask<UnitName>("RaiseForCaller", [calls.Next(index)], ct), ct);
        // A queue is worked off; what is never offered is what counts as missed.
        await calls.WaitUntilAllOffered(TimeSpan.FromMinutes(4), ct);
        var cpu = used.Since();
        await board.WaitUntilHeard(perSecond * seconds, TimeSpan.FromSeconds(30), ct);

        var doubles = await fleet.CountDoubles(ct);
        Figures.Print("dispatch.offers", calls.Latencies.Count, "count");
        Figures.Print("dispatch.offer_p50_ms", calls.Latencies.Percentile(0.50).TotalMilliseconds, "ms");
        Figures.Print("dispatch.offer_p99_ms", calls.Latencies.Percentile(0.99).TotalMilliseconds, "ms");
        var (median, p99) = await fleet.SearchMilliseconds(ct);
        Figures.Print("dispatch.search_p50_ms", median, "ms");
        Figures.Print("dispatch.search_p99_ms", p99, "ms");
        Figures.Print("dispatch.missed_offers", calls.Missed, "count");
        Figures.Print("dispatch.double_assignments", doubles, "count");
        Figures.Print("dispatch.console_lag_p50_ms", board.Lags.Percentile(0.50).TotalMilliseconds, "ms");
        Figures.Print("dispatch.console_lag_p99_ms", board.Lags.Percentile(0.99).TotalMilliseconds, "ms");
        var forEmergencies = cpu.Less(fleetAlone);
        Figures.Print("dispatch.cpu_ms_per_emergency", forEmergencies.Server.TotalMilliseconds / (perSecond * seconds), "ms");
        Figures.Print("dispatch.database_cpu_ms_per_emergency", forEmergencies.Database.TotalMilliseconds / (perSecond * seconds), "ms");
        Figures.Print("dispatch.generator_cpu_ms_per_emergency", forEmergencies.Generator.TotalMilliseconds / (perSecond * seconds), "ms");
        Figures.Print("dispatch.fleet_cpu_ms_per_s", (fleetAlone.Server + fleetAlone.Database).TotalMilliseconds, "ms");
        if (statements is not null)
            await statements.Print("emergency", perSecond * seconds, ct);
        return doubles == 0 && calls.Missed == 0 ? 0 : 1;
    }

    /// <summary>Consoles that watch the board; those that read note how old an emergency was when they first heard of it.</summary>
    private sealed class WatchingConsoles : IAsyncDisposable
    {
        private readonly List<(HubClient Hub, ConcurrentDictionary<Guid, bool> Heard)> _consoles = [];
        private readonly List<DistantConsole> _distant = [];

        public LatencyHistogram Lags { get; } = new();

        public HubClient Any(int index) => _consoles[index % _consoles.Count].Hub;

        public async Task Add(HubClient hub, CancellationToken ct)
        {
            ConcurrentDictionary<Guid, bool> heard = new();
            hub.Connection.On<BoardNews>("BoardChanged", news =>
            {
                foreach (var emergency in news.Emergencies)
                {
                    if (heard.TryAdd(emergency.Id, true))
                        Lags.Add(DateTimeOffset.UtcNow - emergency.RaisedAt);
                }
            });
            await hub.Start(ct);
            await hub.Ask<object>("WatchBoard", [], ct);
            _consoles.Add((hub, heard));
        }

        public async Task AddDistant(Uri hub, string token, CancellationToken ct) =>
            _distant.Add(await DistantConsole.Open(hub, token, ct));

        /// <summary>Whoever has not heard of all by then counts with what it heard; the last lag tells.</summary>
        public async Task WaitUntilHeard(int emergencies, TimeSpan atMost, CancellationToken ct)
        {
            for (var deadline = DateTime.UtcNow + atMost;
                DateTime.UtcNow < deadline && _consoles.Exists(console => console.Heard.Count < emergencies);)
                await Task.Delay(200, ct);
            var heardAll = _consoles.Count(console => console.Heard.Count >= emergencies);
            Figures.Say($"{heardAll} of {_consoles.Count} consoles that read heard of every emergency");
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (hub, _) in _consoles)
                await hub.DisposeAsync();
            foreach (var console in _distant)
                await console.DisposeAsync();
        }
    }

    private sealed record BoardNews(IReadOnlyList<EmergencyNews> Emergencies);

    private sealed record EmergencyNews(Guid Id, DateTimeOffset RaisedAt);
}
