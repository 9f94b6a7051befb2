using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Live;

/// <summary>Feeds read for those who watch: who does is known from before the snapshot until the line has ended.</summary>
public sealed class HubGroupsTests(ServerHost host) : LiveTest(host)
{
    private HubGroups<DispatchHub> Consoles => Host.Get<HubGroups<DispatchHub>>();

    private string BoardGroup => DispatchHub.GroupOf(Host.Tenant);

    [Fact]
    public async Task A_board_has_somebody_who_watches_from_the_snapshot_until_the_last_console_is_gone()
    {
        await Eventually.True(() => !Consoles.HasMembers(BoardGroup), "nobody of before watches");
        var first = await Host.Console();
        Assert.False(Consoles.HasMembers(BoardGroup));
        await first.Ask<Board>("WatchBoard");
        Assert.True(Consoles.HasMembers(BoardGroup));
        await using (var second = await Host.Console())
        {
            await second.Ask<Board>("WatchBoard");
            await first.DisposeAsync();
            await Eventually.True(() => Host.Get<OpenConsoles>().Counts().Values.Sum() == 1, "the first console is gone");
            Assert.True(Consoles.HasMembers(BoardGroup));
        }

        await Eventually.True(() => Consoles is { AreEmpty: true }, "the last console is gone");
        Assert.False(Consoles.HasMembers(BoardGroup));
    }

    [Fact]
    public async Task A_caller_whose_page_opens_after_help_was_sent_sees_it_and_hears_what_follows()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Farah, "A11", Help.North(900));
        HelpView raised;
        await using (var before = await Host.Connect("emergency", DemoPeople.Ana))
            raised = await before.Ask<HelpView>("Raise", Help.ChestPain());
        await Eventually.True(() => Host.Get<HubGroups<EmergencyHub>>().AreEmpty, "nobody watches help come");
        var job = await crew.Accept(await crew.HearOffer(raised.Id));

        await using var later = await Host.Connect("emergency", DemoPeople.Ana);
        Assert.Equal("A11", (await later.Ask<HelpView?>("WatchMine"))!.UnitCallSign);
        await crew.Device.Ask<object>("Report", crew.Status(job, AssignmentStatus.EnRoute));
        await later.Hear<HelpView>("HelpChanged", help => help.UnitStatus == AssignmentStatus.EnRoute);
    }
}
