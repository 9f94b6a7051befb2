using System.Collections.Concurrent;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>
/// One media thread's side of the TCP port: the connections whose first check was for its relay. The thread takes frames from
/// <see cref="Frames"/>, and is the only one to send.
/// </summary>
internal sealed class TcpLane(FrameQueue frames) : IDatagramSink
{
    private readonly ConcurrentDictionary<NetworkPath, TcpConnection> _connections = new();
    private readonly List<TcpConnection> _touched = [];
    private readonly byte[] _rented = new byte[IDatagramSink.DatagramRoom];
    private NetworkPath _to;

    public FrameQueue Frames => frames;

    /// <summary>Frames that were not sent, because the connection was gone or took too little.</summary>
    public long SendOverflows { get; private set; }

    public Span<byte> Rent(NetworkPath to)
    {
        _to = to;
        return _rented;
    }

    public void Commit(int length)
    {
        if (length == 0)
            return;
        if (!_connections.TryGetValue(_to, out var connection)
            || length > StreamFrames.MaxFrame
            || !connection.TrySend(_rented.AsSpan(0, length)))
        {
            SendOverflows++;
            return;
        }
        if (_touched.Count == 0 || _touched[^1] != connection) _touched.Add(connection);
    }

    /// <summary>Has the writers send what was committed.</summary>
    public void Flush()
    {
        foreach (var connection in _touched) connection.Flush();
        _touched.Clear();
    }

    /// <summary>Takes a connection, from any thread: what is sent to its path goes there from now on.</summary>
    public void Add(TcpConnection connection) => _connections[connection.Path] = connection;

    /// <summary>Lets it go, from any thread.</summary>
    public void Remove(TcpConnection connection) => _connections.TryRemove(new(connection.Path, connection));
}
