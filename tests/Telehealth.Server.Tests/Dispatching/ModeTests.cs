using Telehealth.Dispatch.Policies;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>What consoles are told of how many units there are.</summary>
public sealed class ModeTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_unit_that_was_last_seen_long_ago_is_not_counted_as_free()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await Eventually.True(async () => await FreeOf(console) == 1, "the unit is free");

        Host.Time.Advance(UnitSelection.MaximumFixAge + TimeSpan.FromSeconds(1));
        Assert.Equal(0, await FreeOf(console));

        await crew.Report(Help.Scene);
        await Eventually.True(async () => await FreeOf(console) == 1, "the unit is free again once it was seen");
    }

    private static async Task<int> FreeOf(LiveClient console) => (await console.Ask<Board>("WatchBoard")).Mode.Free;
}
