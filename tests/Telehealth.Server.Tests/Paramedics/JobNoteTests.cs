using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Paramedics;

/// <summary>What a crew writes down, and what it is told about its job and about how it ended.</summary>
public sealed class JobNoteTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task The_crew_that_has_or_had_the_job_writes_into_its_timeline_and_nobody_else()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var other = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var offer = await crew.HearOffer(raised.Id);
        Assert.Equal("assignment.over", await crew.Device.Refused("AddNote", Note(offer, "Only asked so far")));
        var job = await crew.Accept(offer);
        var note = Note(job, "The lift is out of order");

        await crew.Device.Ask<Done>("AddNote", note);
        await crew.Device.Ask<Done>("AddNote", note);
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.Clear));
        var writtenEarlier = job.ServerTime.AddMinutes(-9);
        await crew.Device.Ask<Done>("AddNote", Note(job, "The key is with the neighbour") with { DeviceTime = writtenEarlier });

        Assert.Equal("assignment.over", await other.Device.Refused("AddNote", Note(job, "Not ours")));
        Assert.Equal("assignment.over", await crew.Device.Refused("AddNote", Note(job, "Elsewhere") with { EmergencyId = Guid.NewGuid() }));
        Assert.Equal("emergency.note_invalid", await crew.Device.Refused("AddNote", Note(job, "  ")));
        Assert.Equal("emergency.note_invalid", await crew.Device.Refused("AddNote", Note(job, new string('x', 1_001))));
        var written = (await console.Ask<IncidentView>("Incident", raised.Id)).Timeline.Where(entry =>
            entry.Kind == "emergency.note_added");
        Assert.Equal(
            [
                (DemoPeople.Erik.Name, "The lift is out of order", null),
                (DemoPeople.Erik.Name, "The key is with the neighbour", (DateTimeOffset?)writtenEarlier),
            ],
            written.Select(entry => (entry.ActorName, entry.Text, entry.DeviceTime)));
    }

    [Fact]
    public async Task A_crew_reads_the_answers_when_it_is_asked_and_the_notes_when_it_has_taken_the_job()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var offer = await crew.HearOffer(raised.Id);
        await console.Ask<EmergencyRow>("AddNote", new NewNote(Guid.NewGuid(), raised.Id, "The gate code is 4711"));

        var asked = await crew.Device.Ask<JobDetails>("Details", Key(offer));
        await crew.Accept(offer);
        var taken = await crew.Device.Ask<JobDetails>("Details", Key(offer));

        Assert.Equal([Answer.Yes, Answer.Yes], asked.Answers.Select(answer => answer.Answer));
        Assert.Empty(asked.Notes);
        Assert.Null(asked.Ending);
        Assert.Equal((DemoPeople.Hana.Name, "The gate code is 4711"), (taken.Notes[0].By, taken.Notes[0].Text));
        Assert.Equal("assignment.over", await crew.Device.Refused("Details", Key(offer) with { AssignmentId = Guid.NewGuid() }));
    }

    [Fact]
    public async Task A_crew_that_declined_reads_no_answers_of_the_caller_any_more()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var offer = await crew.HearOffer(raised.Id);

        await crew.Device.Ask<Done>(
            "Decline",
            new OfferRefusal(Guid.NewGuid(), offer.EmergencyId, offer.AssignmentId, offer.Epoch, "Vehicle not ready", Host.Time.GetUtcNow()));
        var declined = await crew.Device.Ask<JobDetails>("Details", Key(offer));

        Assert.Equal(AssignmentStatus.Declined, declined.Ending?.Status);
        Assert.Empty(declined.Answers);
    }

    [Fact]
    public async Task A_crew_is_told_how_a_job_ended_that_it_did_not_end()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var other = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        var first = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var withdrawn = await crew.HearOffer(first.Id);
        await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), first.Id, other.Unit));
        await other.Accept(await other.HearOffer(first.Id));
        var second = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var diverted = await crew.Accept(await crew.HearOffer(second.Id));
        var third = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        await console.Ask<EmergencyRow>(
            "Divert", new DiversionCommand(Guid.NewGuid(), second.Id, diverted.AssignmentId, third.Id, "Not breathing"));

        Assert.Equal(AssignmentStatus.Rescinded, (await EndingOf(crew, withdrawn)).Status);
        var ending = await EndingOf(crew, diverted);
        Assert.Equal((AssignmentStatus.Diverted, "Not breathing", third.Number), (ending.Status, ending.Reason, ending.DivertedTo));
        Assert.Equal("assignment.over", await other.Device.Refused("Details", Key(diverted)));
    }

    private static CrewNote Note(JobView job, string text) => new(Guid.NewGuid(), job.EmergencyId, job.AssignmentId, text);

    private static JobKey Key(JobView job) => new(job.EmergencyId, job.AssignmentId);

    private static async Task<JobEnding> EndingOf(Crew crew, JobView job) =>
        (await crew.Device.Ask<JobDetails>("Details", Key(job))).Ending ?? throw new InvalidOperationException("The job has not ended.");
}
