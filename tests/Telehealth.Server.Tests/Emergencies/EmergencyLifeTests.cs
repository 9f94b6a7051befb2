using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Emergencies;

/// <summary>An emergency from the call to the crew being clear, as caller, crew and console live it.</summary>
public sealed class EmergencyLifeTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task The_nearest_suitable_crew_alone_is_offered_the_job_and_everybody_sees_it_through()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var unsuitable = await Crew.OnShift(Host, DemoPeople.Erik, "A14", Help.Scene);
        await using var nearest = await Crew.OnShift(Host, DemoPeople.Farah, "A11", Help.North(900));
        await using var farther = await Crew.OnShift(Host, DemoPeople.Gil, "A12", Help.North(2_600));
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        Assert.NotEqual(EmergencyPhase.Searching, (await CurrentOf(caller))?.Phase);

        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        var offer = await nearest.HearOffer(raised.Id);
        Assert.Equal((2, "Chest pain", AssignmentStatus.Offered), (offer.Priority, offer.ComplaintLabel, offer.Status));
        Assert.Null(offer.CallbackNumber);
        Assert.True(offer.Deadline > Host.Time.GetUtcNow());
        await console.Hear<EmergencyRow>(
            "EmergencyChanged",
            row => row.Id == raised.Id && row.Phase == EmergencyPhase.Offered && row.Assignment?.UnitId == nearest.Unit);
        await console.Hear<UnitRow>("UnitChanged", row => row.Id == nearest.Unit && row.Status == UnitStatus.Offered);

        var job = await nearest.Accept(offer);
        Assert.Equal((AssignmentStatus.Accepted, "+49 30 1234567", DemoPeople.Ana.Name), (job.Status, job.CallbackNumber, job.PatientName));
        var coming = await caller.Hear<HelpView>("HelpChanged", help => help.Phase == EmergencyPhase.Assigned);
        Assert.Equal(("A11", AssignmentStatus.Accepted), (coming.UnitCallSign, coming.UnitStatus));
        Assert.Equal([DemoPeople.Farah.Name], coming.CrewNames);
        Assert.Equal(Help.North(900).Latitude, coming.UnitFix!.Latitude, 6);
        foreach (var status in new[]
            {
                AssignmentStatus.EnRoute,
                AssignmentStatus.OnScene,
                AssignmentStatus.Transporting,
                AssignmentStatus.AtHospital,
                AssignmentStatus.Clear,
            })
        {
            await nearest.Device.Ask<JobView>("Report", nearest.Status(job, status));
            await caller.Hear<HelpView>("HelpChanged", help => help.UnitStatus == status);
            await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Id == raised.Id && row.Assignment?.Status == status);
        }

        await caller.Hear<HelpView>("HelpChanged", help => help.Phase == EmergencyPhase.Completed);
        Assert.Equal(EmergencyPhase.Completed, (await CurrentOf(caller))!.Phase);
        await console.Hear<UnitRow>(
            "UnitChanged", row => row.Id == nearest.Unit && row is { Status: UnitStatus.Available, EmergencyId: null });
        await AssertTold(console, raised.Id, nearest);
        Assert.DoesNotContain(farther.Device.Heard<JobView?>("JobChanged"), heard => heard is not null);
        Assert.DoesNotContain(unsuitable.Device.Heard<JobView?>("JobChanged"), heard => heard is not null);
    }

    [Fact]
    public async Task A_declined_job_goes_on_to_the_next_crew()
    {
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        var offer = await first.HearOffer(raised.Id);

        await first.Device.Ask<Done>("Decline", first.Refusal(offer));

        var next = await second.HearOffer(raised.Id);
        Assert.Equal(offer.Epoch + 1, next.Epoch);
        Assert.Equal("offer.over", await first.Device.Refused("Accept", first.Acceptance(offer)));
        Assert.Equal(AssignmentStatus.Accepted, (await second.Accept(next)).Status);
    }

    [Fact]
    public async Task An_unanswered_job_goes_on_and_the_late_answer_changes_nothing()
    {
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        var offer = await first.HearOffer(raised.Id);

        Host.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Contains(await first.Device.Refused("Accept", first.Acceptance(offer)), new[] { "offer.expired", "offer.over" });
        var next = await second.HearOffer(raised.Id);
        Assert.Equal("offer.over", await first.Device.Refused("Accept", first.Acceptance(offer)));
        Assert.Equal("offer.over", await first.Device.Refused("Decline", first.Refusal(offer)));
        await second.Accept(next);
        Assert.Equal("A12", (await CurrentOf(caller))!.UnitCallSign);
    }

    [Fact]
    public async Task When_nobody_is_left_an_alarm_asks_a_dispatcher_and_whoever_comes_free_later_gets_the_job()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        await CurrentOf(caller);

        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());

        var alarm = await console.Hear<AlarmRow>("AlarmChanged", row => row.EmergencyId == raised.Id);
        Assert.Equal((AlarmKind.NobodyLeft, null), (alarm.Kind, alarm.AcknowledgedAt));
        Assert.Contains((await console.Ask<Board>("WatchBoard")).Alarms, row => row.Id == alarm.Id);
        await caller.Hear<HelpView>("HelpChanged", help => help.Phase == EmergencyPhase.Unserved);
        var acknowledged = await console.Ask<AlarmRow>("AcknowledgeAlarm", new AlarmAcknowledgement(Guid.NewGuid(), alarm.Id));
        Assert.Equal(DemoPeople.Hana.Name, acknowledged.AcknowledgedBy);
        Assert.DoesNotContain((await console.Ask<Board>("WatchBoard")).Alarms, row => row.Id == alarm.Id);

        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await crew.Accept(await crew.HearOffer(raised.Id));
        Assert.Equal(
            "alarm.not_found", await console.Refused("AcknowledgeAlarm", new AlarmAcknowledgement(Guid.NewGuid(), Guid.NewGuid())));
    }

    [Fact]
    public async Task A_step_that_cannot_follow_is_refused_and_a_shift_does_not_end_under_a_job()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        var offer = await crew.HearOffer(raised.Id);
        Assert.Equal("unit.has_job", await crew.Device.Refused("EndShift", new ShiftEnd(Guid.NewGuid())));
        var job = await crew.Accept(offer);

        Assert.Equal("assignment.step_illegal", await crew.Device.Refused("Report", crew.Status(job, AssignmentStatus.AtHospital)));
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.OnScene));
        Assert.Equal("assignment.step_illegal", await crew.Device.Refused("Report", crew.Status(job, AssignmentStatus.EnRoute)));
        Assert.Equal("assignment.over", await crew.Device.Refused("Report", crew.Status(job with { Epoch = 9 }, AssignmentStatus.Clear)));
        Assert.Equal("unit.has_job", await crew.Device.Refused("EndShift", new ShiftEnd(Guid.NewGuid())));

        Assert.Equal(AssignmentStatus.OnScene, (await crew.Device.Ask<UnitDesk>("Watch")).Job?.Status);
        Assert.Equal(
            "emergency.crew_present", await caller.Refused("CancelMine", new HelpCancellation(Guid.NewGuid(), raised.Id, "Better now")));
    }

    [Fact]
    public async Task A_crew_that_falls_silent_raises_one_alarm_and_keeps_the_job()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        await crew.Accept(await crew.HearOffer(raised.Id));

        Host.Time.Advance(TimeSpan.FromMinutes(4));

        var alarm = await console.Hear<AlarmRow>("AlarmChanged", row => row.EmergencyId == raised.Id);
        Assert.Equal((AlarmKind.UnitSilent, crew.Unit), (alarm.Kind, alarm.UnitId));
        Assert.Equal("A11", (await CurrentOf(caller))!.UnitCallSign);
    }

    [Fact]
    public async Task The_same_command_sent_again_is_answered_the_same_and_done_once()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        await using var stranger = await Host.Connect("emergency", DemoPeople.Ben);
        var request = Help.ChestPain();

        var first = await caller.Ask<HelpView>("Raise", request);
        var again = await caller.Ask<HelpView>("Raise", request);
        Assert.Equal(first.Id, again.Id);
        // Another's use of the same id is another call for help.
        Assert.NotEqual(first.Id, (await stranger.Ask<HelpView>("Raise", request)).Id);
        var acceptance = crew.Acceptance(await crew.HearOffer(first.Id));
        var accepted = await crew.Device.Ask<JobView>("Accept", acceptance);
        var repeated = await crew.Device.Ask<JobView>("Accept", acceptance);

        Assert.Equal(
            (accepted.AssignmentId, accepted.Version, accepted.Status), (repeated.AssignmentId, repeated.Version, repeated.Status));
        var raisedTwice = await Host.Rows(
            "select 1 from event_store.event where stream_id = $1 and name = 'emergency.raised.v1'", _ => 1, first.Id);
        Assert.Single(raisedTwice);
        Assert.Single(
            await Host.Rows(
                "select 1 from event_store.event where stream_id = $1 and name = 'emergency.offer_accepted.v1'", _ => 1, first.Id));
    }

    [Fact]
    public async Task A_patient_who_asks_twice_is_sent_one_crew()
    {
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());

        Assert.Equal("emergency.already_open", await caller.Refused("Raise", Help.ChestPain()));

        await first.HearOffer(raised.Id);
        Assert.Single(await Host.Rows(
            "select 1 from emergencies.assignment where tenant = $1 and ended_at is null", _ => 1, Host.Tenant.Value));
        await caller.Ask<HelpView>("CancelMine", new HelpCancellation(Guid.NewGuid(), raised.Id, "Better now"));
        Assert.NotEqual(raised.Id, (await caller.Ask<HelpView>("Raise", Help.ChestPain())).Id);
    }

    [Fact]
    public async Task What_says_nothing_is_refused_with_a_code_and_raises_nothing()
    {
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var good = Help.ChestPain();

        Assert.Equal(
            "emergency.complaint_unknown", await caller.Refused("Raise", good with { CommandId = Guid.NewGuid(), Complaint = "boredom" }));
        Assert.Equal(
            "emergency.description_too_long",
            await caller.Refused("Raise", good with { CommandId = Guid.NewGuid(), Description = new string('x', 1_001) }));
        Assert.Equal("hub.bad_argument", await caller.Refused("Raise", new { commandId = Guid.NewGuid(), complaint = "chest-pain" }));

        Assert.Empty(await Host.Rows(
            "select 1 from emergencies.emergency where tenant = $1 and ended_at is null", _ => 1, Host.Tenant.Value));
    }

    private static async Task AssertTold(LiveClient console, Guid emergency, Crew crew)
    {
        var incident = await console.Ask<IncidentView>("Incident", emergency);
        Assert.Equal(
            [
                "emergency.raised", "emergency.units_required", "emergency.unit_offered", "emergency.offer_accepted",
                "emergency.unit_status_reported", "emergency.unit_status_reported", "emergency.unit_status_reported",
                "emergency.unit_status_reported", "emergency.unit_status_reported", "emergency.completed",
            ],
            incident.Timeline.Select(entry => entry.Kind));
        Assert.Equal(incident.Timeline.Select(entry => entry.At).Order(), incident.Timeline.Select(entry => entry.At));
        Assert.Equal(DemoPeople.Ana.Name, incident.Timeline[0].ActorName);
        Assert.Equal(crew.Person.Name, incident.Timeline[3].ActorName);
        var assignment = Assert.Single(incident.Assignments);
        Assert.Equal((crew.Unit, AssignmentStatus.Clear), (assignment.UnitId, assignment.Status));
        Assert.Equal(incident.Emergency.EndedAt, assignment.StatusAt);
    }

    private static Task<HelpView?> CurrentOf(LiveClient caller) => caller.Ask<HelpView?>("WatchMine");
}
