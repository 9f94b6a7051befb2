using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Consults;

/// <summary>
/// Two servers as they run. The patient is connected to the first, which has the room, because she entered first; the clinician to the
/// second.
/// </summary>
public sealed class RoomFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Demo__Enabled"] = "true",
        ["Demo__CityLife"] = "false",
        ["Cluster__DrainFor"] = "00:00:05",
        ["Consults__SeatKeptFor"] = "00:30:00",
        ["Access__PasswordIterations"] = "1000",
        ["Media__Threads"] = "1",
    };

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(5));
    private TestDatabase? _database;
    private NodeProcess? _home;
    private NodeProcess? _other;
    private LiveClient? _patient;
    private LiveClient? _clinician;
    private Guid _consult;
    private ConsultView? _patientsView;
    private ConsultView? _cliniciansView;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);
        var server = Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll");
        _home = await NodeProcess.Start(server, _database.ConnectionString, Settings);
        _other = await NodeProcess.Start(server, _database.ConnectionString, Settings);
        _patient = await Connect(_home, DemoPeople.Ana);
        _clinician = await Connect(_other, DemoPeople.Chloe);
        _consult = (await _patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"))).Id;
        await _clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), _consult));
        _patientsView = await _patient.Ask<ConsultView>("Enter", _consult, 0);
        _cliniciansView = await _clinician.Ask<ConsultView>("Enter", _consult, 0);
        await _patient.Hear<ParticipantView>("PresenceChanged", view => view.Id == DemoPeople.Chloe.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _patient!.DisposeAsync();
        await _clinician!.DisposeAsync();
        await _home!.DisposeAsync();
        await _other!.DisposeAsync();
        await _database!.DisposeAsync();
        _patience.Dispose();
    }

    [Fact]
    public async Task A_room_whose_node_is_killed_is_at_the_other_with_everybodys_seat()
    {
        var died = Stopwatch.GetTimestamp();
        _home!.Send(UnixSignal.Kill);

        await Task.WhenAll(CliniciansPageEntersAgain(), PatientsPageComesToTheOther());

        output.WriteLine($"Both are back after {Stopwatch.GetElapsedTime(died).TotalMilliseconds:0} ms.");
        await SitTogetherAtTheOther();
    }

    [Fact]
    public async Task A_seat_held_from_a_node_that_is_killed_is_kept_and_the_others_see_that_its_person_is_away()
    {
        _other!.Send(UnixSignal.Kill);

        await _patient!.Hear<ParticipantView>(
            "PresenceChanged", view => view.Id == DemoPeople.Chloe.Id && view.Presence == PresenceState.Reconnecting);

        await using var back = await Connect(_home!, DemoPeople.Chloe);
        var again = await EnterAgain(back, _cliniciansView!);
        Assert.Equal(_cliniciansView!.Sitting, again.Sitting);
    }

    [Fact]
    public async Task A_node_that_stood_still_answers_no_offer_for_a_room_that_went_on_without_it()
    {
        var atTheOldPlace = _patient!;
        _home!.Send(UnixSignal.Stop);
        await Task.WhenAll(CliniciansPageEntersAgain(), PatientsPageComesToTheOther());
        var newPort = Assert.Single(RoomNodesTests.PortsOf(await RoomNodesTests.Offer(_clinician!, _consult)));

        var late = Offer(atTheOldPlace);
        _home.Send(UnixSignal.Continue);

        Assert.False(await late is { } port && port != newPort, "the node that stood still has answered an offer");
        Assert.Equal(Eviction.EvictedCode, await _home.End(_patience.Token));
        await SitTogetherAtTheOther();
    }

    private async Task CliniciansPageEntersAgain()
    {
        await _clinician!.Hear<Guid>("RoomMoved", consult => consult == _consult);
        await EnterAgain(_clinician, _cliniciansView!);
    }

    private async Task PatientsPageComesToTheOther()
    {
        _patient = await Connect(_other!, DemoPeople.Ana);
        var view = await EnterAgain(_patient, _patientsView!);
        Assert.NotEqual(_patientsView!.Sitting, view.Sitting);
    }

    /// <summary>With pages of now: a machine that is busy may have ended those of before. Nobody has left by the log.</summary>
    private async Task SitTogetherAtTheOther()
    {
        await using var patient = await Connect(_other!, DemoPeople.Ana);
        await using var clinician = await Connect(_other!, DemoPeople.Chloe);
        await patient.Ask<ConsultView>("Enter", _consult, 0);

        var view = await clinician.Ask<ConsultView>("Enter", _consult, 0);

        Assert.Equal(2, view.Participants.Count(one => one.Presence == PresenceState.Here));
        await patient.Ask<Done>("Typing", _consult);
        await clinician.Hear<Guid>("Typing", who => who == DemoPeople.Ana.Id);
        await using var database = NpgsqlDataSource.Create(_database!.ConnectionString);
        await using var left = database.CreateCommand("select count(*) from event_store.event where name = 'consult.participant_left.v1'");
        Assert.Equal(0L, await left.ExecuteScalarAsync(_patience.Token));
    }

    /// <summary>The port that an answer names; null when there is none.</summary>
    private async Task<int?> Offer(LiveClient page)
    {
        try
        {
            return Assert.Single(RoomNodesTests.PortsOf(await RoomNodesTests.Offer(page, _consult)));
        }
        catch (Exception refused) when (IsAway(refused))
        {
            return null;
        }
    }

    /// <summary>As a page does: until the room has its place.</summary>
    private async Task<ConsultView> EnterAgain(LiveClient page, ConsultView before)
    {
        while (true)
        {
            try
            {
                return await page.Ask<ConsultView>("EnterAgain", new SeatReturn(_consult, 0, before.Sitting));
            }
            catch (HubRefusedException refused) when (refused.Code == Rooms.Away.Code)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), _patience.Token);
            }
        }
    }

    private static bool IsAway(Exception refused) =>
        refused is HubRefusedException or HubException or IOException or OperationCanceledException or InvalidOperationException
            or System.Net.WebSockets.WebSocketException;

    private static async Task<LiveClient> Connect(NodeProcess node, DemoPerson person) => await LiveClient.Start(
        HubClient.To(node.Hub("/hub/consult"), await HubClient.SignIn(node.Http, person.Email, DemoPeople.Password)));
}
