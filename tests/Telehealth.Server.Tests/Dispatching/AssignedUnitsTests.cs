using Telehealth.Dispatch.Planning;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Who waits and comes first is left the best unit: whoever no longer waits must not be.</summary>
[Collection(nameof(LiveServer))]
public sealed class AssignedUnitsTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Somebody_who_has_just_stopped_waiting_takes_no_unit_from_others()
    {
        var assigned = Host.Get<AssignedUnits>();
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        var first = await Unserved(console);
        var second = (await Facts(await Unserved(console)))!;

        await Eventually.True(async () => (await Before(second)).Count == 1, "the first is known to wait");
        await console.Ask<EmergencyRow>("Cancel", new HelpCancellation(Guid.NewGuid(), first, "Better now"));

        Assert.Empty(await Before(second));

        Task<IReadOnlyList<WaitingNeed>> Before(EmergencyFacts facts) => assigned.WaitingBefore(Host.Tenant, facts, CancellationToken.None);
    }

    private static async Task<Guid> Unserved(LiveClient console)
    {
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft);
        return raised.Id;
    }

    private async Task<EmergencyFacts?> Facts(Guid emergency) =>
        (await Host.Get<EmergencyEntity>().Load(Host.Tenant, emergency, CancellationToken.None)).State is Emergency.Open open
            ? open.Facts
            : null;
}
