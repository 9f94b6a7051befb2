using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// How fast one may ask on this node: each connection, each person over all of theirs, and all guests of one network address together, for
/// a guest is nobody that is known. Costly questions have a budget of their own. What is above a budget is refused and may be asked again.
/// </summary>
internal sealed class CallBudgets(IOptions<AccessOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(200);

    private static readonly Rejection OfOne = new(
        RejectionKind.TooMany, "hub.too_many_requests",
        "This connection asks for more than the server gives to one. Wait a moment and try again.");

    private static readonly Rejection TooMany = new(
        RejectionKind.TooMany, "request.too_many", "You ask for more than the server gives to one person. Wait a moment and try again.");

    private readonly PartitionedRateLimiter<Caller> _ofPerson = Limiter<Caller, (TenantId, Guid)>(
        caller => (caller.Tenant, caller.PersonId), options.Value.PersonCallsPerSecond, burstSeconds: 3);

    private readonly PartitionedRateLimiter<IPAddress> _ofGuests = Limiter<IPAddress, IPAddress>(
        SignInLimits.Network, options.Value.GuestCallsPerSecond, burstSeconds: 3);

    private readonly PartitionedRateLimiter<Caller> _costly = Limiter<Caller, (TenantId, Guid)>(
        caller => (caller.Tenant, caller.PersonId), options.Value.CostlyPerSecond, burstSeconds: 10);

    public TokenBucket OfConnection() => new(options.Value.HubCallsPerSecond, options.Value.HubCallBurst, time);

    /// <summary>Null when one more call is within every budget that it counts for.</summary>
    public Rejection? Refuses(LiveConnection connection)
    {
        if (!connection.Bucket.TryTake() || !Takes(_ofPerson, connection.Caller))
            return OfOne;
        return connection.Caller.GuestOf is null || Takes(_ofGuests, connection.Address) ? null : OfOne;
    }

    /// <summary>Null when the person may ask one more costly question.</summary>
    public Rejection? RefusesCostly(Caller caller) => Takes(_costly, caller) ? null : TooMany;

    public void Dispose()
    {
        _ofPerson.Dispose();
        _ofGuests.Dispose();
        _costly.Dispose();
    }

    private static bool Takes<TKey>(PartitionedRateLimiter<TKey> limiter, TKey key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<TResource> Limiter<TResource, TKey>(Func<TResource, TKey> keyOf, int perSecond, int burstSeconds)
        where TKey : notnull =>
        PartitionedRateLimiter.Create<TResource, TKey>(resource =>
            RateLimitPartition.GetTokenBucketLimiter(
                keyOf(resource),
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = perSecond * burstSeconds,
                    TokensPerPeriod = Math.Max(1, (int)(perSecond * Refill.TotalSeconds)),
                    ReplenishmentPeriod = Refill,
                    QueueLimit = 0,
                }));
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
