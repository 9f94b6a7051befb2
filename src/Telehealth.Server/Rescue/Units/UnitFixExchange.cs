using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Why fixes of another node were not taken in.</summary>
internal enum BatchRefusal
{
    /// <summary>Of a version that this node does not know yet, or any more.</summary>
    UnknownVersion,

    /// <summary>From a server that is not one of this cluster, as this node knows it.</summary>
    UnknownNode,

    /// <summary>Cut, too long, or with something in it that no filter lets through.</summary>
    Malformed,

    /// <summary>One fix of a time that has not come yet: it would hold the unit there until then.</summary>
    Future,
}

/// <summary>
/// Tells the other nodes what the devices of this one report, and takes in what they tell: each fix crosses from its own node to each other
/// one once, and nobody passes it on. What is lost on the way, or was told before a node joined, is learnt from the database.
/// </summary>
internal sealed class UnitFixExchange(
    UnitPositions positions, IClusterBus bus, ClusterNodes nodes, IOptions<UnitOptions> options, TimeProvider time,
    ILogger<UnitFixExchange> log) : BackgroundService
{
    public const string Topic = "units.fixes";

    /// <summary>What a device's clock may be ahead of its node's, and that node's of this one's.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(1);

    private readonly long[] _refused = new long[Enum.GetValues<BatchRefusal>().Length];
    private IDisposable? _subscription;

    public long Refused(BatchRefusal reason) => Interlocked.Read(ref _refused[(int)reason]);

    /// <summary>It listens before anybody reads last fixes in the database, so that none comes in between.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = bus.Subscribe(Topic, payload => Hear(payload.Span));
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _subscription?.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.AnnounceEvery, Announce, log, stoppingToken);

    private async Task Announce(CancellationToken ct)
    {
        // While this node is alone they wait, and the first one that joins is told of each unit once.
        if (bus.IsAlone)
            return;
        foreach (var fixes in positions.TakeUnannounced().Chunk(UnitFixBatch.MostFixes))
            await bus.AnnounceToOthers(Topic, UnitFixBatch.Write(nodes.Self, fixes));
    }

    private void Hear(ReadOnlySpan<byte> batch)
    {
        if (batch is [not UnitFixBatch.Version, ..])
            Refuse(BatchRefusal.UnknownVersion);
        else if (UnitFixBatch.SenderOf(batch) is not { } sender)
            Refuse(BatchRefusal.Malformed);
        else if (!nodes.Knows(sender))
            Refuse(BatchRefusal.UnknownNode);
        else if (UnitFixBatch.Read(batch) is not { } fixes)
            Refuse(BatchRefusal.Malformed);
        else
            positions.Learn(Past(fixes));
    }

    private IReadOnlyList<UnitSeen> Past(IReadOnlyList<UnitSeen> fixes)
    {
        var latest = time.GetUtcNow() + FutureTolerance;
        if (fixes.All(seen => seen.Fix.At <= latest))
            return fixes;
        UnitSeen[] past = [.. fixes.Where(seen => seen.Fix.At <= latest)];
        Interlocked.Add(ref _refused[(int)BatchRefusal.Future], fixes.Count - past.Length);
        return past;
    }

    private void Refuse(BatchRefusal reason) => Interlocked.Increment(ref _refused[(int)reason]);
}
