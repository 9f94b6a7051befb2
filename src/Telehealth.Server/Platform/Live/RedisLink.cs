using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using StackExchange.Redis;

namespace Telehealth.Server.Platform.Live;

/// <summary>One connection to Redis with the backplane on it, until it breaks. Any thread may call.</summary>
internal sealed class RedisLink<THub>
    where THub : Hub
{
    public const string Letter = "letter";
    public const string Beat = "beat";

    /// <summary>In this group are all nodes.</summary>
    private const string Nodes = "nodes";

    private readonly IConnectionMultiplexer _connection;
    private readonly RedisHubLifetimeManager<THub> _groups;
    private readonly RedisMember _member;
    private readonly TimeSpan _within;
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RedisLink(IConnectionMultiplexer connection, RedisHubLifetimeManager<THub> groups, RedisMember member, TimeSpan within)
    {
        (_connection, _groups, _member, _within) = (connection, groups, member, within);
        connection.ConnectionFailed += (_, _) => Lose();
    }

    /// <summary>Completes when it is good for nothing any more.</summary>
    public Task Lost => _lost.Task;

    public void Lose() => _lost.TrySetResult();

    public Task JoinNodes() => Join(Nodes);

    public Task Join(string group) => _groups.AddToGroupAsync(_member.ConnectionId, WideGroup.Named(group)).WaitAsync(_within);

    public Task Leave(string group) => _groups.RemoveFromGroupAsync(_member.ConnectionId, WideGroup.Named(group)).WaitAsync(_within);

    public Task Publish(WideLetter letter) =>
        _groups.SendGroupsAsync([.. letter.Groups.Select(WideGroup.Named)], Letter, [letter]).WaitAsync(_within);

    public Task Publish(RedisBeat beat) => _groups.SendGroupAsync(WideGroup.Named(Nodes), Beat, [beat]).WaitAsync(_within);

    /// <summary>Returns at once: a Redis that hangs would be waited for.</summary>
    public void Close()
    {
        Lose();
        ThreadPool.UnsafeQueueUserWorkItem(
            link =>
            {
                try
                {
                    link._groups.Dispose();
                }
                catch (Exception)
                {
                    // It is gone already; what is left of it the next line ends.
                }
                link._connection.Dispose();
            },
            this, preferLocal: false);
    }
}

/// <summary>A sign of life of a node, by Redis alone.</summary>
internal sealed record RedisBeat(string From, long Number);
