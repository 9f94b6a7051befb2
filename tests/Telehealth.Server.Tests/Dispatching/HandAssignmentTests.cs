using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>What a dispatcher decides over the head of the search.</summary>
public sealed class HandAssignmentTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_dispatcher_assigns_by_hand_reassigns_and_cancels_and_every_crew_hears_of_it()
    {
        await using var console = await Host.Console();
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(1_500));
        await using var third = await Crew.OnShift(Host, DemoPeople.Gil, "A13", Help.North(3_000));
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await first.HearOffer(raised.Id);

        var byHand = await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, second.Unit));
        Assert.Equal((second.Unit, true), (byHand.Assignment!.UnitId, byHand.Assignment.ByHand));
        await HearNothingLeft(first);
        await second.Accept(await second.HearOffer(raised.Id));
        Assert.Equal(
            "emergency.already_with_unit",
            await console.Refused("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, second.Unit)));

        await console.Ask<EmergencyRow>("Reassign", new Reassignment(Guid.NewGuid(), raised.Id, third.Unit, "Nearer to the hospital"));
        await HearNothingLeft(second);
        await third.Accept(await third.HearOffer(raised.Id));

        var cancelled = await console.Ask<EmergencyRow>("Cancel", new HelpCancellation(Guid.NewGuid(), raised.Id, "Called by mistake"));
        Assert.Equal(EmergencyPhase.Cancelled, cancelled.Phase);
        await HearNothingLeft(third);
        Assert.Equal("emergency.over", await console.Refused("Cancel", new HelpCancellation(Guid.NewGuid(), raised.Id, "Again")));
        var incident = await console.Ask<IncidentView>("Incident", raised.Id);
        Assert.Equal(
            [AssignmentStatus.Rescinded, AssignmentStatus.StoodDown, AssignmentStatus.StoodDown],
            incident.Assignments.Select(assignment => assignment.Status));
    }

    [Fact]
    public async Task Only_a_unit_on_shift_can_be_assigned()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await crew.Device.Ask<Telehealth.Server.Rescue.Units.UnitRow>("EndShift", new ShiftEnd(Guid.NewGuid()));

        Assert.Equal(
            "unit.bound_or_off_shift", await console.Refused("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, crew.Unit)));
        Assert.Equal(
            "unit.bound_or_off_shift",
            await console.Refused("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, Guid.NewGuid())));
        Assert.Empty(await Host.Rows("select 1 from emergencies.assignment where emergency_id = $1", _ => 1, raised.Id));
    }

    [Fact]
    public async Task The_console_says_who_could_go_and_why_the_others_cannot()
    {
        await using var console = await Host.Console();
        await using var suitable = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(700));
        await using var unskilled = await Crew.OnShift(Host, DemoPeople.Farah, "A14", Help.Scene);
        await using var unseen = await Crew.OnShift(Host, DemoPeople.Gil, "A12");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await suitable.Device.Ask<Done>("Decline", suitable.Refusal(await suitable.HearOffer(raised.Id)));

        var recommendation = await console.Ask<Recommendation>("Recommend", raised.Id);

        var candidate = Assert.Single(recommendation.Candidates);
        Assert.Equal((suitable.Unit, true, "roads"), (candidate.UnitId, candidate.DeclinedBefore, candidate.Travel.Source));
        Assert.Equal("unit.lacks_skill", recommendation.LeftOut.Single(unit => unit.UnitId == unskilled.Unit).Reason);
        Assert.Equal("unit.no_fix", recommendation.LeftOut.Single(unit => unit.UnitId == unseen.Unit).Reason);
    }

    private static async Task HearNothingLeft(Crew crew)
    {
        await EventStore.Eventually.True(
            () => crew.Device.Heard<JobView?>("JobChanged") is [.., null], $"{crew.Row.CallSign} hears that it has no job any more");
    }
}
