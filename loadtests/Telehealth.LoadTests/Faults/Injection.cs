using System.Diagnostics;
using Telehealth.LoadTests.Measuring;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <param name="Fault">What went wrong.</param>
/// <param name="Since">When it began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
/// <param name="Healed">When it was over, or whoever was gone was there again; null where nothing comes back by itself.</param>
/// <param name="Until">When all was as before.</param>
/// <param name="Troubled">Who was in trouble; null when no node was.</param>
/// <param name="IsWhole">Whether all was as before.</param>
internal sealed record Injected(Fault Fault, long Since, long? Healed, long Until, NodeProcess? Troubled, bool IsWhole);

/// <summary>Makes one thing go wrong, and waits until everything is as it was.</summary>
internal sealed class Injection(FaultSite site)
{
    private const int LossPercent = 5;

    // Longer than the others wait for a node: they put it out of the cluster.
    private static readonly TimeSpan NodeStandsStill = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DatabaseStandsStill = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IsFull = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan IsCut = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Loses = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Jump = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan IsWrong = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan PutOutWithin = TimeSpan.FromSeconds(60);

    /// <summary>So long everybody works between one fault and the next.</summary>
    public static TimeSpan Between { get; } = TimeSpan.FromSeconds(5);

    public async Task<Injected> Inject(Fault fault, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        var healed = await Happen(fault, ct);
        // What a node or the database learns late, such as that it was put out, it learns in this time.
        await Task.Delay(Between, ct);
        var isWhole = await site.BecomesWhole(ct);
        if (!isWhole)
            Figures.Say($"{fault.Kind.Name()}: the nodes are not all ready again");
        await Task.Delay(Between, ct);
        return new Injected(fault, since, healed, Stopwatch.GetTimestamp(), Troubled(fault), isWhole);
    }

    private NodeProcess? Troubled(Fault fault) => fault.Kind switch
    {
        FaultKind.Database or FaultKind.DatabaseStop or FaultKind.DiskFull or FaultKind.RedisKill or FaultKind.RedisStop => null,
        _ => site.Nodes[fault.Node],
    };

    /// <returns>When it was over.</returns>
    private async Task<long?> Happen(Fault fault, CancellationToken ct)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                return await End(fault.Node, UnixSignal.Kill, ct);
            case FaultKind.Term:
                return await End(fault.Node, UnixSignal.Terminate, ct);
            case FaultKind.Stop:
                return await StandStill(fault.Node, ct);
            case FaultKind.Clock:
                site.Clock!.Set(fault.Ahead ? Jump : -Jump);
                return await Over(IsWrong, () => Task.Run(() => site.Clock.Set(TimeSpan.Zero), ct), ct);
            case FaultKind.Database:
                site.Database.Kill();
                await site.Database.Returns(ct);
                return Stopwatch.GetTimestamp();
            case FaultKind.DatabaseStop:
                site.Database.Send(UnixSignal.Stop);
                return await Over(DatabaseStandsStill, () => Task.Run(() => site.Database.Send(UnixSignal.Continue), ct), ct);
            case FaultKind.DiskFull:
                return await FillDisk(ct);
            default:
                return await HappenToOthers(fault, ct);
        }
    }

    private async Task<long?> HappenToOthers(Fault fault, CancellationToken ct)
    {
        switch (fault.Kind)
        {
            case FaultKind.CutDatabase:
                await site.Network!.Cut(site.Places[fault.Node], [site.DatabasePlace!]);
                return await Over(IsCut, site.Network.Heal, ct);
            case FaultKind.CutNodes:
                await site.Network!.Cut(site.Places[fault.Node], site.Places.Where(place => place != site.Places[fault.Node]));
                return await Over(IsCut, site.Network.Heal, ct);
            case FaultKind.Loss:
                await site.Network!.Lose(site.Places[fault.Node], LossPercent);
                return await Over(Loses, site.Network.Heal, ct);
            case FaultKind.CutRedis:
                await site.Network!.Cut(site.Places[fault.Node], [site.RedisPlace!]);
                return await Over(IsCut, site.Network.Heal, ct);
            case FaultKind.RedisStop:
                site.Redis!.Send(UnixSignal.Stop);
                return await Over(DatabaseStandsStill, () => Task.Run(() => site.Redis.Send(UnixSignal.Continue), ct), ct);
            case FaultKind.RedisKill:
                site.Redis!.Send(UnixSignal.Kill);
                await site.Redis.StartAgain(ct);
                return Stopwatch.GetTimestamp();
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "Nobody knows how to make it go wrong.");
        }
    }

    private static async Task<long?> Over(TimeSpan after, Func<Task> heal, CancellationToken ct)
    {
        await Task.Delay(after, ct);
        await heal();
        return Stopwatch.GetTimestamp();
    }

    private async Task<long?> End(int node, UnixSignal signal, CancellationToken ct)
    {
        var before = site.RestartsOf(node);
        site.Nodes[node].Send(signal);
        await site.Restarted(node, before, PutOutWithin, ct);
        return null;
    }

    private async Task<long?> StandStill(int node, CancellationToken ct)
    {
        var before = site.RestartsOf(node);
        site.Nodes[node].Send(UnixSignal.Stop);
        await Task.Delay(NodeStandsStill, ct);
        site.Nodes[node].Send(UnixSignal.Continue);
        if (!await site.Restarted(node, before, PutOutWithin, ct))
            Figures.Say($"node {node} stood still and was not put out");
        return null;
    }

    private async Task<long?> FillDisk(CancellationToken ct)
    {
        await site.Database.FillVolume(ct);
        await Task.Delay(IsFull, ct);
        await site.Database.EmptyVolume();
        await site.Database.Returns(ct);
        return Stopwatch.GetTimestamp();
    }
}
