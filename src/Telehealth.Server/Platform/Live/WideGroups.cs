using Microsoft.AspNetCore.SignalR;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Tells groups of a hub on the other nodes, in the order in which one node tells one group: by Redis, where it is configured and every
/// other node hears by it now, else by the bus. Any thread may tell, and nobody waits for a page, a node or Redis.
/// </summary>
internal sealed class WideGroups<THub>(WideBus<THub> byBus, IClusterBus bus, RedisLine<THub>? byRedis = null)
    where THub : Hub
{
    private static readonly string[] Nobody = [];

    /// <param name="groups">By their names on a node. A connection that is in several of them is told once.</param>
    /// <param name="message">The name of the message.</param>
    /// <param name="arguments">What it says.</param>
    /// <param name="excluded">Connections that are not told; absent for none.</param>
    public Task TellOthers(
        IReadOnlyList<string> groups, string message, object?[] arguments, IReadOnlyList<string>? excluded = null)
    {
        if (bus.IsAlone)
            return Task.CompletedTask;
        var letter = byBus.Write(groups, message, arguments, excluded ?? Nobody);
        if (byRedis is null)
            return byBus.Tell(letter);
        byRedis.Tell(letter);
        return Task.CompletedTask;
    }
}
