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
    /// The address at which the other nodes reach this one. What is spoken there is neither encrypted nor asked for a secret: beyond this
    /// machine it belongs into a network of the nodes' own.
    /// </summary>
    public string SiloAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The TCP port there; 0 is any that is free.</summary>
    public int SiloPort { get; set; }

    /// <summary>
    /// How often a node asks another whether it lives, and how long it waits for the answer. Three that stay out, and it is gone.
    /// </summary>
    public TimeSpan Probe { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a node that the others have put out goes on with the calls and connections that it has, before it ends to be started anew.
    /// </summary>
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(30);
}
