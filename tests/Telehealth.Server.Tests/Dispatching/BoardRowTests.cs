using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>A row of the board is one moment of its emergency, whatever happens while it is read.</summary>
public sealed class BoardRowTests(ServerHost host) : LiveTest(host)
{
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
            read = Host.Get<BoardQueries>().Emergency(Host.Tenant, raised.Id, CancellationToken.None);
            await pause.SomebodyWaits();
            await crew.Accept(offer);
        }

        var row = (await read)!;
        var present = (await Host.Get<BoardQueries>().Emergency(Host.Tenant, raised.Id, CancellationToken.None))!;
        Assert.True(
            row.Version < present.Version || StatusOf(row) == StatusOf(present),
            $"Version {row.Version} says {StatusOf(row)}, and then {StatusOf(present)}.");
        Assert.Equal(row.Phase == EmergencyPhase.Assigned, StatusOf(row) == AssignmentStatus.Accepted);

        static AssignmentStatus? StatusOf(EmergencyRow row) => row.Assignments is [var only] ? only.Status : null;
    }
}
