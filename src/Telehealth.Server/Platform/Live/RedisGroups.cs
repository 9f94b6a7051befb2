using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Which groups this node hears by Redis: those that have members here. It keeps a link to Redis, joins and leaves for all of them, and
/// lays a new one when that breaks or hangs. One loop does that; any thread may call.
/// </summary>
internal sealed class RedisGroups<THub>(
    RedisBackplane backplane, HubGroups<THub> here, WideBus<THub> bus, RedisReach<THub> reach, WideMetrics metrics,
    ILogger<RedisGroups<THub>> log) : BackgroundService, IHealthCheck
    where THub : Hub
{
    // The backplane joins one after another, and all of these are to be answered within the time for one.
    private const int MostAtOnce = 20;
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);
    private static readonly string Hub = typeof(THub).Name;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);

    /// <summary>Those of the link that is laid now.</summary>
    private readonly HashSet<string> _joined = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<bool> _changed =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Null while this node does not hear all that it should.</summary>
    private RedisLink<THub>? _open;
    private bool _isHeard;
    private bool _isAway;

    /// <summary>What is told by Redis arrives at every other node.</summary>
    public bool ReachesAll => Volatile.Read(ref _open) is not null && reach.ReachesAll;

    /// <summary>
    /// When it returns, what others tell the group by Redis arrives here, or they know that this node hears nothing by it and tell it by
    /// the bus. While Redis is away it returns at once; the answer of one that hangs is waited for as long as
    /// <see cref="RedisBackplane.Within"/> says, once, and then it is away.
    /// </summary>
    public Task Join(string group)
    {
        Task joins;
        lock (_lock)
        {
            _wanted.Add(group);
            if (_open is null || _joined.Contains(group))
                return Task.CompletedTask;
            if (!_waiting.TryGetValue(group, out var waiting))
                _waiting.Add(group, waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            joins = waiting.Task;
        }
        _changed.Writer.TryWrite(true);
        return joins;
    }

    /// <summary>False when it is not known to have arrived; then the link is laid anew.</summary>
    public async Task<bool> Publish(WideLetter letter)
    {
        if (Volatile.Read(ref _open) is not { } link)
            return false;
        try
        {
            await link.Publish(letter);
            return true;
        }
        catch (Exception)
        {
            metrics.Failed(Hub);
            link.Lose();
            return false;
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            Volatile.Read(ref _open) is null
                ? HealthCheckResult.Degraded("Redis is away: other nodes are told by the bus.")
                : reach.ReachesAll
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Degraded("A node does not hear by Redis: all are told by the bus."));

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Watch(Hub, () => ReachesAll);
        return Task.WhenAll(KeepLink(stoppingToken), Ticking.Every(RedisReach<THub>.BeatEvery, Beat, log, stoppingToken));
    }

    private async Task KeepLink(CancellationToken ct)
    {
        while (true)
        {
            RedisLink<THub>? link = null;
            try
            {
                link = await backplane.Open<THub>(reach.Self, Hear);
                await Serve(link, ct);
            }
            catch (Exception cause) when (!ct.IsCancellationRequested)
            {
                metrics.Failed(Hub);
                if (!_isAway)
                    log.RedisAway(cause.GetType().Name);
                (_isAway, _isHeard) = (true, false);
            }
            finally
            {
                link?.Close();
                Close();
            }
            await reach.Say(isOpen: false);
            await Task.Delay(RetryEvery, ct);
        }
    }

    /// <summary>Until the link breaks.</summary>
    private async Task Serve(RedisLink<THub> link, CancellationToken ct)
    {
        lock (_lock)
        {
            _joined.Clear();
            _leaving.Clear();
        }
        await link.JoinNodes();
        while (true)
        {
            var (leaving, joining) = Next(link);
            await Task.WhenAll(leaving.Select(link.Leave));
            await Task.WhenAll(joining.Select(link.Join));
            Joined(joining);
            if (leaving.Count + joining.Count > 0)
                continue;
            Heard();
            await Task.WhenAny(_changed.Reader.WaitToReadAsync(ct).AsTask(), link.Lost);
            ct.ThrowIfCancellationRequested();
            if (link.Lost.IsCompleted)
                throw new IOException("The link broke.");
            _changed.Reader.TryRead(out _);
        }
    }

    /// <summary>What is to be left and joined now; with nothing left to do, this node hears all that it should.</summary>
    private (IReadOnlyList<string> Leaving, IReadOnlyList<string> Joining) Next(RedisLink<THub> link)
    {
        lock (_lock)
        {
            string[] leaving = [.. _leaving.Take(MostAtOnce)];
            _leaving.ExceptWith(leaving);
            string[] joining =
            [
                .. _wanted.Except(_joined, StringComparer.Ordinal).Except(_leaving, StringComparer.Ordinal).Take(MostAtOnce),
            ];
            if (leaving.Length + joining.Length == 0 && _open is null)
            {
                reach.Begin();
                _open = link;
            }
            return (leaving, joining);
        }
    }

    private void Heard()
    {
        if (!_isHeard)
            log.RedisHeard();
        (_isAway, _isHeard) = (false, true);
    }

    private void Joined(IReadOnlyList<string> groups)
    {
        lock (_lock)
        {
            foreach (var group in groups)
            {
                _joined.Add(group);
                if (_waiting.Remove(group, out var waiting))
                    waiting.SetResult();
            }
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            _open = null;
            foreach (var waiting in _waiting.Values)
                waiting.SetResult();
            _waiting.Clear();
        }
    }

    private async Task Beat(CancellationToken ct)
    {
        LeaveEmptyGroups();
        var link = Volatile.Read(ref _open);
        if (link is not null)
        {
            try
            {
                if (reach.IsDeaf)
                    throw new TimeoutException();
                await link.Publish(reach.Next());
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                link.Lose();
            }
        }
        await reach.Say(isOpen: link is not null && !link.Lost.IsCompleted);
    }

    /// <summary>Whoever comes back within a second finds the group joined still.</summary>
    private void LeaveEmptyGroups()
    {
        lock (_lock)
        {
            foreach (var group in _wanted.Where(group => !here.HasMembers(group)).ToArray())
            {
                _wanted.Remove(group);
                if (_joined.Remove(group))
                    _leaving.Add(group);
                if (_waiting.Remove(group, out var waiting))
                    waiting.SetResult();
            }
            if (_leaving.Count == 0)
                return;
        }
        _changed.Writer.TryWrite(true);
    }

    private void Hear(string message, JsonElement content)
    {
        try
        {
            if (message == RedisLink<THub>.Beat && content.Deserialize<RedisBeat>(JsonSerializerOptions.Web) is { } beat)
                reach.Hear(beat);
            else if (message == RedisLink<THub>.Letter && content.Deserialize<WideLetter>(JsonSerializerOptions.Web) is { } letter
                && letter.From != reach.Self)
                bus.Hear(letter);
        }
        catch (JsonException malformed)
        {
            metrics.Failed(Hub);
            log.LetterUnreadable(malformed);
        }
    }
}
