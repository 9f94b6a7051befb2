namespace Telehealth.Server.Platform.Cluster;

/// <summary>Which nodes there are, as this one knows them now.</summary>
internal interface IClusterNodes
{
    /// <summary>
    /// This node's name, at most 100 characters of ASCII; null before it has joined and after it has left. A server that starts anew has
    /// another.
    /// </summary>
    string? Self { get; }

    /// <summary>How many others there are.</summary>
    int Peers { get; }

    /// <summary>Whether it is one of the others.</summary>
    bool Knows(string node);
}
