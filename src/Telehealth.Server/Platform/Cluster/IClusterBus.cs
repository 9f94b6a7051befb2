namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Short-lived news between nodes: at most once, in no promised order between nodes, and lost when nobody listens.
/// What must not be lost stands in the log; the bus only makes it arrive sooner.
/// </summary>
internal interface IClusterBus
{
    /// <summary>
    /// Reaches every subscriber of the topic on every node, this one too. Returns when the announcement is handed over, not when it
    /// arrived; when the hand-over queue is full the announcement is dropped and counted.
    /// </summary>
    /// <param name="topic">Lower case with dots, such as <c>log.grew</c>.</param>
    /// <param name="payload">Copied before this returns.</param>
    ValueTask Announce(string topic, ReadOnlyMemory<byte> payload);

    /// <summary>As <see cref="Announce"/>, to every node but this one.</summary>
    ValueTask AnnounceToOthers(string topic, ReadOnlyMemory<byte> payload);

    /// <summary>There is no other node, as far as this one knows.</summary>
    bool IsAlone { get; }

    /// <summary>
    /// The handler runs on the bus's own loop, one announcement at a time: it hands over and returns, and owns the payload only until then.
    /// Dispose to stop.
    /// </summary>
    IDisposable Subscribe(string topic, Action<ReadOnlyMemory<byte>> handler);
}
