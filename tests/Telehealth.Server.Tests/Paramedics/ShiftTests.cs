using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Sql;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Paramedics;

/// <summary>Taking a vehicle, pausing, and giving it back.</summary>
public sealed class ShiftTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task One_crew_has_a_vehicle_and_one_person_a_shift()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11");
        await using var other = await Host.Connect("unit", DemoPeople.Farah);
        var desk = await other.Ask<UnitDesk>("Watch");
        Assert.DoesNotContain(desk.Vehicles, vehicle => vehicle.CallSign == "A11");
        var taken = (await Host.Rows(
            "select vehicle_id from units.vehicle where call_sign = 'A11'", row => row.Guid("vehicle_id"))).Single();

        Assert.Equal("unit.vehicle_taken", await other.Refused("StartShift", new ShiftStart(Guid.NewGuid(), taken)));
        Assert.Equal("unit.already_on_shift", await crew.Device.Refused("StartShift", new ShiftStart(Guid.NewGuid(), desk.Vehicles[0].Id)));
        Assert.Equal("vehicle.not_found", await other.Refused("StartShift", new ShiftStart(Guid.NewGuid(), Guid.NewGuid())));
        var paused = await crew.Device.Ask<UnitRow>("SetAvailability", new Availability(Guid.NewGuid(), Available: false, "Refuelling"));
        Assert.Equal((UnitStatus.Unavailable, "Refuelling"), (paused.Status, paused.UnavailableReason));
        Assert.Equal("unit.reason_invalid", await CodeOfPauseWithoutReason(crew));
    }

    [Fact]
    public async Task A_device_that_missed_the_answers_gets_them_again_after_the_shift()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        var clear = crew.Status(job, AssignmentStatus.Clear);
        var end = new ShiftEnd(Guid.NewGuid());
        await crew.Device.Ask<JobView>("Report", clear);
        await crew.Device.Ask<UnitRow>("EndShift", end);

        Assert.Equal(AssignmentStatus.Clear, (await crew.Device.Ask<JobView>("Report", clear)).Status);
        Assert.Equal(UnitStatus.OffShift, (await crew.Device.Ask<UnitRow>("EndShift", end)).Status);
        Assert.Equal(
            "unit.off_shift", await crew.Device.Refused("SetAvailability", new Availability(Guid.NewGuid(), Available: true, null)));
        Assert.Equal("offer.over", await crew.Device.Refused("Accept", crew.Acceptance(job)));
        Assert.Null((await crew.Device.Ask<UnitDesk>("Watch")).Unit);
    }

    private static async Task<string> CodeOfPauseWithoutReason(Crew crew)
    {
        await crew.Device.Ask<UnitRow>("SetAvailability", new Availability(Guid.NewGuid(), Available: true, null));
        return await crew.Device.Refused("SetAvailability", new Availability(Guid.NewGuid(), Available: false, null));
    }
}
