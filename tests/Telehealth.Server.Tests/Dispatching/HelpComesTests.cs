using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Nobody can get in the way of what the server itself does for an emergency.</summary>
[Collection(nameof(LiveServer))]
public sealed class HelpComesTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_crew_that_uses_the_servers_command_ids_beforehand_keeps_no_other_from_being_asked()
    {
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await first.HearOffer(raised.Id);
        for (var version = 1; version <= 30; version++)
        {
            foreach (var purpose in new[] { "ask", "exhaust" })
            {
                var taken = DerivedId.From(raised.Id, $"command:{purpose}:{version}");
                Assert.Equal(
                    "offer.over", await first.Device.Refused("Decline", first.Refusal(job) with { CommandId = taken, Epoch = 99 }));
            }
        }

        await first.Device.Ask<Done>("Decline", first.Refusal(job));

        Assert.Equal(raised.Id, (await second.HearOffer(raised.Id)).EmergencyId);
    }

    [Fact]
    public async Task Whoever_is_asked_by_hand_for_one_need_leaves_no_other_need_unheard()
    {
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var other = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var raised = await console.Ask<EmergencyRow>(
            "RaiseForCaller",
            Help.ChestPain() with
            {
                Complaint = "unconscious",
                Answers = [new TriageAnswer("breathing", Answer.No)],
            });
        foreach (var crew in new[] { near, other })
            await crew.Device.Ask<Done>("Decline", crew.Refusal(await crew.HearOffer(raised.Id)));
        var first = await console.Hear<AlarmRow>(
            "AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft);

        await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, near.Unit));

        await console.Hear<AlarmRow>(
            "AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft && alarm.Id != first.Id);
    }

    [Fact]
    public async Task A_dispatcher_who_wrote_nothing_may_write_it_again_under_the_same_id()
    {
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var note = new NewNote(Guid.NewGuid(), raised.Id, " ");
        Assert.Equal("emergency.note_invalid", await console.Refused("AddNote", note));

        Assert.Equal(raised.Id, (await console.Ask<EmergencyRow>("AddNote", note with { Text = "The door is open." })).Id);
    }
}
