using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Responses of several units, diversion, jobs kept for later, and what comes too late, through hubs and database.</summary>
[Collection(nameof(LiveServer))]
public sealed class ResponseLifeTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Two_units_are_asked_at_once_and_each_sees_the_other_on_the_job()
    {
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");

        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Unconscious());

        var (one, two) = (await first.HearOffer(raised.Id), await second.HearOffer(raised.Id));
        Assert.NotEqual(one.Role, two.Role);
        Assert.NotEqual(one.Epoch, two.Epoch);
        await first.Accept(one);
        var taken = await second.Accept(two);
        Assert.Equal(["A11: accepted"], taken.Companions);
        var row = await console.Hear<EmergencyRow>(
            "EmergencyChanged", row => row.Assignments.Count(unit => unit.Status == AssignmentStatus.Accepted) == 2);
        Assert.Equal((0, 2, EmergencyPhase.Assigned), (row.Missing, row.Needs.Count, row.Phase));

        await first.Device.Ask<JobView>("Report", first.Status(one, AssignmentStatus.Clear));
        Assert.Null((await RowOf(console, raised.Id)).EndedAt);
        await second.Device.Ask<JobView>("Report", second.Status(two, AssignmentStatus.Clear));
        Assert.NotNull((await RowOf(console, raised.Id)).EndedAt);
    }

    [Fact]
    public async Task A_missing_unit_is_said_aloud_and_may_be_withdrawn()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Unconscious());
        await crew.Accept(await crew.HearOffer(raised.Id));

        await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft);
        Assert.Equal(1, (await RowOf(console, raised.Id)).Missing);
        var board = await console.Ask<Board>("WatchBoard");
        Assert.True(board.Mode.Overload);
        var advice = await console.Ask<Recommendation>("Recommend", raised.Id);
        Assert.Empty(advice.Candidates);
        Assert.NotNull(advice.Shortfall);

        var missing = advice.Need!.Number;
        Assert.Equal(
            "need.has_unit", await console.Refused("WithdrawNeed", new NeedWithdrawal(Guid.NewGuid(), raised.Id, 3 - missing, "Enough")));
        var row = await console.Ask<EmergencyRow>("WithdrawNeed", new NeedWithdrawal(Guid.NewGuid(), raised.Id, missing, "Enough"));
        Assert.Equal((0, 1), (row.Missing, row.Needs.Count));

    }

    [Fact]
    public async Task A_crew_on_its_way_is_diverted_to_whoever_is_in_more_danger()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var calm = await console.Ask<EmergencyRow>("RaiseForCaller", Fall(Help.North(6_000)));
        await crew.Accept(await crew.HearOffer(calm.Id));

        var urgent = await console.Ask<EmergencyRow>("RaiseForCaller", Dying());

        var offer = await crew.HearOffer(urgent.Id);
        Assert.Equal(AssignmentStatus.Accepted, (await crew.Accept(offer)).Status);
        var left = await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == calm.Id);
        Assert.Equal(AlarmKind.NobodyLeft, left.Kind);
        var incident = await console.Ask<IncidentView>("Incident", calm.Id);
        Assert.Contains(incident.Timeline, entry => entry.Kind == "emergency.unit_diverted" && entry.ActorName == "System");
        Assert.Equal(calm.RaisedAt, incident.Emergency.RaisedAt);
    }

    [Fact]
    public async Task A_person_diverts_by_hand_and_nobody_leaves_a_patient()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        var calm = await console.Ask<EmergencyRow>("RaiseForCaller", Fall(Help.North(6_000)));
        var job = await crew.Accept(await crew.HearOffer(calm.Id));
        var other = await console.Ask<EmergencyRow>("RaiseForCaller", Fall(Help.North(500)));
        var order = new DiversionCommand(Guid.NewGuid(), calm.Id, job.AssignmentId, other.Id, "Much nearer");

        var given = await console.Ask<EmergencyRow>("Divert", order);
        Assert.Equal(given.Id, (await console.Ask<EmergencyRow>("Divert", order)).Id);

        Assert.Equal(crew.Unit, Assert.Single((await RowOf(console, other.Id)).Assignments).UnitId);
        var second = await crew.Accept(await crew.HearOffer(other.Id));
        await crew.Device.Ask<JobView>("Report", crew.Status(second, AssignmentStatus.OnScene));
        Assert.Equal(
            "diversion.not_under_way",
            await console.Refused("Divert", new DiversionCommand(Guid.NewGuid(), other.Id, second.AssignmentId, calm.Id, "Back")));
    }

    [Fact]
    public async Task A_job_is_kept_for_the_crew_that_is_soon_clear_and_offered_when_it_is()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var first = await console.Ask<EmergencyRow>("RaiseForCaller", Fall(Help.Scene));
        var job = await crew.Accept(await crew.HearOffer(first.Id));
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.OnScene));

        var second = await console.Ask<EmergencyRow>("RaiseForCaller", Fall(Help.North(400)));

        var kept = await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Id == second.Id && row.Reservations.Count == 1);
        Assert.Equal(("A11", false), (kept.Reservations[0].CallSign, kept.Reservations[0].ByHand));
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.Clear));
        var offer = await crew.HearOffer(second.Id);
        Assert.Equal(AssignmentStatus.Accepted, (await crew.Accept(offer)).Status);
        Assert.Empty((await RowOf(console, second.Id)).Reservations);
    }

    [Fact]
    public async Task A_crew_that_does_not_answer_is_paged_again_and_an_overdue_job_alarms_a_person()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await crew.HearOffer(raised.Id);

        Host.Time.Advance(TimeSpan.FromSeconds(16));
        var again = await crew.Device.Hear<JobView>("JobChanged", job => job.EmergencyId == raised.Id && job.Pages == 2);
        Assert.Equal(AssignmentStatus.Offered, again.Status);

        Host.Time.Advance(TimeSpan.FromMinutes(3));
        await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.AnswerOverdue);
        Host.Time.Advance(TimeSpan.FromMinutes(30));
        await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.WelfareCheck);
    }

    [Fact]
    public async Task What_a_stood_down_crew_reports_later_is_kept_shown_and_changes_nothing()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        var down = await console.Ask<EmergencyRow>(
            "StandDown", new StandDownCommand(Guid.NewGuid(), raised.Id, job.AssignmentId, "Another one is nearer"));
        Assert.Empty(down.Assignments);

        Assert.Equal("assignment.over", await crew.Device.Refused("Report", crew.Status(job, AssignmentStatus.OnScene)));

        var incident = await console.Ask<IncidentView>("Incident", raised.Id);
        Assert.Contains(
            incident.Timeline,
            entry =>
                entry.Kind == "emergency.late_report_recorded" && entry.ActorName == DemoPeople.Erik.Name && entry.DeviceTime is not null);
        Assert.DoesNotContain(
            (await RowOf(console, raised.Id)).Assignments,
            unit => unit.Status >= AssignmentStatus.OnScene && unit.Status < AssignmentStatus.Declined);
    }

    [Fact]
    public async Task A_dispatcher_speaks_for_a_crew_on_the_radio_and_strikes_a_further_alarm()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));

        var row = await console.Ask<EmergencyRow>(
            "ReportForUnit", new RadioReport(Guid.NewGuid(), raised.Id, job.AssignmentId, AssignmentStatus.EnRoute));
        Assert.Equal(AssignmentStatus.EnRoute, Assert.Single(row.Assignments).Status);
        Assert.Equal("alarm_level.struck", await console.Refused("StrikeAlarm", new AlarmStrike(Guid.NewGuid(), raised.Id, 1)));
        Assert.Equal("alarm_level.not_planned", await console.Refused("StrikeAlarm", new AlarmStrike(Guid.NewGuid(), raised.Id, 9)));
        await console.Ask<EmergencyRow>(
            "ReportForUnit", new RadioReport(Guid.NewGuid(), raised.Id, job.AssignmentId, AssignmentStatus.Clear));
        var paused = await console.Ask<UnitRow>(
            "SetUnitAvailability", new UnitAvailabilityChange(Guid.NewGuid(), crew.Unit, false, "Refuelling"));
        Assert.Equal(UnitStatus.Unavailable, paused.Status);
    }

    private static HelpRequest Unconscious() => Help.ChestPain() with
    {
        Complaint = "unconscious", Answers = [new TriageAnswer("breathing", Answer.No)], Description = "Does not breathe",
    };

    private static HelpRequest Dying() => Help.ChestPain() with
    {
        Complaint = "chest-pain", Answers = [new TriageAnswer("conscious", Answer.No), new TriageAnswer("breathing", Answer.No)],
    };

    private static HelpRequest Fall(Telehealth.Domain.Geo.GeoPoint at) => Help.ChestPain() with
    {
        Complaint = "fall",
        Answers = [new TriageAnswer("conscious", Answer.Yes), new TriageAnswer("breathing", Answer.Yes)],
        Location = new PlaceView(at.Latitude, at.Longitude, 12, LocationSource.Map, null),
    };

    private static async Task<EmergencyRow> RowOf(LiveClient console, Guid emergency) =>
        (await console.Ask<IncidentView>("Incident", emergency)).Emergency;
}
