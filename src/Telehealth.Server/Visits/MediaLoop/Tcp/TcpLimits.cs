namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>
/// What strangers may take of the TCP port. With the defaults connections hold at most 256 MB for sending and 8 MB for reading.
/// </summary>
internal sealed record TcpLimits
{
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Of one address; of IPv6 of one /64, which is one customer.</summary>
    public int MaxPerAddress { get; init; } = 32;

    /// <summary>How long a connection may take until the relay has reason to answer it.</summary>
    public TimeSpan ProofTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the relay may have nothing to say to it after that: as long as consent lasts (RFC 7675 section 5.1).</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a write may take.</summary>
    public TimeSpan WriteStall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the connections are looked at.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);
}
