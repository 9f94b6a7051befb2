using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Server.Access;

/// <summary>One hub connection of this node, with the sign-in that it hangs on.</summary>
internal sealed class LiveConnection(HubCallerContext hub, Caller caller, TokenBucket bucket)
{
    private volatile bool _isEnded;

    public Caller Caller { get; } = caller;

    public TokenBucket Bucket { get; } = bucket;

    /// <summary>The sign-in has ended: nothing that still arrives is served.</summary>
    public bool IsEnded => _isEnded;

    public void End()
    {
        _isEnded = true;
        hub.Abort();
    }
}

/// <summary>The hub connections of this node. Any thread may ask; connections enter and leave through <see cref="GateHubFilter"/> only.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);

    public int Count => _connections.Count;

    public void Add(string connectionId, LiveConnection connection) => _connections[connectionId] = connection;

    public bool Remove(string connectionId) => _connections.TryRemove(connectionId, out _);

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
}

/// <summary>How many calls one connection may still make: refilled steadily, up to the burst.</summary>
internal sealed class TokenBucket(int perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_tokens < 1)
                return false;
            _tokens--;
            return true;
        }
    }
}
