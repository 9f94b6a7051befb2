namespace Telehealth.Server.Platform.EventStore;

/// <summary>Something on this node that shows the log as it grows.</summary>
internal interface ILiveFeed
{
    /// <summary>Called after the commit, in log order, by one thread at a time. Must not block: hand over and return.</summary>
    void Publish(StoredEvent stored);
}
