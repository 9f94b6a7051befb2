using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>A crew that could be sent and is not heard of any more: a dispatcher is called, once, and until it is heard again.</summary>
public sealed class SilentUnitTests(ServerHost host) : LiveTest(host)
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(11);

    [Fact]
    public async Task A_crew_that_is_heard_no_more_alarms_every_console_until_it_is_back()
    {
        await using var other = await Host.AddNode();
        await using var console = await WatchingConsole();
        await using var there = await ServerHost.Connect(other.Address, "dispatch", await Host.TokenOf(DemoPeople.Hana));
        await there.Ask<Board>("WatchBoard");
        var unit = await GoneFromShift(DemoPeople.Erik, "A11");

        Host.Time.Advance(TooLong);

        var silent = await Ringing(console, unit);
        Assert.Equal(silent.Silence, (await Ringing(there, unit)).Silence);
        var acknowledged = await Acknowledge(console, silent);
        Assert.Equal(("Hana Novak", null), (acknowledged.Silence!.AcknowledgedBy, acknowledged.Silence.EndedAt));
        await there.Hear<UnitRow>("UnitChanged", row => row.Id == unit && row.Silence?.AcknowledgedBy is not null);

        await using var device = await Host.Connect("unit", DemoPeople.Erik);
        Assert.Equal(silent.Silence!.Since, (await device.Ask<UnitDesk>("Watch")).Unit!.Silence!.Since);
        await Cleared(console, unit);
        await Cleared(there, unit);
        Assert.Equal(["unit.went_silent.v1", "unit.silence_acknowledged.v1", "unit.silence_ended.v1"], await StoryOf(unit));
    }

    [Fact]
    public async Task A_crew_whose_page_is_connected_or_that_reports_where_it_is_is_not_silent()
    {
        await using var console = await WatchingConsole();
        await using var connected = await Crew.OnShift(Host, DemoPeople.Erik, "A11");
        var gone = await GoneFromShift(DemoPeople.Farah, "A12");

        Host.Time.Advance(TooLong);

        await Ringing(console, gone);
        Assert.Empty(await StoryOf(connected.Unit));
    }

    [Fact]
    public async Task A_repeated_acknowledgement_changes_nothing_and_one_of_another_alarm_is_refused()
    {
        await using var console = await WatchingConsole();
        var unit = await GoneFromShift(DemoPeople.Erik, "A11");
        Host.Time.Advance(TooLong);
        var silent = await Ringing(console, unit);
        var command = new SilenceAcknowledgement(Guid.NewGuid(), unit, silent.Silence!.AlarmId);

        var first = await console.Ask<UnitRow>("AcknowledgeSilence", command);
        Assert.Equal(first.Silence, (await console.Ask<UnitRow>("AcknowledgeSilence", command)).Silence);
        Assert.Equal(first.Version, (await Acknowledge(console, silent)).Version);
        Assert.Equal(
            "alarm.not_found",
            await console.Refused("AcknowledgeSilence", command with { CommandId = Guid.NewGuid(), AlarmId = Guid.NewGuid() }));
        Assert.Equal(
            "unit.off_shift",
            await console.Refused("AcknowledgeSilence", command with { CommandId = Guid.NewGuid(), UnitId = Guid.NewGuid() }));
    }

    [Fact]
    public async Task A_node_that_starts_finds_the_alarm_as_it_is_and_raises_no_second_one()
    {
        await using var console = await WatchingConsole();
        var unit = await GoneFromShift(DemoPeople.Erik, "A11");
        Host.Time.Advance(TooLong);
        var silent = await Ringing(console, unit);

        await using var other = await Host.AddNode();
        await using var there = await ServerHost.Connect(other.Address, "dispatch", await Host.TokenOf(DemoPeople.Hana));
        var found = (await there.Ask<Board>("WatchBoard")).Units.Single(row => row.Id == unit);

        Assert.Equal((silent.Version, silent.Silence), (found.Version, found.Silence));
        // Another crew falls silent on the new node's watch; by then it has looked at the first one too.
        var second = await GoneFromShift(DemoPeople.Farah, "A12");
        Host.Time.Advance(TooLong);
        await Ringing(there, second);
        Assert.Equal(["unit.went_silent.v1"], await StoryOf(unit));
    }

    [Fact]
    public async Task A_crew_whose_line_comes_and_goes_rings_once()
    {
        await using var console = await WatchingConsole();
        var unit = await GoneFromShift(DemoPeople.Erik, "A11");
        Host.Time.Advance(TooLong);
        var first = await Ringing(console, unit);
        await Acknowledge(console, first);
        await ComeBackAndGo(console, unit);

        Host.Time.Advance(TooLong);

        var again = await console.Hear<UnitRow>(
            "UnitChanged", row => row.Id == unit && row.Silence is { EndedAt: null } silence && silence.RaisedAt > first.Silence!.RaisedAt);
        Assert.Equal((first.Silence!.AlarmId, "Hana Novak"), (again.Silence!.AlarmId, again.Silence.AcknowledgedBy));
        await ComeBackAndGo(console, unit, LongEnough);
        Host.Time.Advance(TooLong);
        await console.Hear<UnitRow>(
            "UnitChanged",
            row =>
                row.Id == unit && row.Silence is { EndedAt: null, AcknowledgedAt: null } silence && silence.AlarmId != first.Silence.AlarmId
        );
    }

    [Fact]
    public async Task Nobody_is_silent_for_the_time_in_which_no_server_listened()
    {
        await using var console = await WatchingConsole();
        var unit = await GoneFromShift(DemoPeople.Erik, "A11");
        var startedAgain = Host.Time.GetUtcNow();

        // As if every node had been down for an hour.
        await Host.Rows(
            """
            with heard as (update units.unit_heard set heard_at = heard_at - interval '1 hour'),
                shift as (update units.unit set shift_started_at = shift_started_at - interval '1 hour', status_since = status_since - interval '1 hour' where unit_id = $1)
            update units.unit_listening set since = since - interval '1 day', heard_until = heard_until - interval '1 hour', written_at = written_at - interval '1 hour'
            """,
            _ => 1, unit);
        await Eventually.True(
            async () =>
                (await Host.Rows("select since from units.unit_listening", row => row.GetFieldValue<DateTimeOffset>(0)))[0] > startedAgain,
            "a node listens again");
        var other = await GoneFromShift(DemoPeople.Farah, "A12");
        Assert.Empty(await StoryOf(unit));
        Host.Time.Advance(TooLong);

        await Ringing(console, other);
        Assert.True((await Ringing(console, unit)).Silence!.Since > startedAgain);
    }

    [Fact]
    public async Task A_pause_a_job_and_the_end_of_the_shift_end_the_alarm()
    {
        await using var console = await WatchingConsole();
        var paused = await GoneFromShift(DemoPeople.Erik, "A11");
        var home = await GoneFromShift(DemoPeople.Farah, "A12");
        var busy = await GoneFromShift(DemoPeople.Gil, "A14");
        Host.Time.Advance(TooLong);
        foreach (var unit in new[] { paused, home, busy })
            await Ringing(console, unit);

        await console.Ask<UnitRow>(
            "SetUnitAvailability", new UnitAvailabilityChange(Guid.NewGuid(), paused, Available: false, "Not reached"));
        await Host.Run<UnitCommand, Unit, UnitEvent>(home, new UnitCommand.EndShift());
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var row = await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, busy));
        var offer = row.Assignments.Single(assignment => assignment.UnitId == busy);
        await Host.Run<EmergencyCommand, Emergency, EmergencyEvent>(
            raised.Id, new EmergencyCommand.AcceptOffer(new AssignmentId(offer.Id), offer.Epoch, new UnitId(busy), Host.Time.GetUtcNow()));

        foreach (var unit in new[] { paused, home, busy })
            await Cleared(console, unit);
    }

    private async Task<LiveClient> WatchingConsole()
    {
        var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        return console;
    }

    /// <summary>Starts a shift, reports from the scene, and loses its device.</summary>
    private async Task<Guid> GoneFromShift(DemoPerson person, string callSign)
    {
        Guid unit;
        await using (var crew = await Crew.OnShift(Host, person, callSign, Help.Scene))
        {
            unit = crew.Unit;
            await IsHeard(unit);
        }

        await NobodyIsConnected(person);
        return unit;
    }

    private async Task ComeBackAndGo(LiveClient console, Guid unit, TimeSpan after = default)
    {
        await using (var device = await Host.Connect("unit", DemoPeople.Erik))
        {
            await device.Ask<UnitDesk>("Watch");
            await Eventually.True(async () => await Board(console, unit) is { Silence.EndedAt: not null }, "the alarm clears");
            Host.Time.Advance(after);
            await IsHeard(unit);
        }

        await NobodyIsConnected(DemoPeople.Erik);
    }

    private Task NobodyIsConnected(DemoPerson person) =>
        Eventually.True(
            () => !Host.Get<ConnectedCrews>().All().Any(page => page.Person == person.Id),
            "the server has noticed that the device is gone");

    private async Task IsHeard(Guid unit)
    {
        var now = Host.Time.GetUtcNow();
        await Eventually.True(
            async () =>
                (await Host.Rows("select 1 from units.unit_heard where unit_id = $1 and heard_at >= $2", _ => 1, unit, now)).Count > 0,
            "the unit is heard");
    }

    private static Task<UnitRow> Ringing(LiveClient console, Guid unit) =>
        console.Hear<UnitRow>("UnitChanged", row => row.Id == unit && row.Silence is { EndedAt: null, AcknowledgedAt: null });

    private static Task<UnitRow> Cleared(LiveClient console, Guid unit) =>
        console.Hear<UnitRow>("UnitChanged", row => row.Id == unit && row.Silence is { EndedAt: not null });

    private static async Task<UnitRow?> Board(LiveClient console, Guid unit) =>
        (await console.Ask<Board>("WatchBoard")).Units.SingleOrDefault(row => row.Id == unit);

    private static Task<UnitRow> Acknowledge(LiveClient console, UnitRow silent) =>
        console.Ask<UnitRow>("AcknowledgeSilence", new SilenceAcknowledgement(Guid.NewGuid(), silent.Id, silent.Silence!.AlarmId));

    private Task<IReadOnlyList<string>> StoryOf(Guid unit) =>
        Host.Rows(
            "select name from event_store.event where stream_id = $1 and (name = 'unit.went_silent.v1' or name like 'unit.silence%') order by version",
            row => row.GetString(0), unit);
}
