using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Offers;

/// <summary>
/// The crews of a load test: accounts, vehicles and devices on shift. Looks for what was given twice, on the devices and in the database.
/// </summary>
internal sealed class CrewFleet(ServerUnderTest server, int seed) : IAsyncDisposable
{
    private const string Password = "a-load-test-password";

    private readonly List<Crew> _crews = [];
    private readonly NpgsqlDataSource _database = server.OpenDatabase();

    /// <summary>What the server is told for it: many accounts are made and signed in at once, which is not what is measured.</summary>
    public static Dictionary<string, string> Settings => new()
    {
        ["Demo__Enabled"] = "true",
        ["Demo__CityLife"] = "false",
        ["Access__PasswordIterations"] = "1000",
        ["Access__SignInsPerMinute"] = "1000000",
        ["Access__StrangeSignInsPerMinute"] = "1000000",
        // One account watches on fifty consoles and raises what a region does.
        ["Access__HubConnectionsPerSession"] = "1000",
        ["Access__HubConnectionsPerPerson"] = "1000",
        ["Access__PersonCallsPerSecond"] = "100000",
    };

    public async Task GoOnShift(int units, TimeSpan fixEvery, Action<JobNotice> offered, CancellationToken ct)
    {
        var vehicles = await AddVehicles(units, ct);
        var admin = await HubClient.SignIn(server.Http, "ivo@demo.telehealth", "demo-telehealth", ct);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, units), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct },
            async (index, token) =>
            {
                var email = string.Create(CultureInfo.InvariantCulture, $"crew{index}@load.test");
                await AddParamedic(admin, email, token);
                var crew = new Crew(
                    server.Hub("/hub/unit"), await HubClient.SignIn(server.Http, email, Password, token), seed + index, fixEvery, offered);
                lock (_crews)
                {
                    _crews.Add(crew);
                }

                await crew.GoOnShift(vehicles[index], token);
            });
        Figures.Say($"{_crews.Count} units are on shift");
    }

    /// <summary>
    /// Two assignments of one unit, or two jobs for one need of an emergency, that were alive at the same time; and what the crews
    /// themselves lived through, should the database tell a nicer story.
    /// </summary>
    public async Task<long> CountDoubles(CancellationToken ct) => await DoublesInDatabase(ct) + DoublesOnDevices();

    /// <summary>The part of the way to an offer that lies in the log: from the stored emergency to the stored first offer.</summary>
    public async Task<(double Median, double P99)> SearchMilliseconds(CancellationToken ct)
    {
        await using var spans = _database.CreateCommand("""
            select percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from first_offer - raised_at) * 1000)
            from (select e.raised_at, min(a.offered_at) as first_offer from emergencies.emergency e join emergencies.assignment a using (tenant, emergency_id) group by e.emergency_id, e.raised_at) as spans
            """);
        return await spans.ExecuteScalarAsync(ct) is double[] and [var median, var p99] ? (median, p99) : (0, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_crews.Select(crew => crew.DisposeAsync().AsTask()));
        await _database.DisposeAsync();
    }

    /// <summary>
    /// The demo fleet is smaller than the test's, and vehicles are no events: they come from configuration, here straight into the table.
    /// </summary>
    private async Task<List<Guid>> AddVehicles(int units, CancellationToken ct)
    {
        var ids = Enumerable.Range(0, units).Select(_ => Guid.NewGuid()).ToList();
        await using var insert = _database.CreateCommand("""
            insert into units.vehicle (tenant, vehicle_id, call_sign, skills)
            select (select tenant from units.vehicle limit 1), id, 'L' || row_number() over (), 7 from unnest($1) as id
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
        using var response = await server.Http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
    }

    private async Task<long> DoublesInDatabase(CancellationToken ct)
    {
        await using var overlaps = _database.CreateCommand("""
            select
                (select count(*) from (
                    select offered_at, lag(coalesce(ended_at, 'infinity')) over (partition by tenant, unit_id order by offered_at) as before_ended
                    from emergencies.assignment) of_unit where offered_at < before_ended)
                + (select count(*) from (
                    select offered_at, lag(coalesce(ended_at, 'infinity')) over (partition by tenant, emergency_id, need order by offered_at) as before_ended
                    from emergencies.assignment where status in ('accepted', 'enRoute', 'onScene', 'transporting', 'atHospital', 'clear')) of_need where offered_at < before_ended)
            """);
        return (long)(await overlaps.ExecuteScalarAsync(ct))!;
    }

    private int DoublesOnDevices()
    {
        var emergenciesOfTwo = _crews
            .SelectMany(crew => crew.Held.Select(held => held.Emergency).Distinct())
            .GroupBy(id => id)
            .Count(group => group.Count() > 1);
        return emergenciesOfTwo + _crews.Sum(crew => Overlaps(crew.Held));
    }

    private static int Overlaps(IEnumerable<(Guid Emergency, long From, long Until)> held)
    {
        var ordered = held.OrderBy(job => job.From).ToList();
        return ordered.Zip(ordered.Skip(1)).Count(pair => pair.Second.From < pair.First.Until);
    }
}
