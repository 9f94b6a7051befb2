using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Access;

/// <summary>
/// Counts tries per e-mail address, before the password is looked at: so many tries at once cannot slip through together, and an address
/// that nobody has locks like any other.
/// </summary>
internal sealed class SignInTries(NpgsqlDataSource database, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly AccessOptions _settings = options.Value;

    /// <summary>False while the address is locked.</summary>
    public async Task<bool> Begin(TenantId tenant, string normalisedEmail, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            """
            insert into identity.sign_in_try as known (tenant, email_hash, tries, last_at) values ($1, $2, 1, $3)
            on conflict (tenant, email_hash) do update set
                tries = case when known.last_at <= $4 then 1 else least(known.tries + 1, $5 + 1) end,
                last_at = case when known.last_at <= $4 or known.tries < $5 then $3 else known.last_at end
            returning tries
            """,
            tenant.Value, HashOf(normalisedEmail), now, now - _settings.SignInLock, _settings.SignInTries);
        return (int)(await command.ExecuteScalarAsync(cancellation) ?? 0) <= _settings.SignInTries;
    }

    /// <summary>The password was right, or an administrator unlocks.</summary>
    public async Task Forget(TenantId tenant, string normalisedEmail, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "delete from identity.sign_in_try where tenant = $1 and email_hash = $2", tenant.Value, HashOf(normalisedEmail));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same as <c>sha256(convert_to(normalized_email, 'UTF8'))</c> in SQL.</summary>
    private static byte[] HashOf(string normalisedEmail) => SHA256.HashData(Encoding.UTF8.GetBytes(normalisedEmail));
}

/// <summary>Limits sign-ins of all kinds by network address, and how many passwords are hashed at once: hashing must not starve live calls.</summary>
internal sealed class SignInLimits(IOptions<AccessOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _perAddress = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.SignInsPerMinute,
            TokensPerPeriod = Math.Max(1, options.Value.SignInsPerMinute / 12),
            ReplenishmentPeriod = TimeSpan.FromSeconds(5),
            QueueLimit = 0,
        }));

    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    public bool Takes(HttpContext context)
    {
        using var lease = _perAddress.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return lease.IsAcquired;
    }

    /// <summary>Runs the work on the pool when its turn has come. Waiting is bounded by the limit per address and the client's patience.</summary>
    public async Task<T> Hash<T>(Func<T> work, CancellationToken cancellation)
    {
        await _hashing.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _hashing.Release();
        }
    }

    public void Dispose()
    {
        _perAddress.Dispose();
        _hashing.Dispose();
    }

    /// <summary>A household or a host has a whole /64 in IPv6.</summary>
    internal static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
