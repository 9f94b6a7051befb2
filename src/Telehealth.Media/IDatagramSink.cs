namespace Telehealth.Media;

/// <summary>
/// Where a relay's datagrams go. It is called from inside of the relay's methods and must neither wait nor call back. A datagram is
/// written straight into the sink's memory: rent, write, commit. What was committed leaves at the latest when the call into the
/// relay has returned and the owner flushes; datagrams to one address that follow each other may leave as one system call.
/// </summary>
public interface IDatagramSink
{
    /// <summary>The room of a rented datagram.</summary>
    const int DatagramRoom = 1600;

    /// <summary>Gives room for one datagram, valid until the next call.</summary>
    /// <param name="to">The peer's address.</param>
    /// <returns><see cref="DatagramRoom"/> bytes; their content means nothing.</returns>
    Span<byte> Rent(NetworkPath to);

    /// <summary>Sends what was written into the rented room, or loses it: as UDP does.</summary>
    /// <param name="length">How many bytes were written; 0 sends nothing.</param>
    void Commit(int length);
}
