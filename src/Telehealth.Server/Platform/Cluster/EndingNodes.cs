using System.Collections.Concurrent;
using System.Text;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Which nodes are ending, as each says of itself every second while it is, so that one which comes meanwhile hears of it too. Nothing is
/// given to them that is to stay. Any thread may ask.
/// </summary>
internal sealed class EndingNodes(IClusterBus bus, ClusterNodes nodes, Drain drain, ILogger<EndingNodes> log) : BackgroundService
{
    private const string Topic = "node.ends";

    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(1);

    /// <summary>Nodes of the cluster only, so there are never more than those.</summary>
    private readonly ConcurrentDictionary<string, bool> _ending = new(StringComparer.Ordinal);

    /// <summary>Of this one and of others.</summary>
    public bool IsEnding(string node) => node == nodes.Self ? drain.HasBegun : _ending.ContainsKey(node);

    /// <summary>Whether there is another node that goes on.</summary>
    public bool AnotherGoesOn => nodes.Others.Any(node => !_ending.ContainsKey(node));

    /// <summary>Whether what comes up here has a better place.</summary>
    public bool LeadsAway => drain.HasBegun && AnotherGoesOn;

    /// <summary>This node ends: the others know it a moment later.</summary>
    public ValueTask Say() => bus.AnnounceToOthers(Topic, Encoding.ASCII.GetBytes(nodes.Self));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hearing = bus.Subscribe(Topic, Hear);
        await Ticking.Every(SayEvery, SayAgain, log, stoppingToken);
    }

    private async Task SayAgain(CancellationToken ct)
    {
        foreach (var gone in _ending.Keys.Where(node => !nodes.Knows(node)))
            _ending.TryRemove(gone, out _);
        if (drain.HasBegun)
            await Say();
    }

    private void Hear(ReadOnlyMemory<byte> payload)
    {
        var node = Encoding.ASCII.GetString(payload.Span);
        if (nodes.Knows(node))
            _ending[node] = true;
    }
}
