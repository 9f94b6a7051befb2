using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// The connections of one hub on this node. Everything that the server tells, to a group, a person or all, goes through
/// here into the <see cref="Outbox"/> of each connection, so that nobody who tells ever waits for a socket. Groups do not span nodes: each
/// node's feeds follow the log and tell its own connections. Where some do, <see cref="SplitLifetime{THub}"/> stands before it.
/// </summary>
internal sealed class OutboxLifetimeManager<THub>(
    HubGroups<THub> groups, HubConnections all, IOptions<LiveOptions> options, IEnumerable<Conflation> conflations, LiveMetrics metrics,
    ILogger<OutboxLifetimeManager<THub>> log) : HubLifetimeManager<THub>
    where THub : Hub
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Outbox Outbox, string? User)> _connections = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Conflation> _conflations = conflations
        .Where(conflation => conflation.Hub == typeof(THub))
        .ToDictionary(conflation => conflation.Message, StringComparer.Ordinal);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var outbox = new Outbox(connection, options.Value, _conflations, Dropped);
        connection.Features.Set(outbox);
        lock (_lock)
            _connections[connection.ConnectionId] = (outbox, connection.UserIdentifier);
        all.Add(outbox, typeof(THub).Name);
        metrics.Came(typeof(THub).Name);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        (Outbox Outbox, string? User) gone;
        lock (_lock)
        {
            if (!_connections.Remove(connection.ConnectionId, out gone))
                return Task.CompletedTask;
            gone.Outbox.Close();
            groups.LeaveAll(gone.Outbox);
        }

        all.Remove(gone.Outbox);
        metrics.Went(typeof(THub).Name);
        return Task.CompletedTask;
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_connections.TryGetValue(connectionId, out var connection))
                groups.Join(connection.Outbox, groupName);
        }

        return Task.CompletedTask;
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_connections.TryGetValue(connectionId, out var connection))
                groups.Leave(connection.Outbox, groupName);
        }

        return Task.CompletedTask;
    }

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(methodName, args, (_, _) => true);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        Send(methodName, args, (outbox, _) => !excludedConnectionIds.Contains(outbox.ConnectionId, StringComparer.Ordinal));

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args,
        CancellationToken cancellationToken = default) => SendConnectionsAsync([connectionId], methodName, args, cancellationToken);

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(methodName, args, (outbox, _) => connectionIds.Contains(outbox.ConnectionId, StringComparer.Ordinal));

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args,
        CancellationToken cancellationToken = default) => SendGroupsAsync([groupName], methodName, args, cancellationToken);

    /// <summary>A connection that is in several of the groups is told once.</summary>
    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args,
        CancellationToken cancellationToken = default) => Send(methodName, args, groupNames, []);

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) => Send(methodName, args, [groupName], excludedConnectionIds);

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendUsersAsync([userId], methodName, args, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds,
        string methodName,
        object?[] args,
        CancellationToken cancellationToken = default) =>
        Send(methodName, args, (_, user) => user is not null && userIds.Contains(user, StringComparer.Ordinal));

    private Task Send(string message, object?[] arguments, Func<Outbox, string?, bool> hears)
    {
        Outbox[] hearers;
        lock (_lock)
            hearers =
            [
                .. _connections
                    .Values.Where(connection => hears(connection.Outbox, connection.User))
                    .Select(connection => connection.Outbox),
            ];
        return Send(message, arguments, hearers);
    }

    private Task Send(string message, object?[] arguments, IReadOnlyList<string> groupNames, IReadOnlyList<string> excluded)
    {
        var members = groups.MembersOf(groupNames);
        return Send(
            message, arguments,
            excluded.Count == 0 ? members
                : [.. members.Where(outbox => !excluded.Contains(outbox.ConnectionId, StringComparer.Ordinal))]);
    }

    private Task Send(string message, object?[] arguments, Outbox[] hearers)
    {
        if (hearers.Length == 0)
            return Task.CompletedTask;
        var letter = new Letter(message, arguments);
        foreach (var outbox in hearers)
            outbox.Put(letter);
        metrics.PutOut(typeof(THub).Name, hearers.Length);
        return Task.CompletedTask;
    }

    private void Dropped(string reason)
    {
        metrics.Dropped(typeof(THub).Name, reason);
        log.ConnectionDropped(typeof(THub).Name, reason);
    }
}
