using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>What a dispatcher puts right, and what crews and consoles see of it.</summary>
public sealed class CorrectionLifeTests(ServerHost host) : LiveTest(host)
{
    private static PlaceView At(double north) =>
        new(Help.North(north).Latitude, Help.North(north).Longitude, null, LocationSource.Caller, null);

    [Fact]
    public async Task A_corrected_place_is_told_to_the_crew_until_it_has_seen_it_and_the_old_one_stays_in_the_log()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        Assert.Empty(job.Changes);

        await console.Ask<EmergencyRow>(
            "Correct",
            new EmergencyCorrection(Guid.NewGuid(), raised.Id, At(1_000), "0731 5550199", null, 7, "The other end of the street"));

        var changed = await crew.Device.Hear<JobView>("JobChanged", view => view.Changes.Count > 0);
        var change = Assert.Single(changed.Changes);
        Assert.Contains("1000 m away", change.Text);
        Assert.Equal(("The other end of the street", 7, "0731 5550199"), (change.Reason, changed.AgeYears, changed.CallbackNumber));
        Assert.Equal(Help.North(1_000).Latitude, changed.Location.Latitude!.Value, 6);
        var seen = await crew.Device.Ask<JobView>(
            "SeeChanges", new SeenChanges(Guid.NewGuid(), raised.Id, job.AssignmentId, change.Version));
        Assert.Empty(seen.Changes);
        var story = (await console.Ask<IncidentView>("Incident", raised.Id)).Timeline;
        Assert.Contains(
            story, entry => entry.Kind == "emergency.corrected" && entry.Text.Contains("+49 30 1234567", StringComparison.Ordinal));
        Assert.Contains(story, entry => entry.Kind == "emergency.changes_seen" && entry.Text.StartsWith("A11", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_device_that_finds_itself_better_calls_no_crew_and_one_that_is_elsewhere_does()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        await crew.Accept(await crew.HearOffer(raised.Id));

        foreach (var metres in new[] { 10, 400 })
            await caller.Ask<HelpView>(
                "ImproveLocation",
                new BetterLocation(Guid.NewGuid(), raised.Id, At(metres) with { Source = LocationSource.Device, Note = "Third floor" }));

        var changed = await crew.Device.Hear<JobView>("JobChanged", view => view.Changes.Count > 0);
        Assert.Equal("The place has changed.", Assert.Single(changed.Changes).Text);
        Assert.Equal(Help.North(400).Latitude, changed.Location.Latitude!.Value, 6);
    }

    [Fact]
    public async Task A_corrected_place_ranks_an_open_offer_anew()
    {
        await using var console = await Host.Console();
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var far = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(6_000));
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await near.HearOffer(raised.Id);

        await console.Ask<EmergencyRow>(
            "Correct", new EmergencyCorrection(Guid.NewGuid(), raised.Id, At(6_000), null, null, null, "Another town"));

        await far.HearOffer(raised.Id);
    }

    [Fact]
    public async Task A_mistaken_clear_is_opened_again_within_minutes_and_no_later()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.Clear));
        var over = await console.Hear<EmergencyRow>(
            "EmergencyChanged", row => row.Id == raised.Id && row.Phase == EmergencyPhase.Completed);
        Assert.Equal(over.EndedAt!.Value.AddMinutes(15), over.ReopensUntil);

        var open = await console.Ask<EmergencyRow>("Reopen", new Reopening(Guid.NewGuid(), raised.Id, "Pressed by mistake"));

        Assert.Equal((null, null, 1), (open.EndedAt, open.ReopensUntil, open.Missing));
        var again = await crew.Device.Hear<JobView>(
            "JobChanged",
            view => view.EmergencyId == raised.Id && view.Status == AssignmentStatus.Offered && view.AssignmentId != job.AssignmentId);
        job = await crew.Accept(again);
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.Clear));
        Host.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("emergency.over_too_long", await console.Refused("Reopen", new Reopening(Guid.NewGuid(), raised.Id, "Too late")));
    }

    [Fact]
    public async Task A_second_caller_about_the_same_is_found_by_the_place_and_stands_with_the_first()
    {
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        var near = await console.Ask<List<NearEmergency>>("Near", new NearQuestion(Help.North(40).Latitude, Help.North(40).Longitude));
        var far = await console.Ask<List<NearEmergency>>("Near", new NearQuestion(Help.North(2_000).Latitude, Help.North(2_000).Longitude));
        Assert.Equal(raised.Id, Assert.Single(near).Id);
        Assert.DoesNotContain(far, emergency => emergency.Id == raised.Id);
        await console.Ask<EmergencyRow>(
            "AddCaller",
            new FurtherCaller(Guid.NewGuid(), raised.Id, "0731 5550188", "Two cars, one burns", Host.Time.GetUtcNow().AddMinutes(-4)));

        var entry = Assert.Single(
            (await console.Ask<IncidentView>("Incident", raised.Id)).Timeline, entry => entry.Kind == "emergency.caller_added");
        Assert.Equal("Another caller, 0731 5550188: Two cars, one burns", entry.Text);
        Assert.True(entry.At - entry.DeviceTime > TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task Alarms_of_an_emergency_that_is_over_do_not_ring_on()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var alarm = await console.Hear<AlarmRow>("AlarmChanged", row => row.EmergencyId == raised.Id && row.Kind == AlarmKind.NobodyLeft);

        await console.Ask<EmergencyRow>("Cancel", new HelpCancellation(Guid.NewGuid(), raised.Id, "Called by mistake"));

        await console.Hear<AlarmRow>("AlarmChanged", row => row.Id == alarm.Id && row is { ClearedAt: not null, AcknowledgedAt: null });
        Assert.DoesNotContain((await console.Ask<Board>("WatchBoard")).Alarms, row => row.EmergencyId == raised.Id);
    }

    [Fact]
    public async Task A_radio_report_that_is_entered_late_keeps_both_times()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        var done = Host.Time.GetUtcNow().AddMinutes(-6);

        await console.Ask<EmergencyRow>(
            "ReportForUnit", new RadioReport(Guid.NewGuid(), raised.Id, job.AssignmentId, AssignmentStatus.OnScene, done));

        var entry = Assert.Single(
            (await console.Ask<IncidentView>("Incident", raised.Id)).Timeline, entry => entry.Kind == "emergency.unit_status_reported");
        Assert.Equal(done, entry.DeviceTime!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            "time.future",
            await console.Refused(
                "ReportForUnit",
                new RadioReport(Guid.NewGuid(), raised.Id, job.AssignmentId, AssignmentStatus.Clear, Host.Time.GetUtcNow().AddHours(1))));
    }

    [Fact]
    public async Task Who_could_do_it_is_told_by_skill_and_not_by_who_has_a_job()
    {
        await using var console = await Host.Console();
        // Only A14 has no advanced skills.
        await using var capable = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var other = await Crew.OnShift(Host, DemoPeople.Farah, "A14", Help.North(300));
        var first = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await capable.Accept(await capable.HearOffer(first.Id));
        await other.Device.Ask<UnitRow>("SetAvailability", new Availability(Guid.NewGuid(), false, "Refuelling"));
        var second = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        var recommendation = await console.Ask<Recommendation>("Recommend", second.Id);

        Assert.Equal("Only A11 could do this, and it cannot be sent now.", recommendation.Shortfall);
    }
}
