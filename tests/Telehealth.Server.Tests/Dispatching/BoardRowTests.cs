using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>A row of the board is one moment of its emergency, whatever happens while it is read.</summary>
public sealed class BoardRowTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_row_says_what_the_rules_say_of_its_emergency()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(2_000));
        await using var other = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(4_000));
        var first = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var offer = await crew.HearOffer(first.Id);

        var offered = (await Row(first))!;
        Assert.Equal((OfferEffect.Replaces, false), (offered.OfferEffect, Assert.Single(offered.Needs).Missing));
        Assert.Null(Assert.Single(offered.Assignments).DueAt);
        await crew.Accept(offer);
        var taken = (await Row(first))!;
        var unit = Assert.Single(taken.Assignments);
        Assert.Equal(OfferEffect.OnTop, taken.OfferEffect);
        Assert.Equal(unit.StatusAt.AddSeconds(unit.Travel!.Seconds), unit.DueAt);

        await other.Accept(await other.HearOffer((await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain())).Id));
        var waiting = (await Row(await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain())))!;
        Assert.Equal((OfferEffect.Meets, true), (waiting.OfferEffect, Assert.Single(waiting.Needs).Missing));
        var board = await console.Ask<Board>("WatchBoard");
        Assert.Equal(
            board.Emergencies.OrderBy(row => (row.Priority, row.RaisedAt)).Select(row => row.Id),
            board.Emergencies.Select(row => row.Id));

        Task<EmergencyRow?> Row(EmergencyRow of) => Host.Get<EmergencyRowQueries>().One(Host.Tenant, of.Id, CancellationToken.None);
    }

    [Fact]
    public async Task What_happens_while_a_row_is_read_is_not_half_in_it()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var offer = await crew.HearOffer(raised.Id);

        // The read of the row stands still between its units and the rest of it, and the crew accepts in between.
        Task<EmergencyRow?> read;
        await using (var pause = await TableLock.On(Host, "emergencies.reservation"))
        {
            read = Host.Get<EmergencyRowQueries>().One(Host.Tenant, raised.Id, CancellationToken.None);
            await pause.SomebodyWaits();
            await crew.Accept(offer);
        }

        var row = (await read)!;
        var present = (await Host.Get<EmergencyRowQueries>().One(Host.Tenant, raised.Id, CancellationToken.None))!;
        Assert.True(
            row.Version < present.Version || StatusOf(row) == StatusOf(present),
            $"Version {row.Version} says {StatusOf(row)}, and then {StatusOf(present)}.");
        Assert.Equal(row.Phase == EmergencyPhase.Assigned, StatusOf(row) == AssignmentStatus.Accepted);

        static AssignmentStatus? StatusOf(EmergencyRow row) => row.Assignments is [var only] ? only.Status : null;
    }
}
