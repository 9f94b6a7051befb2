using Orleans.Concurrency;
using Orleans.Placement;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The region of <see cref="RegionKey.Grain"/>.</summary>
[Alias("telehealth.region")]
internal interface IRegionGrain : IGrainWithStringKey
{
    /// <summary>False when this node does not know the units yet, and whoever asks must search by itself.</summary>
    [Alias("search"), ResponseTimeout("00:00:15")]
    Task<bool> Search(SearchOrder order);
}

/// <summary>
/// Where a region's searches are made, on one node of the cluster: they see in one memory whom the others are about to ask, and regions
/// spread over the nodes. The searches themselves run beside its turn, as many at once as there are emergencies. Nothing rests on there
/// being only one: the log gives a unit once, whoever asks it, and a region that does not answer is passed by (<see cref="Regions"/>).
/// </summary>
[GrainType(RegionKey.GrainType), Reentrant, RandomPlacement]
internal sealed class RegionGrain(UnitSearch search, UnitPositions positions, RegionsHere here) : Grain, IRegionGrain
{
    private readonly AskedUnits _asked = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        here.Enter(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        here.Leave(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<bool> Search(SearchOrder order)
    {
        if (!positions.AreKnown)
            return false;
        // A search that waits for the log, or reckons ways on the roads, keeps none of the others waiting.
        await Task.Run(async () =>
        {
            using var span = CommandTrace.Arrive(order.Trace);
            await search.Run(order, _asked, CancellationToken.None);
        });
        return true;
    }
}
