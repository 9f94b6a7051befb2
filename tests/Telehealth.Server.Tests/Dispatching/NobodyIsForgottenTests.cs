using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Testing.Hubs;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>
/// Patients, crews, dispatchers and strangers send whatever they like, with ids of their own,
/// of others and of the server; time moves. Whoever needs a unit is asked for, has one, waits
/// for a stated time, or has raised an alarm: at any moment, and for each unit of the response.
/// </summary>
public sealed class NobodyIsForgottenTests(WatchfulServer server, ITestOutputHelper output)
    : IClassFixture<WatchfulServer>,
        IAsyncDisposable
{
    private const int Steps = 120;
    private static readonly string[] Purposes = ["ask", "exhaust", "offer:1", "divert", "rerank", "reserve"];

    private readonly List<Guid> _usedIds = [];
    private readonly List<IAsyncDisposable> _opened = [];

    private ServerHost Host => server.Host;

    [Fact]
    public async Task Whatever_anybody_sends_every_open_emergency_is_offered_assigned_waiting_or_alarmed()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var (console, ana, ben) = (Open(await Host.Console()),
            Open(await Host.Connect("emergency", DemoPeople.Ana)),
            Open(await Host.Connect("emergency", DemoPeople.Ben)));
        Crew[] crews =
        [
            Open(await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene)),
            Open(await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500))),
        ];

        for (var step = 0; step < Steps; step++)
        {
            var did = random.Next(10) switch
            {
                < 2 => await Patient(random, random.Next(2) == 0 ? ana : ben),
                < 5 => await Dispatcher(random, console, crews),
                < 9 => await CrewMember(random, crews[random.Next(crews.Length)]),
                _ => await TimePasses(random, crews),
            };
            await Eventually.True(
                async () => await Forgotten() is null,
                $"after step {step} of seed {seed} ({did}) nobody is forgotten; forgotten: {await Forgotten()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
            await opened.DisposeAsync();
    }

    private async Task<string> Patient(Random random, LiveClient patient)
    {
        var emergency = await Some(random, "select emergency_id from emergencies.emergency");
        var (id, place) = (AnyId(random, emergency),
            new PlaceView(Help.North(random.Next(3_000)).Latitude, Help.Scene.Longitude, 12, LocationSource.Device, null));
        return random.Next(3) switch
        {
            0 => await Try(patient, "Raise", Help.ChestPain(id) with { Location = place }),
            1 => await Try(patient, "ImproveLocation", new BetterLocation(id, emergency, place)),
            _ => await Try(patient, "CancelMine", new HelpCancellation(id, emergency, random.Next(4) == 0 ? string.Empty : "Better now")),
        };
    }

    private async Task<string> Dispatcher(Random random, LiveClient console, Crew[] crews)
    {
        var emergency = await Some(random, "select emergency_id from emergencies.emergency where ended_at is null");
        var assignment = await Some(random, "select assignment_id from emergencies.assignment where ended_at is null");
        var (id, unit) = (AnyId(random, emergency), crews[random.Next(crews.Length)].Unit);
        return random.Next(8) switch
        {
            0 or 1 => await Try(
                console, "RaiseForCaller",
                Help.ChestPain(id) with
                {
                    Complaint = random.Next(2) == 0 ? "unconscious" : "chest-pain",
                }),
            2 => await Try(console, "AssignByHand", new HandAssignment(id, emergency, unit)),
            3 => await Try(console, "StandDown", new StandDownCommand(id, emergency, assignment, "Needed elsewhere")),
            4 => await Try(console, "SearchAgain", new OfEmergency(id, emergency)),
            5 => await Try(console, "Reserve", new ReservationCommand(id, emergency, unit)),
            6 => await Try(console, "ChangePriority", new NewPriority(id, emergency, random.Next(6), "Worse")),
            _ => await Try(console, "Cancel", new HelpCancellation(id, emergency, "A hoax")),
        };
    }

    private async Task<string> CrewMember(Random random, Crew crew)
    {
        var (emergency, assignment, epoch) = await Job(random);
        var (id, now) = (AnyId(random, emergency), Host.Time.GetUtcNow());
        var used = random.Next(6) == 0 ? 99 : epoch;
        return random.Next(6) switch
        {
            0 or 1 => await Try(crew.Device, "Accept", new OfferAcceptance(id, emergency, assignment, used, now)),
            2 => await Try(crew.Device, "Decline", new OfferRefusal(id, emergency, assignment, used, "Vehicle fault", now)),
            3 => await Try(crew.Device, "Report", new StatusReport(id, emergency, assignment, used, AssignmentStatus.Clear, now)),
            4 => await Try(crew.Device, "Report", new StatusReport(id, emergency, assignment, used, AssignmentStatus.EnRoute, now)),
            _ => await Try(crew.Device, "Position", crew.Fix(Help.North(random.Next(3_000)))),
        };
    }

    private async Task<string> TimePasses(Random random, Crew[] crews)
    {
        var by = TimeSpan.FromSeconds(random.Next(5, 50));
        Host.Time.Advance(by);
        foreach (var crew in crews)
            await Try(crew.Device, "Position", crew.Fix(Help.Scene));
        return $"{by.TotalSeconds} s passed";
    }

    /// <summary>An id of one's own, one that was used before by anybody, or one that the server is going to use.</summary>
    private Guid AnyId(Random random, Guid emergency)
    {
        var id = random.Next(4) switch
        {
            0 when _usedIds.Count > 0 => _usedIds[random.Next(_usedIds.Count)],
            1 => DerivedId.From(emergency, $"command:{Purposes[random.Next(Purposes.Length)]}:{random.Next(1, 20)}"),
            _ => Guid.NewGuid(),
        };
        _usedIds.Add(id);
        return id;
    }

    private static async Task<string> Try(LiveClient client, string method, object argument)
    {
        try
        {
            await client.Ask<object>(method, argument);
            return $"{method} {argument}";
        }
        catch (HubRefusedException refused)
        {
            return $"{method} {argument}: {refused.Message}";
        }
    }

    private async Task<Guid> Some(Random random, string sql)
    {
        var all = await Host.Rows(sql, row => row.GetGuid(0));
        return all.Count == 0 ? Guid.NewGuid() : all[random.Next(all.Count)];
    }

    private async Task<(Guid Emergency, Guid Assignment, int Epoch)> Job(Random random)
    {
        var all = await Host.Rows(
            "select emergency_id, assignment_id, epoch from emergencies.assignment order by ended_at is null desc, offered_at desc limit 6",
            row => (row.GetGuid(0), row.GetGuid(1), row.GetInt32(2)));
        return all.Count == 0 ? (Guid.NewGuid(), Guid.NewGuid(), 1) : all[random.Next(all.Count)];
    }

    private async Task<string?> Forgotten()
    {
        var rows = await Host.Rows(
            """
            select e.emergency_id, e.version, e.missing from emergencies.emergency e
            where e.ended_at is null and e.missing > 0
                and not (e.nobody_left and exists (
                    select from emergencies.alarm a where a.emergency_id = e.emergency_id and a.kind = 'nobodyLeft'))
                and not exists (select from emergencies.alarm a
                    where a.emergency_id = e.emergency_id and a.kind = 'dispatchStalled' and a.acknowledged_at is null)
            """,
            row => $"{row.GetGuid(0)} at version {row.GetInt64(1)} lacks {row.GetInt32(2)}");
        return rows.Count == 0 ? null : string.Join(", ", rows);
    }

    private T Open<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
