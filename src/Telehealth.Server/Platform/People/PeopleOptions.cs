namespace Telehealth.Server.Platform.People;

/// <summary>Section <c>People</c>.</summary>
internal sealed class PeopleOptions
{
    public const string Section = "People";

    /// <summary>
    /// How long somebody whose last connection broke is still taken for present: a phone that changes its network is back within it.
    /// </summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a device that nobody speaks of any more is believed to be connected, at a node that still belongs to the cluster. A node
    /// says it again three times in that time. Of a node that is gone nothing is believed beyond <see cref="Grace"/>.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How often it is written down that somebody is still there: by so much last seen may be too early, when the last node to know dies.
    /// </summary>
    public TimeSpan WriteEvery { get; set; } = TimeSpan.FromMinutes(1);
}
