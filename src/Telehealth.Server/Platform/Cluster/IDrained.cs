namespace Telehealth.Server.Platform.Cluster;

/// <summary>Something of this node that other nodes can go on with, and that is led there before it ends.</summary>
internal interface IDrained
{
    /// <summary>
    /// Returns when nothing of it is here any more, or its own limit has passed. Begins after the node's notice, with all others at once.
    /// </summary>
    /// <param name="hurry">Cancelled when there is no node left that could go on with it, or no time.</param>
    Task Drain(CancellationToken hurry);
}
