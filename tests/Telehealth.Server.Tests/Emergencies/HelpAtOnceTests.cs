using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Emergencies;

/// <summary>A call for help goes out with whatever is known, and nothing that is missing stands in its way.</summary>
public sealed class HelpAtOnceTests(ServerHost host) : LiveTest(host)
{
    private static readonly PlaceView Nowhere = new(null, null, null, LocationSource.NotYetKnown, null);

    private static HelpRequest OnlyAComplaint => new(Guid.NewGuid(), "chest-pain", [], string.Empty, Nowhere, CallbackNumber: null);

    [Fact]
    public async Task Help_that_is_asked_for_before_anybody_knows_where_is_shown_alarmed_and_sent_once_the_place_comes()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(900));
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        await caller.Ask<HelpView?>("WatchMine");

        var raised = await caller.Ask<HelpView>("Raise", OnlyAComplaint);
        Assert.Equal((null, null, LocationSource.NotYetKnown), (raised.Location.Latitude, raised.CallbackNumber, raised.Location.Source));
        await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Id == raised.Id && row.Location.Latitude is null);
        Assert.Contains("no place yet", (await console.Ask<Recommendation>("Recommend", raised.Id)).Shortfall);
        Host.Time.Advance(TimeSpan.FromSeconds(11));
        await crew.Report(Help.North(900));
        var alarm = await console.Hear<AlarmRow>("AlarmChanged", row => row.EmergencyId == raised.Id && row.Kind == AlarmKind.PlaceMissing);
        Assert.DoesNotContain(crew.Device.Heard<JobView?>("JobChanged"), heard => heard is not null);

        await caller.Ask<HelpView>("ImproveLocation", new BetterLocation(Guid.NewGuid(), raised.Id, Help.ChestPain().Location));

        await crew.HearOffer(raised.Id);
        await console.Hear<AlarmRow>("AlarmChanged", row => row.Id == alarm.Id && row.ClearedAt is not null);
        Assert.DoesNotContain((await console.Ask<Board>("WatchBoard")).Alarms, row => row.Id == alarm.Id);
    }

    [Fact]
    public async Task A_place_that_is_known_in_words_only_is_served_by_hand()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(900));
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>(
            "Raise",
            OnlyAComplaint with
            {
                Location = Nowhere with { Note = "Behind the bakery in Mill Lane" },
            });

        await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, crew.Unit));

        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        Assert.Equal(
            (null, "Behind the bakery in Mill Lane", LocationSource.Caller),
            (job.Location.Latitude, job.Location.Note, job.Location.Source));
        Assert.Null((await console.Ask<IncidentView>("Incident", raised.Id)).Emergency.Desk);
    }

    [Fact]
    public async Task Coordinates_that_are_nowhere_do_not_stop_a_call_for_help()
    {
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>(
            "Raise",
            OnlyAComplaint with
            {
                Location = new PlaceView(0, 0, -1, LocationSource.Device, null),
            });
        Assert.Null(raised.Location.Latitude);
        Assert.Equal(
            "place.invalid",
            await caller.Refused(
                "ImproveLocation", new BetterLocation(Guid.NewGuid(), raised.Id, new PlaceView(0, 0, null, LocationSource.Device, null))));
    }

    [Fact]
    public async Task What_is_told_later_reaches_crew_and_console_and_the_number_is_known_the_next_time()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var caller = await Host.Connect("emergency", DemoPeople.Ben);
        var raised = await caller.Ask<HelpView>("Raise", OnlyAComplaint);
        Assert.Equal(1, raised.Priority);

        TriageAnswer[] calm = [new("conscious", Answer.Yes), new("breathing", Answer.Yes), new("sweating", Answer.No)];
        var told = await caller.Ask<HelpView>(
            "GiveDetails", new HelpDetails(Guid.NewGuid(), raised.Id, null, "Since noon", calm, "0731 5550177 (wife)"));

        Assert.Equal((2, "0731 5550177 (wife)"), (told.Priority, told.CallbackNumber));
        await console.Hear<EmergencyRow>(
            "EmergencyChanged", row => row.Id == raised.Id && row is { Priority: 2, Description: "Since noon" });
        Assert.Equal("0731 5550177 (wife)", (await caller.Ask<KnownNumber>("MyNumber")).CallbackNumber);
        using var api = await Host.Api(DemoPeople.Hana);
        var file = await api.Get<IncidentLogFile>($"/api/emergencies/{raised.Id}/log.json");
        Assert.Equal([Answer.Yes, Answer.Yes, Answer.No], file.Incident.Answers.Select(answer => answer.Answer));
        Assert.Contains(
            file.Entries,
            entry => entry.Kind == "emergency.details_given" && entry.Text.Contains("0731 5550177 (wife)", StringComparison.Ordinal));
        await using var stranger = await Host.Connect("emergency", DemoPeople.Ana);
        Assert.Equal(
            "emergency.not_found",
            await stranger.Refused("GiveDetails", new HelpDetails(Guid.NewGuid(), raised.Id, null, "Mine", null, null)));
    }

    [Fact]
    public async Task A_patient_is_told_who_is_there_and_never_that_somebody_is_who_is_not()
    {
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        await caller.Ask<Attendance>("WatchAttendance");
        await using (var console = await Host.Console())
        {
            await console.Ask<Board>("WatchBoard");
            await caller.Hear<Attendance>("AttendanceChanged", present => present is { DispatcherPresent: true, CrewOnShift: false });
            await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11");
            await caller.Hear<Attendance>(
                "AttendanceChanged", present => present is { IsSetUp: true, DispatcherPresent: true, CrewOnShift: true });
            await crew.Device.Ask<UnitRow>("EndShift", new ShiftEnd(Guid.NewGuid()));
        }

        await caller.Hear<Attendance>("AttendanceChanged", present => present is { DispatcherPresent: false, CrewOnShift: false });
    }

    [Fact]
    public async Task Help_that_is_asked_for_while_no_console_is_open_waits_with_an_alarm_for_whoever_opens_one()
    {
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        await caller.Ask<Attendance>("WatchAttendance");
        await Eventually.True(
            async () => (await caller.Ask<Attendance>("WatchAttendance")) is { DispatcherPresent: false }, "no console is open");
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());

        Host.Time.Advance(TimeSpan.FromSeconds(11));

        await using var console = await Host.Console();
        await Eventually.True(
            async () =>
                (await console.Ask<Board>("WatchBoard")).Alarms.Any(alarm =>
                    alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyPresent),
            "the alarm waits for the console");
    }
}
