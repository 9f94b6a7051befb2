using System.Diagnostics;
using Telehealth.Server.Demo;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.People;

/// <summary>
/// Two servers as they run. Ana has a page at each, Ben one at the first, which is killed; the clinician who sees them wait is at the
/// second.
/// </summary>
public sealed class PeopleFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Demo__Enabled"] = "true",
        ["Demo__CityLife"] = "false",
        ["Access__PasswordIterations"] = "1000",
        ["Media__Threads"] = "1",
    };

    private TestDatabase? _database;
    private NodeProcess? _first;
    private NodeProcess? _second;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);
        var server = Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll");
        _first = await NodeProcess.Start(server, _database.ConnectionString, Settings);
        _second = await NodeProcess.Start(server, _database.ConnectionString, Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _first!.DisposeAsync();
        await _second!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_has_another_device_stays_when_a_node_is_killed_and_who_has_none_was_last_seen_then()
    {
        await using var clinician = await Connect(_second!, DemoPeople.Chloe);
        await clinician.Ask<WaitingRoom>("WatchWaitingRoom");
        await using var ben = await Connect(_first!, DemoPeople.Ben);
        await using var ana = await Connect(_first!, DemoPeople.Ana);
        var bens = await Waits(ben);
        var anas = await Waits(ana);
        await Told(clinician, bens, here: true);
        await Told(clinician, anas, here: true);
        await using var anasDesk = await Connect(_second!, DemoPeople.Ana);

        var (died, clock) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        _first!.Send(UnixSignal.Kill);

        var bensLast = await Told(clinician, bens, here: false);
        output.WriteLine($"Ben is told as gone {Stopwatch.GetElapsedTime(clock).TotalSeconds:0.0} s after his node's death.");
        output.WriteLine($"He was last seen {(bensLast.SeenAt - died).TotalSeconds:0.0} s after it.");
        Assert.InRange(bensLast.SeenAt, died.AddMinutes(-1), died.AddSeconds(20));
        Assert.DoesNotContain(All(clinician), one => one.ConsultId == anas && !one.Here);

        var left = DateTimeOffset.UtcNow;
        await anasDesk.DisposeAsync();
        var anasLast = await Told(clinician, anas, here: false);
        Assert.InRange(anasLast.SeenAt, left.AddSeconds(-1), left.AddSeconds(10));
    }

    private static async Task<Guid> Waits(LiveClient patient) =>
        (await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"))).Id;

    private static async Task<PatientPresence> Told(LiveClient clinician, Guid consult, bool here)
    {
        var told = await clinician.Hear<IReadOnlyList<PatientPresence>>(
            "PatientsPresent", told => told.Any(one => one.ConsultId == consult && one.Here == here));
        return told.First(one => one.ConsultId == consult);
    }

    private static IEnumerable<PatientPresence> All(LiveClient clinician) =>
        clinician.Heard<IReadOnlyList<PatientPresence>>("PatientsPresent").SelectMany(told => told);

    private static async Task<LiveClient> Connect(NodeProcess node, DemoPerson person) => await LiveClient.Start(
        HubClient.To(node.Hub("/hub/consult"), await HubClient.SignIn(node.Http, person.Email, DemoPeople.Password)));
}
