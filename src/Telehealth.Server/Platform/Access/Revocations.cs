using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Ends sign-ins: first the rows, so that nothing new begins, then the live connections here, then those on every other node by
/// announcement. A lost announcement is made good by <see cref="SessionWatch"/>.
/// </summary>
internal sealed class Revocations(
    Sessions sessions, ConnectionRegistry connections, IEnumerable<IHeldBySession> held, IClusterBus bus, AccessMetrics metrics,
    ILogger<Revocations> log)
{
    public const string Topic = "access.sessions_ended";

    /// <summary>Sign-out, or a refresh token that two hold.</summary>
    public async Task EndSession(TenantId tenant, Guid sessionId, CancellationToken cancellation) =>
        await Announce(await sessions.End(tenant, sessionId, cancellation));

    /// <summary>The person was disabled, or has another password or other roles.</summary>
    public async Task EndSessionsOf(TenantId tenant, Guid personId, CancellationToken cancellation) =>
        await Announce(await sessions.EndOfPerson(tenant, personId, cancellation));

    /// <summary>The guest's link was revoked.</summary>
    public async Task EndSessionsOfGuest(TenantId tenant, Guid linkId, CancellationToken cancellation) =>
        await Announce(await sessions.EndOfGuest(tenant, linkId, cancellation));

    /// <summary>What a node does with the ids in an announcement, or that its own check found.</summary>
    public void EndHere(IReadOnlySet<Guid> sessionIds)
    {
        // Before the connections: a seat whose connection merely breaks is kept for its person.
        foreach (var holder in held)
            holder.End(sessionIds);
        var ended = connections.End(sessionIds);
        if (ended > 0)
            log.ConnectionsEnded(ended);
    }

    /// <summary>The sign-ins behind all that is live on this node, by tenant.</summary>
    public IEnumerable<IGrouping<TenantId, Guid>> SessionsHere() =>
        connections
            .Sessions.Concat(held.SelectMany(holder => holder.Sessions))
            .Distinct()
            .GroupBy(session => session.Tenant, session => session.SessionId);

    public static IReadOnlySet<Guid> Decode(ReadOnlySpan<byte> payload) =>
        payload.Length % 16 == 0 ? MemoryMarshal.Cast<byte, Guid>(payload).ToArray().ToHashSet() : new HashSet<Guid>();

    private async Task Announce(IReadOnlyList<Guid> ended)
    {
        if (ended.Count == 0)
            return;
        metrics.SessionsEnded(ended.Count);
        EndHere(ended.ToHashSet());
        await bus.Announce(Topic, MemoryMarshal.AsBytes<Guid>(ended.ToArray()).ToArray());
    }
}

/// <summary>
/// Ends live connections whose sign-in another node has ended: at once when told, and within <see cref="AccessOptions.CheckInterval"/> when
/// not. While the database cannot be reached, live connections stay: a consult must not end because a database restarts.
/// </summary>
internal sealed class SessionWatch(
    IServiceProvider services, IOptions<AccessOptions> options, TimeProvider time, ILogger<SessionWatch> log) : BackgroundService
{
    private const int PurgeEvery = 40;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asked for here and not in the constructor: the database is there only once the services before this one have started.
        var sessions = services.GetRequiredService<Sessions>();
        var revocations = services.GetRequiredService<Revocations>();
        using var subscription = services.GetRequiredService<IClusterBus>()
            .Subscribe(Revocations.Topic, payload => revocations.EndHere(Revocations.Decode(payload.Span)));
        using var timer = new PeriodicTimer(options.Value.CheckInterval, time);
        for (var round = 1; await Next(timer, stoppingToken); round++)
        {
            try
            {
                await Check(sessions, revocations, stoppingToken);
                if (round % PurgeEvery == 0)
                    await sessions.Purge(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                log.SessionCheckFailed(exception);
            }
        }
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task Check(Sessions sessions, Revocations revocations, CancellationToken cancellation)
    {
        foreach (var tenant in revocations.SessionsHere().ToArray())
        {
            var known = tenant.ToHashSet();
            known.ExceptWith(await sessions.StillLive(tenant.Key, [.. known], cancellation));
            revocations.EndHere(known);
        }
    }
}
