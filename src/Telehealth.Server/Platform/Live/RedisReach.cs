using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Who hears whom by Redis. Each node sends a beat by Redis every second, and says by the bus whose beats it has heard; so a node knows
/// that what it tells by Redis arrives everywhere, whatever else is broken, and one that has lost Redis alone is told by the bus.
/// Any thread may call.
/// </summary>
internal sealed class RedisReach<THub>(ClusterNodes nodes, IClusterBus bus) : IHostedService
    where THub : Hub
{
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    private const int MostMissed = 3;
    private static readonly TimeSpan Fresh = MostMissed * BeatEvery;
    private static readonly string Topic = $"live.{typeof(THub).Name.ToLowerInvariant()}.heard";

    private readonly Lock _lock = new();

    /// <summary>The newest beat of each node, this one too, and when it came.</summary>
    private readonly Dictionary<string, (long Beat, long At)> _heard = new(StringComparer.Ordinal);

    /// <summary>The newest beat of this node that each other one says it has heard, and when it said so.</summary>
    private readonly Dictionary<string, (long Beat, long At)> _said = new(StringComparer.Ordinal);

    private IDisposable? _subscription;
    private long _beat;
    private long _countsFrom = 1;
    private long _silentSince = Stopwatch.GetTimestamp();

    public string Self => nodes.Self;

    /// <summary>Every other node has heard this one lately.</summary>
    public bool ReachesAll
    {
        get
        {
            var others = nodes.Others;
            lock (_lock)
                return others.All(IsReached);
        }
    }

    /// <summary>This node's own beats have not come back for too long.</summary>
    public bool IsDeaf
    {
        get
        {
            lock (_lock)
            {
                var since = _heard.TryGetValue(Self, out var own) ? Math.Max(own.At, _silentSince) : _silentSince;
                return Stopwatch.GetElapsedTime(since) > Fresh;
            }
        }
    }

    public RedisBeat Next()
    {
        lock (_lock)
            return new RedisBeat(Self, ++_beat);
    }

    /// <summary>A new link: what was heard by the one before proves nothing of it, and nothing that others heard.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _heard.Clear();
            (_countsFrom, _silentSince) = (_beat + 1, Stopwatch.GetTimestamp());
        }
    }

    public void Hear(RedisBeat beat)
    {
        lock (_lock)
            _heard[beat.From] = (beat.Number, Stopwatch.GetTimestamp());
    }

    /// <summary>Says to the other nodes whose beats are heard here.</summary>
    /// <param name="isOpen">Whether this node hears all that it should.</param>
    public async Task Say(bool isOpen)
    {
        if (bus.IsAlone)
            return;
        Dictionary<string, long> heard = new(StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var (node, (_, at)) in _heard.ToArray())
            {
                if (Stopwatch.GetElapsedTime(at) > Fresh)
                    _heard.Remove(node);
            }
            if (isOpen)
                heard = _heard.ToDictionary(one => one.Key, one => one.Value.Beat, StringComparer.Ordinal);
        }
        await bus.AnnounceToOthers(Topic, JsonSerializer.SerializeToUtf8Bytes(new Heard(Self, heard)));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = bus.Subscribe(Topic, Hear);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    private void Hear(ReadOnlyMemory<byte> payload)
    {
        if (JsonSerializer.Deserialize<Heard>(payload.Span) is not { } heard)
            return;
        lock (_lock)
        {
            foreach (var gone in _said.Keys.Except(nodes.Others, StringComparer.Ordinal).ToArray())
                _said.Remove(gone);
            _said[heard.Node] = (heard.Beats.GetValueOrDefault(Self), Stopwatch.GetTimestamp());
        }
    }

    private bool IsReached(string node) =>
        _said.TryGetValue(node, out var said)
        && Stopwatch.GetElapsedTime(said.At) <= Fresh
        && said.Beat >= Math.Max(_countsFrom, _beat - MostMissed);

    private sealed record Heard(string Node, Dictionary<string, long> Beats);
}
