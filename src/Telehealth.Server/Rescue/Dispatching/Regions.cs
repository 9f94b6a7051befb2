using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Brings a search to its region, wherever that is, and makes it here when the region does not answer in time, its node is gone or has
/// yet to learn of the units. The ids of what a search leads to follow from its event, so one that is made twice asks nobody twice. Any
/// thread may call.
/// </summary>
internal sealed class Regions(
    IGrainFactory grains, RegionsHere here, UnitSearch search, DispatchMetrics metrics, IOptions<DispatchOptions> options)
{
    /// <summary>What nodes that are passed by are about to ask is not known here; only what this one asks is.</summary>
    private readonly AskedUnits _asked = new();

    // Regions that let somebody wait, and since when. As many as there are areas at most.
    private readonly ConcurrentDictionary<RegionKey, long> _suspects = new();

    public async Task Ask(RegionKey region, SearchOrder order, CancellationToken ct)
    {
        if (IsSuspect(region))
        {
            await SearchHere("suspect", order, ct);
            return;
        }

        var asked = grains.GetGrain<IRegionGrain>(region.Grain).Search(order);
        try
        {
            // A region that is here waits for the log, and so would whoever went past it.
            var isMade = await asked.WaitAsync(here.Has(region) ? Timeout.InfiniteTimeSpan : options.Value.RegionAnswersWithin, ct);
            if (!isMade)
                await SearchHere("unready", order, ct);
        }
        catch (TimeoutException)
        {
            _ = asked.ContinueWith(late => late.Exception, TaskScheduler.Default);
            _suspects[region] = Stopwatch.GetTimestamp();
            await SearchHere("late", order, ct);
        }
        catch (OrleansException)
        {
            // Its node is gone, or it is being placed anew.
            await SearchHere("gone", order, ct);
        }
    }

    private Task SearchHere(string reason, SearchOrder order, CancellationToken ct)
    {
        metrics.SearchedPast(reason);
        return search.Run(order, _asked, ct);
    }

    private bool IsSuspect(RegionKey region)
    {
        if (_suspects.IsEmpty || !_suspects.TryGetValue(region, out var since))
            return false;
        if (Stopwatch.GetElapsedTime(since) < options.Value.RegionAnswersWithin * 2)
            return true;
        _suspects.TryRemove(KeyValuePair.Create(region, since));
        return false;
    }
}
