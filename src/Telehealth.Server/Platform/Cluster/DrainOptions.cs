namespace Telehealth.Server.Platform.Cluster;

/// <summary>Section <c>Drain</c>: how a node ends that was told to, while others go on.</summary>
internal sealed class DrainOptions
{
    public const string Section = "Drain";

    /// <summary>
    /// How long it goes on as before once it says that it is not ready: whatever sends people to nodes must have noticed by then. Ours asks
    /// every second, Kubernetes every two.
    /// </summary>
    public TimeSpan Notice { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Over which time its connections are told to go, one after another, so that the others are not stormed.</summary>
    public TimeSpan MoveOver { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a page that was told has for it. Then its connection is closed, with the reason.</summary>
    public TimeSpan LeaveWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where they are to go, when that is not the address that they know: an absolute one of another site.</summary>
    public string? MoveTo { get; set; }
}
