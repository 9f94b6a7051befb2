namespace Telehealth.Media.Routing;

/// <summary>Where a relay's datagrams go. It is called from inside of the relay's methods and must neither wait nor call back.</summary>
public interface IDatagramSink
{
    /// <summary>Sends a datagram, or loses it: as UDP does.</summary>
    /// <param name="to">The peer's address.</param>
    /// <param name="datagram">Valid during the call only.</param>
    void Send(NetworkPath to, ReadOnlySpan<byte> datagram);
}
