using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Testing.Hubs;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>No unit is given twice, however many consoles on however many nodes want it at the same moment.</summary>
public sealed class ExclusiveAssignmentTests(ServerHost host, ITestOutputHelper output) : LiveTest(host)
{
    private const int Attempts = 64;
    private const int Rounds = 4;

    [Fact]
    public async Task Sixty_four_attempts_at_once_to_assign_one_unit_give_exactly_one_assignment()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var node = await Host.AddNode();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11");
        var token = await Host.TokenOf(DemoPeople.Hana);
        var consoles = await Task.WhenAll(Enumerable.Range(0, Attempts).Select(index =>
            ServerHost.Connect(index % 2 == 0 ? Host.Address : node.Address, "dispatch", token)));
        var emergencies = await Task.WhenAll(consoles.Select(Raise));

        for (var round = 0; round < Rounds; round++)
        {
            var order = Enumerable.Range(0, Attempts).ToArray();
            random.Shuffle(order);
            var codes = await Task.WhenAll(order.Select(index => Assign(consoles[index], emergencies[index], crew.Unit)));

            Assert.Equal(1, codes.Count(code => code is null));
            Assert.All(codes.Where(code => code is not null), code => Assert.Equal("unit.taken", code));
            var live = Assert.Single(await Host.Rows(
                "select emergency_id from emergencies.assignment where unit_id = $1 and ended_at is null",
                row => row.GetGuid(0), crew.Unit));
            var winner = order[Array.IndexOf(codes, null)];
            Assert.Equal(emergencies[winner], live);
            await consoles[winner].Ask<EmergencyRow>("Cancel", new HelpCancellation(Guid.NewGuid(), live, "Next round"));
            emergencies[winner] = await Raise(consoles[winner]);
        }

        foreach (var console in consoles)
            await console.DisposeAsync();
    }

    /// <summary>Nobody has a position, so the search gives up at once and leaves the emergency to people.</summary>
    private async Task<Guid> Raise(LiveClient console)
    {
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await Eventually.True(
            async () =>
                await Host.Rows("select 1 from emergencies.emergency where emergency_id = $1 and phase = 'unserved'", _ => 1, raised.Id)
                    is [1],
            "the search gives up");
        return raised.Id;
    }

    private static async Task<string?> Assign(LiveClient console, Guid emergency, Guid unit)
    {
        try
        {
            var row = await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), emergency, unit));
            Assert.Equal((unit, AssignmentStatus.Offered), (row.Assignment!.UnitId, row.Assignment.Status));
            return null;
        }
        catch (HubRefusedException refused)
        {
            return refused.Code;
        }
    }
}
