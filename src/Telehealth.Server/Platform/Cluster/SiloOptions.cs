using System.Net;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>Section <c>Cluster</c>.</summary>
internal sealed class SiloOptions
{
    public const string Section = "Cluster";

    /// <summary>
    /// Name of the cluster: nodes find each other when they have the same database and the same name. Absent: made from the database's.
    /// </summary>
    public string? Id { get; set; }

    /// <summary>
    /// The address at which the other nodes reach this one. Beyond this machine it needs <see cref="Certificate"/>, or
    /// <see cref="PlainSilos"/>.
    /// </summary>
    public string SiloAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The TCP port there; 0 is any that is free.</summary>
    public int SiloPort { get; set; }

    /// <summary>File of the certificate that this node shows the others: PEM, or PFX without a password.</summary>
    public string? Certificate { get; set; }

    /// <summary>File of its private key in PEM. Absent: it is in the file of the certificate.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>
    /// File in PEM of the authority whose certificates nodes show, and of those between. Whoever has one of that authority is a node: it
    /// must be an authority for nothing else.
    /// </summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>Whether nodes may speak in the clear beyond this machine: only in a network that nobody else reaches.</summary>
    public bool PlainSilos { get; set; }

    /// <summary>
    /// How often a node asks another whether it lives, and how long it waits for the answer. Three that stay out, and it is gone.
    /// </summary>
    public TimeSpan Probe { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a node that the others have put out goes on with the calls and connections that it has, before it ends to be started anew.
    /// </summary>
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Redis, by which nodes tell each other what is kept nowhere, as StackExchange.Redis reads addresses. Absent: they do by the silos.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>Messages that wait for Redis at most.</summary>
    public int RedisQueue { get; set; } = 10_000;

    /// <summary>How long an answer of Redis is waited for.</summary>
    public TimeSpan RedisWithin { get; set; } = TimeSpan.FromSeconds(1);
}
