using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// The connections of a hub of which some groups span nodes. Everything goes to this node's own connections as it ever does, by their
/// outboxes; what goes to a group by its wide name (<see cref="WideGroup"/>) is told to the other nodes as well. So what is stored has
/// nothing to do with Redis, and arrives once whether there is Redis or not.
/// </summary>
internal sealed class SplitLifetime<THub>(OutboxLifetimeManager<THub> here, WideGroups<THub> wide, RedisGroups<THub>? redis = null)
    : HubLifetimeManager<THub>
    where THub : Hub
{
    public override Task OnConnectedAsync(HubConnectionContext connection) => here.OnConnectedAsync(connection);

    public override Task OnDisconnectedAsync(HubConnectionContext connection) => here.OnDisconnectedAsync(connection);

    /// <summary>Where Redis works, it waits until this node hears by it; see <see cref="RedisGroups{THub}.Join"/> for how long.</summary>
    public override async Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        await here.AddToGroupAsync(connectionId, WideGroup.Here(groupName), cancellationToken);
        if (redis is not null && WideGroup.Is(groupName))
            await redis.Join(WideGroup.Here(groupName));
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        here.RemoveFromGroupAsync(connectionId, WideGroup.Here(groupName), cancellationToken);

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        here.SendAllAsync(methodName, args, cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        here.SendAllExceptAsync(methodName, args, excludedConnectionIds, cancellationToken);

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        here.SendConnectionAsync(connectionId, methodName, args, cancellationToken);

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        here.SendConnectionsAsync(connectionIds, methodName, args, cancellationToken);

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendGroupsAsync([groupName], methodName, args, cancellationToken);

    public override async Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        await here.SendGroupsAsync([.. groupNames.Select(WideGroup.Here)], methodName, args, cancellationToken);
        string[] wideOnes = [.. groupNames.Where(WideGroup.Is).Select(WideGroup.Here)];
        if (wideOnes.Length > 0)
            await wide.TellOthers(wideOnes, methodName, args);
    }

    public override async Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default)
    {
        await here.SendGroupExceptAsync(WideGroup.Here(groupName), methodName, args, excludedConnectionIds, cancellationToken);
        if (WideGroup.Is(groupName))
            await wide.TellOthers([WideGroup.Here(groupName)], methodName, args, excludedConnectionIds);
    }

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        here.SendUserAsync(userId, methodName, args, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        here.SendUsersAsync(userIds, methodName, args, cancellationToken);
}
