using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>
/// The net under the dispatcher: an emergency about which nothing happens is searched for anew, whatever became of the search.
/// </summary>
public sealed class StalledSearchTests(EquippedServer server) : EquippedTest(server)
{
    [Fact]
    public async Task An_emergency_whose_search_was_lost_is_searched_for_anew()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft);

        // As if the search had ended without an offer and without an alarm.
        await Host.Rows(
            "update emergencies.emergency set nobody_left = false where tenant = $1 and emergency_id = $2", _ => 1, Host.Tenant.Value,
            raised.Id);
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);

        Assert.Equal(AssignmentStatus.Accepted, (await crew.Accept(await crew.HearOffer(raised.Id))).Status);
    }
}
