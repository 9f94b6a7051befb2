using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Platform.Access;

/// <summary>One hub connection of this node, with the sign-in that it hangs on.</summary>
internal sealed class LiveConnection(HubCallerContext hub, Caller caller, TokenBucket bucket, IPAddress address)
{
    private volatile Rejection? _ended;

    public Caller Caller { get; } = caller;

    public TokenBucket Bucket { get; } = bucket;

    /// <summary>From where it comes.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>Why nothing that still arrives is served; null while it is.</summary>
    public Rejection? Ended => _ended;

    public void End()
    {
        _ended = Gate.SignedOut;
        hub.Abort();
    }

    /// <summary>Makes room for others: its client is told why, so that it does not take this for a lost line.</summary>
    public async Task Refuse(Rejection rejection)
    {
        _ended = rejection;
        if (hub.Features.Get<Outbox>() is { } outbox)
            await outbox.Refuse(rejection);
        else
            hub.Abort();
    }
}

/// <summary>
/// The hub connections of this node. Any thread may ask; connections enter and leave through <see cref="GateHubFilter"/> only.
/// </summary>
internal sealed class ConnectionRegistry(IOptions<AccessOptions> options)
{
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly Lock _entrance = new();

    /// <summary>The ids of the connections of each person, and of each sign-in, the oldest first.</summary>
    private readonly Dictionary<(TenantId, Guid), List<string>> _ofPerson = [];
    private readonly Dictionary<Guid, List<string>> _ofSession = [];

    /// <summary>People with an account of whom a connection has come or gone since it was last asked who.</summary>
    private readonly HashSet<(TenantId, Guid)> _changed = [];

    public int Count => _connections.Count;

    /// <summary>
    /// Lets a connection in. When the sign-in or the person has as many as one may have, the oldest goes and is handed out to be ended: a
    /// page that was just opened, perhaps to ask for help, matters more than one that may have died without a word.
    /// </summary>
    public IReadOnlyList<LiveConnection> Add(string connectionId, LiveConnection connection)
    {
        var caller = connection.Caller;
        lock (_entrance)
        {
            List<LiveConnection> crowdedOut = [];
            MakeRoom(_ofSession, caller.SessionId, options.Value.HubConnectionsPerSession, crowdedOut);
            MakeRoom(_ofPerson, (caller.Tenant, caller.PersonId), options.Value.HubConnectionsPerPerson, crowdedOut);
            Listed(_ofSession, caller.SessionId).Add(connectionId);
            Listed(_ofPerson, (caller.Tenant, caller.PersonId)).Add(connectionId);
            _connections[connectionId] = connection;
            MarkChanged(caller);
            return crowdedOut;
        }
    }

    public void Remove(string connectionId)
    {
        lock (_entrance)
            Take(connectionId);
    }

    /// <summary>
    /// The people with an account whose connections have come or gone since the last time that this was asked, each with the sign-ins that
    /// are connected now. One alone may ask.
    /// </summary>
    public IReadOnlyList<(TenantId Tenant, Guid Person, Guid[] SessionIds)> TakeChanged()
    {
        lock (_entrance)
        {
            if (_changed.Count == 0)
                return [];
            (TenantId, Guid, Guid[])[] taken = [.. _changed.Select(person => (person.Item1, person.Item2, SessionsOf(person)))];
            _changed.Clear();
            return taken;
        }
    }

    /// <summary>The sign-ins behind all connections.</summary>
    public IEnumerable<(TenantId Tenant, Guid SessionId)> Sessions =>
        _connections.Values.Select(connection => (connection.Caller.Tenant, connection.Caller.SessionId));

    /// <summary>
    /// Aborts every connection of these sign-ins. Sign-ins end rarely, so a walk over all connections beats keeping a second index.
    /// </summary>
    public int End(IReadOnlySet<Guid> sessionIds)
    {
        var ended = 0;
        foreach (var connection in _connections.Values.Where(connection =>
                connection.Ended is null && sessionIds.Contains(connection.Caller.SessionId)))
        {
            connection.End();
            ended++;
        }

        return ended;
    }

    private Guid[] SessionsOf((TenantId, Guid) person) => _ofPerson.TryGetValue(person, out var ids)
        ? [.. ids.Select(id => _connections[id]).Where(one => one.Ended is null).Select(one => one.Caller.SessionId).Distinct()]
        : [];

    private void MakeRoom<TKey>(Dictionary<TKey, List<string>> lists, TKey key, int most, List<LiveConnection> crowdedOut)
        where TKey : notnull
    {
        while (lists.TryGetValue(key, out var known) && known.Count >= most)
        {
            if (Take(known[0]) is { } oldest)
                crowdedOut.Add(oldest);
        }
    }

    private LiveConnection? Take(string connectionId)
    {
        if (!_connections.TryRemove(connectionId, out var gone))
            return null;
        Unlist(_ofSession, gone.Caller.SessionId, connectionId);
        Unlist(_ofPerson, (gone.Caller.Tenant, gone.Caller.PersonId), connectionId);
        MarkChanged(gone.Caller);
        return gone;
    }

    private void MarkChanged(Caller caller)
    {
        if (caller.GuestOf is null)
            _changed.Add((caller.Tenant, caller.PersonId));
    }

    private static List<string> Listed<TKey>(Dictionary<TKey, List<string>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var known))
            lists.Add(key, known = []);
        return known;
    }

    private static void Unlist<TKey>(Dictionary<TKey, List<string>> lists, TKey key, string connectionId)
        where TKey : notnull
    {
        if (lists.TryGetValue(key, out var known) && known.Remove(connectionId) && known.Count == 0)
            lists.Remove(key);
    }
}
