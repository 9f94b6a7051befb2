using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Limits sign-ins of all kinds by network address, and how many passwords are hashed at once and wait for it: hashing must starve neither
/// live calls nor somebody whose browser is known.
/// </summary>
internal sealed class SignInLimits(IOptions<AccessOptions> options) : IDisposable
{
    /// <summary>So many networks can have all their places taken before the next one is refused.</summary>
    private const int FullNetworks = 4;

    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<string> _perSource = PartitionedRateLimiter.Create<string, string>(source =>
        RateLimitPartition.GetTokenBucketLimiter(source, _ => Bucket(options.Value.SignInsPerMinute)));

    private readonly TokenBucketRateLimiter _strangers = new(Bucket(options.Value.StrangeSignInsPerMinute));

    private readonly FairQueue _strangersHashing = new(
        Math.Max(1, Environment.ProcessorCount / 2), options.Value.SignInsWaiting, options.Value.SignInsWaiting * FullNetworks);

    /// <summary>A place of its own, so that strangers, however many, are never in front.</summary>
    private readonly FairQueue _knownHashing = new(1, options.Value.SignInsWaiting, options.Value.SignInsWaiting * FullNetworks * 2);

    private readonly SemaphoreSlim _administrators = new(1);

    /// <summary>False when this network has asked too often: for what costs no hash.</summary>
    public bool Takes(HttpContext context)
    {
        using var lease = _perSource.AttemptAcquire(Network(AddressOf(context)).ToString());
        return lease.IsAcquired;
    }

    /// <summary>
    /// Runs the work, which hashes, when its turn has come: one at a time for each lane. False when the source or strangers together ask
    /// too often, or too many wait already: the work was not done, and whoever asked may come again after <see cref="RetryAfter"/>.
    /// </summary>
    /// <param name="lane">The network of a stranger, or the account that is known.</param>
    public async Task<bool> TryHash(string lane, bool isKnown, Func<Task> work, CancellationToken cancellation)
    {
        using var lease = _perSource.AttemptAcquire(lane);
        if (!lease.IsAcquired)
            return false;
        if (isKnown)
            return await _knownHashing.TryRun(lane, work, cancellation);
        using var ofAll = _strangers.AttemptAcquire();
        return ofAll.IsAcquired && await _strangersHashing.TryRun(lane, work, cancellation);
    }

    /// <summary>For a password that an administrator sets: it waits its turn, since nobody but administrators can make it wait.</summary>
    public async Task<string> Hash(Func<string> work, CancellationToken cancellation)
    {
        await _administrators.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _administrators.Release();
        }
    }

    public void Dispose()
    {
        _perSource.Dispose();
        _strangers.Dispose();
        _administrators.Dispose();
    }

    public static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;

    /// <summary>A household or a host has a whole /64 in IPv6.</summary>
    internal static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? WithoutEnd(address, 8) : address;
    }

    /// <summary>
    /// Where wrong passwords are counted together: whoever rents addresses gets neighbours, a /24 in IPv4, a /64 in IPv6.
    /// </summary>
    internal static IPAddress Neighbourhood(IPAddress address)
    {
        var network = Network(address);
        return network.AddressFamily == AddressFamily.InterNetwork ? WithoutEnd(network, 3) : network;
    }

    private static IPAddress WithoutEnd(IPAddress address, int kept)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(kept).Clear();
        return new IPAddress(bytes);
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 12),
        ReplenishmentPeriod = TimeSpan.FromSeconds(5),
        QueueLimit = 0,
    };
}
