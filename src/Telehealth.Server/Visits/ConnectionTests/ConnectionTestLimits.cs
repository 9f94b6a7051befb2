using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Visits.ConnectionTests;

/// <summary>How many connection tests a network address may begin.</summary>
internal sealed class ConnectionTestLimits(IOptions<ConnectionTestOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _perAddress = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(SignInLimits.Network(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.PerMinute,
            QueueLimit = 0,
        }));

    public bool Takes(IPAddress? address)
    {
        using var lease = _perAddress.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _perAddress.Dispose();
}
