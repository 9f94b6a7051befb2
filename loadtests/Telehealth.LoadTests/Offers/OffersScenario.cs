using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Offers;

/// <summary>
/// From raising an emergency to its offer on a paramedic's hub connection, with a hundred units on shift that all report where they are each second.
/// Counts from the moment an emergency was due, and looks for units or emergencies that were given twice.
/// </summary>
internal sealed class OffersScenario : IAsyncDisposable
{
    private const string Password = "a-load-test-password";
    private const int Seed = 20261121;

    private readonly int _units;
    private readonly Arrivals _arrivals;
    private readonly int _emergencies;
    private readonly LatencyHistogram _latencies = new();
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private readonly List<Crew> _crews = [];
    private readonly ServerUnderTest _server;
    private readonly NpgsqlDataSource _database;

    private OffersScenario(bool quick, ServerUnderTest server)
    {
        (_units, _emergencies) = quick ? (100, 80) : (100, 200);
        _arrivals = new Arrivals(_emergencies, perSecond: 8, Seed);
        _server = server;
        _database = server.OpenDatabase();
    }

    public static async Task<int> Run(bool quick, CancellationToken ct)
    {
        await using var server = await ServerUnderTest.Start(
            new Dictionary<string, string>
            {
                ["Demo__Enabled"] = "true",
                ["Demo__CityLife"] = "false",
                // A hundred accounts are made and signed in at once, which is not what is measured.
                ["Access__PasswordIterations"] = "1000",
                ["Access__SignInsPerMinute"] = "100000",
            },
            ct);
        await using var scenario = new OffersScenario(quick, server);
        await scenario.GoOnShift(ct);
        await scenario.RaiseEmergencies(ct);
        return await scenario.Report(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_crews.Select(crew => crew.DisposeAsync().AsTask()));
        await _database.DisposeAsync();
    }

    private async Task GoOnShift(CancellationToken ct)
    {
        var vehicles = await AddVehicles(ct);
        var admin = await HubClient.SignIn(_server.Http, "ivo@demo.telehealth", "demo-telehealth", ct);
        await Parallel.ForEachAsync(Enumerable.Range(0, _units), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (index, token) =>
        {
            var email = string.Create(CultureInfo.InvariantCulture, $"crew{index}@load.test");
            await AddParamedic(admin, email, token);
            var crew = new Crew(_server.Hub("/hub/unit"), await HubClient.SignIn(_server.Http, email, Password, token), Seed + index, Offered);
            lock (_crews)
            {
                _crews.Add(crew);
            }

            await crew.GoOnShift(vehicles[index], token);
        });
        Figures.Say($"{_crews.Count} units are on shift");
    }

    /// <summary>The demo fleet is smaller than the test's, and vehicles are no events: they come from configuration, here straight into the table.</summary>
    private async Task<List<Guid>> AddVehicles(CancellationToken ct)
    {
        var ids = Enumerable.Range(0, _units).Select(_ => Guid.NewGuid()).ToList();
        await using var insert = _database.CreateCommand("""
            insert into vehicle (tenant, vehicle_id, call_sign, skills)
            select (select tenant from vehicle limit 1), id, 'L' || row_number() over (), 7 from unnest($1) as id
            """);
        insert.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray() });
        await insert.ExecuteNonQueryAsync(ct);
        return ids;
    }

    private async Task AddParamedic(string admin, string email, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/admin/users")
        {
            Content = JsonContent.Create(new { name = email, email, password = Password, roles = new[] { "paramedic" } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", admin);
        using var response = await _server.Http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
    }

    private async Task RaiseEmergencies(CancellationToken ct)
    {
        var token = await HubClient.SignIn(_server.Http, "hana@demo.telehealth", "demo-telehealth", ct);
        await using var console = HubClient.To(_server.Hub("/hub/dispatch"), token);
        await console.Start(ct);
        var random = new Random(Seed);
        await _arrivals.Run(index => console.Ask<UnitName>("RaiseForCaller", [Emergency(index, random)], ct), ct);
        await AllOffered(ct);
    }

    private object Emergency(int index, Random random)
    {
        var description = string.Create(CultureInfo.InvariantCulture, $"load {index}");
        _waiting[description] = index;
        return new
        {
            commandId = Guid.NewGuid(),
            complaint = "fall",
            answers = new[]
            {
                new { questionCode = "conscious", answer = "yes" },
                new { questionCode = "breathing", answer = "yes" },
            },
            description,
            location = new { latitude = 48.40 + (random.NextDouble() - 0.5) * 0.06, longitude = 9.60 + (random.NextDouble() - 0.5) * 0.12, accuracyMetres = (double?)null, source = "map", note = (string?)null },
            callbackNumber = "+49 731 5550100",
        };
    }

    private void Offered(JobNotice job)
    {
        // Only the first offer of each counts: a second one follows a refusal.
        if (_waiting.TryRemove(job.Description, out var index))
        {
            _latencies.Add(_arrivals.Since(index));
        }
    }

    private async Task AllOffered(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!_waiting.IsEmpty && await look.WaitForNextTickAsync(patience.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Figures.Say($"{_waiting.Count} emergencies were never offered");
        }
    }

    private async Task<int> Report(CancellationToken ct)
    {
        var doubles = await DoubleAssignmentsInDatabase(ct) + DoubleAssignmentsOnDevices();
        Figures.Print("offers.received", _latencies.Count, "count");
        Figures.Print("offers.p50_ms", _latencies.Percentile(0.50).TotalMilliseconds, "ms");
        Figures.Print("offers.p99_ms", _latencies.Percentile(0.99).TotalMilliseconds, "ms");
        Figures.Print("offers.double_assignments", doubles, "count");
        return doubles == 0 && _waiting.IsEmpty ? 0 : 1;
    }

    /// <summary>Two assignments of one unit, or two accepted ones of one emergency, that were alive at the same time.</summary>
    private async Task<long> DoubleAssignmentsInDatabase(CancellationToken ct)
    {
        await using var overlaps = _database.CreateCommand("""
            select count(*) from assignment a join assignment b
            on a.tenant = b.tenant and a.assignment_id < b.assignment_id and (a.unit_id = b.unit_id or a.emergency_id = b.emergency_id)
            where tstzrange(a.offered_at, coalesce(a.ended_at, 'infinity')) && tstzrange(b.offered_at, coalesce(b.ended_at, 'infinity'))
            """);
        return (long)(await overlaps.ExecuteScalarAsync(ct))!;
    }

    /// <summary>What the crews themselves lived through, should the database tell a nicer story.</summary>
    private int DoubleAssignmentsOnDevices()
    {
        var emergenciesOfTwo = _crews.SelectMany(crew => crew.Held.Select(held => held.Emergency).Distinct()).GroupBy(id => id).Count(group => group.Count() > 1);
        var unitsWithTwo = _crews.Sum(crew => Overlaps(crew.Held));
        return emergenciesOfTwo + unitsWithTwo;
    }

    private static int Overlaps(IEnumerable<(Guid Emergency, long From, long Until)> held)
    {
        var ordered = held.OrderBy(job => job.From).ToList();
        return ordered.Zip(ordered.Skip(1)).Count(pair => pair.Second.From < pair.First.Until);
    }
}
