using System.Collections.Concurrent;
using System.Text;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Which nodes have no place for more, as each says of itself every second while it is so. A guess, as old as that: what it is for finds
/// its place at a full node too, where all are full or nobody has heard of it yet. Any thread may ask.
/// </summary>
internal sealed class FullNodes(
    IClusterBus bus, ClusterNodes nodes, IServiceProvider services, TimeProvider time, ILogger<FullNodes> log) : BackgroundService
{
    private const string Topic = "node.full";

    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(3);

    /// <summary>By node and kind of grain, and since when it is known: of nodes of the cluster, and kinds that are known here.</summary>
    private readonly ConcurrentDictionary<(string Node, string Grain), long> _full = new();

    private IEnumerable<IFillable> Here => services.GetServices<IFillable>();

    /// <summary>Whether this or another node has no place for more grains of a kind.</summary>
    public bool IsFull(string node, string grain) => node == nodes.Self
        ? Here.Any(one => one.GrainType == grain && one.IsFull)
        : _full.TryGetValue((node, grain), out var since) && time.GetElapsedTime(since) < BelievedFor;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hearing = bus.Subscribe(Topic, Hear);
        await Ticking.Every(SayEvery, Say, log, stoppingToken);
    }

    private async Task Say(CancellationToken ct)
    {
        foreach (var gone in _full.Keys.Where(key => !nodes.Knows(key.Node)))
            _full.TryRemove(gone, out _);
        foreach (var full in Here.Where(one => one.IsFull))
            await bus.AnnounceToOthers(Topic, Encoding.ASCII.GetBytes($"{full.GrainType} {nodes.Self}"));
    }

    private void Hear(ReadOnlyMemory<byte> payload)
    {
        // A kind that this build does not know would be kept for nothing.
        if (Encoding.ASCII.GetString(payload.Span).Split(' ') is [var grain, var node]
            && nodes.Knows(node) && Here.Any(one => one.GrainType == grain))
            _full[(node, grain)] = time.GetTimestamp();
    }
}
