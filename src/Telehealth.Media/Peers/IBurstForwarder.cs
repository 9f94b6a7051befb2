namespace Telehealth.Media.Peers;

/// <summary>Whoever has something to send when a received burst is over. Called once a burst, not for each packet.</summary>
internal interface IBurstForwarder
{
    /// <summary>Sends what the burst has brought.</summary>
    void ForwardPending(RelayContext context);
}
