using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Live;

namespace Telehealth.Server.Access;

/// <summary>One hub connection of this node, with the sign-in that it hangs on.</summary>
internal sealed class LiveConnection(HubCallerContext hub, Caller caller, TokenBucket bucket, IPAddress address)
{
    private volatile bool _isEnded;

    public Caller Caller { get; } = caller;

    public TokenBucket Bucket { get; } = bucket;

    /// <summary>From where it comes.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>The sign-in has ended: nothing that still arrives is served.</summary>
    public bool IsEnded => _isEnded;

    public void End()
    {
        _isEnded = true;
        hub.Abort();
    }

    /// <summary>Not let in: its client is told why, so that it does not take this for a lost line.</summary>
    public async Task Refuse(Rejection rejection)
    {
        _isEnded = true;
        if (hub.Features.Get<Outbox>() is { } outbox)
            await outbox.Refuse(rejection);
        else
            hub.Abort();
    }
}

/// <summary>The hub connections of this node. Any thread may ask; connections enter and leave through <see cref="GateHubFilter"/> only.</summary>
internal sealed class ConnectionRegistry(IOptions<AccessOptions> options)
{
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly Lock _entrance = new();
    private readonly Dictionary<(TenantId, Guid), int> _ofPerson = [];
    private readonly Dictionary<Guid, int> _ofSession = [];

    public int Count => _connections.Count;

    /// <summary>False when the sign-in or the person has as many connections as one may have.</summary>
    public bool TryAdd(string connectionId, LiveConnection connection)
    {
        var caller = connection.Caller;
        lock (_entrance)
        {
            var ofSession = _ofSession.GetValueOrDefault(caller.SessionId);
            var ofPerson = _ofPerson.GetValueOrDefault((caller.Tenant, caller.PersonId));
            if (ofSession >= options.Value.HubConnectionsPerSession || ofPerson >= options.Value.HubConnectionsPerPerson)
                return false;
            _ofSession[caller.SessionId] = ofSession + 1;
            _ofPerson[(caller.Tenant, caller.PersonId)] = ofPerson + 1;
            _connections[connectionId] = connection;
            return true;
        }
    }

    public void Remove(string connectionId)
    {
        lock (_entrance)
        {
            if (!_connections.TryRemove(connectionId, out var gone))
                return;
            OneLess(_ofSession, gone.Caller.SessionId);
            OneLess(_ofPerson, (gone.Caller.Tenant, gone.Caller.PersonId));
        }
    }

    /// <summary>The sign-ins behind all connections, by tenant.</summary>
    public IEnumerable<IGrouping<TenantId, Guid>> SessionsByTenant() =>
        _connections.Values.Select(connection => (connection.Caller.Tenant, connection.Caller.SessionId)).Distinct()
            .GroupBy(session => session.Tenant, session => session.SessionId);

    /// <summary>Aborts every connection of these sign-ins. Sign-ins end rarely, so a walk over all connections beats keeping a second index.</summary>
    public int End(IReadOnlySet<Guid> sessionIds)
    {
        var ended = 0;
        foreach (var connection in _connections.Values.Where(connection => !connection.IsEnded && sessionIds.Contains(connection.Caller.SessionId)))
        {
            connection.End();
            ended++;
        }

        return ended;
    }

    private static void OneLess<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (--counts[key] == 0)
            counts.Remove(key);
    }
}
