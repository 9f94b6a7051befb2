using System.Text.RegularExpressions;

namespace Telehealth.LoadTests.Faults;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>A node is gone at once.</summary>
    Kill,

    /// <summary>A node stands still for longer than the others wait for it.</summary>
    Stop,

    /// <summary>A node is told to end.</summary>
    Term,

    /// <summary>A node's clock jumps by three minutes, and back.</summary>
    Clock,

    /// <summary>Every process of PostgreSQL is gone at once.</summary>
    Database,

    /// <summary>PostgreSQL stands still.</summary>
    DatabaseStop,

    /// <summary>The volume that PostgreSQL writes on has no room left.</summary>
    DiskFull,

    /// <summary>No packet passes between a node and the database.</summary>
    CutDatabase,

    /// <summary>No packet passes between a node and the other nodes.</summary>
    CutNodes,

    /// <summary>A node's cable loses packets.</summary>
    Loss,

    /// <summary>Redis stands still.</summary>
    RedisStop,

    /// <summary>Redis is gone at once, with all that it knew.</summary>
    RedisKill,

    /// <summary>No packet passes between a node and Redis.</summary>
    CutRedis,
}

/// <summary>How a kind is called in a figure's name.</summary>
internal static partial class FaultKinds
{
    public static string Name(this FaultKind kind) => Humps().Replace(kind.ToString(), "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();
}
