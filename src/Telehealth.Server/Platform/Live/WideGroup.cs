namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Names of groups whose members may be connected to any node. Such a group is for what is kept nowhere and said by one node alone:
/// presence, who writes, who speaks. What is stored each node tells to its own connections, from its own tail of the log; it would arrive
/// as often as there are nodes.
/// </summary>
internal static class WideGroup
{
    private const string Prefix = "wide:";

    /// <summary>The name by which a group is joined, left and told on all nodes.</summary>
    public static string Named(string group) => Prefix + group;

    /// <summary>The name by which those of its members are told who are connected to this node.</summary>
    public static string Here(string group) => Is(group) ? group[Prefix.Length..] : group;

    public static bool Is(string group) => group.StartsWith(Prefix, StringComparison.Ordinal);
}
