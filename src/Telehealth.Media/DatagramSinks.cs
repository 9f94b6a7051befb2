namespace Telehealth.Media;

/// <summary>For those who have a whole datagram already.</summary>
public static class DatagramSinks
{
    /// <summary>Sends a copy of a datagram.</summary>
    /// <param name="sink">Where it goes.</param>
    /// <param name="to">The peer's address.</param>
    /// <param name="datagram">At most <see cref="IDatagramSink.DatagramRoom"/> bytes.</param>
    public static void Send(this IDatagramSink sink, NetworkPath to, ReadOnlySpan<byte> datagram)
    {
        datagram.CopyTo(sink.Rent(to));
        sink.Commit(datagram.Length);
    }
}
