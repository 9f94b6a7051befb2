using System.Collections.Immutable;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// The bus between nodes, by calls from silo to silo. This node's own subscribers are told directly, so that they hear whatever has become
/// of the others. For each other node announcements wait in a bounded queue, and one call carries what has gathered while the one before
/// was under way: so they arrive in order, and a node that hangs costs the others nothing. When a queue is full the oldest is dropped and
/// counted. Nothing here is durable: the log fills every gap.
/// </summary>
internal sealed class SiloBus(IServiceProvider services, ILogger<SiloBus> log) : IClusterBus, IHostedService, IAsyncDisposable
{
    private readonly TopicHandlers _handlers = new(log);
    private readonly Lock _changing = new();
    private Joined? _joined;
    private long _droppedBefore;

    /// <summary>Announcements that never reached another node or came too fast for this one's subscribers.</summary>
    public long Dropped =>
        _handlers.Dropped
        + Interlocked.Read(ref _droppedBefore)
        + (Volatile.Read(ref _joined)?.Peers.Values.Sum(peer => peer.Dropped) ?? 0);

    /// <summary>How many other nodes it tells.</summary>
    public int Peers => Current()?.Peers.Count ?? 0;

    public bool IsAlone => Peers == 0;

    public ValueTask Announce(string topic, ReadOnlyMemory<byte> payload)
    {
        var copy = payload.ToArray();
        _handlers.Deliver(topic, copy);
        TellOthers(topic, copy);
        return ValueTask.CompletedTask;
    }

    public ValueTask AnnounceToOthers(string topic, ReadOnlyMemory<byte> payload)
    {
        TellOthers(topic, payload.ToArray());
        return ValueTask.CompletedTask;
    }

    public IDisposable Subscribe(string topic, Action<ReadOnlyMemory<byte>> handler) => _handlers.Add(topic, handler);

    /// <summary>Another node has announced.</summary>
    public void Hear(IReadOnlyList<Announcement> announcements)
    {
        foreach (var (topic, payload) in announcements)
            _handlers.Deliver(topic, payload);
    }

    /// <summary>After the silo: only then is there anybody to tell.</summary>
    public Task StartAsync(CancellationToken ct)
    {
        _joined = new Joined(
            services.GetRequiredService<IClusterMembershipService>(), services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
            services.GetRequiredService<IGrainFactory>(), MembershipVersion.MinValue, []);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken ct)
    {
        Joined? joined;
        lock (_changing)
            (joined, _joined) = (_joined, null);
        foreach (var peer in joined?.Peers.Values ?? [])
            await Forget(peer);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _handlers.DisposeAsync();
    }

    private void TellOthers(string topic, byte[] payload)
    {
        foreach (var peer in Current()?.Peers.Values ?? [])
            peer.Tell(new Announcement(topic, payload));
    }

    /// <summary>The nodes as the silo knows them now; null before it has joined and after it has left.</summary>
    private Joined? Current()
    {
        var joined = Volatile.Read(ref _joined);
        if (joined is null || joined.Membership.CurrentSnapshot.Version <= joined.Version)
            return joined;
        lock (_changing)
        {
            if (_joined is null)
                return null;
            return _joined = Follow(_joined, joined.Membership.CurrentSnapshot);
        }
    }

    private Joined Follow(Joined joined, ClusterMembershipSnapshot now)
    {
        var peers = joined.Peers;
        foreach (var (node, peer) in joined.Peers)
        {
            if (now.GetSiloStatus(node) == SiloStatus.Active)
                continue;
            peers = peers.Remove(node);
            _ = Forget(peer);
        }
        foreach (var node in now.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress))
        {
            if (!node.Equals(joined.Self) && !peers.ContainsKey(node))
                peers = peers.Add(node, new Peer(joined.Grains.GetGrain<INodeGrain>(node.ToParsableString()), log));
        }
        return joined with { Version = now.Version, Peers = peers };
    }

    private async Task Forget(Peer peer)
    {
        await peer.DisposeAsync();
        Interlocked.Add(ref _droppedBefore, peer.Dropped);
    }

    private sealed record Joined(
        IClusterMembershipService Membership, SiloAddress Self, IGrainFactory Grains, MembershipVersion Version,
        ImmutableDictionary<SiloAddress, Peer> Peers);
}
