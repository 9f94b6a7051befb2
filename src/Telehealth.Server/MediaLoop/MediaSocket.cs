using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Telehealth.Media;
using Telehealth.Media.Routing;

namespace Telehealth.Server.MediaLoop;

/// <summary>
/// The one UDP socket of all media, without an allocation for each datagram. Only the media thread uses it, but for
/// <see cref="Wake"/>, which any thread may call.
/// </summary>
internal sealed class MediaSocket : IDatagramSink, IDisposable
{
    // Half a second of a busy relay's traffic; the kernel may grant less.
    private const int BufferBytes = 4 * 1024 * 1024;
    private const int MaxKnownAddresses = 8192;

    private readonly Socket _socket;
    private readonly Socket _waker;
    private readonly SocketAddress _from;
    private readonly SocketAddress _wakerTarget;
    private readonly NetworkPath _wakerPath;
    private readonly Dictionary<NetworkPath, SocketAddress> _addresses = [];
    private readonly byte[] _room = new byte[IDatagramSink.DatagramRoom];
    private NetworkPath _to;
    private int _isWoken;

    public MediaSocket(IPAddress bindAddress, int port)
    {
        _socket = new Socket(bindAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _waker = new Socket(bindAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (bindAddress.Equals(IPAddress.IPv6Any)) _socket.DualMode = true;
            _socket.ReceiveBufferSize = BufferBytes;
            _socket.SendBufferSize = BufferBytes;
            // A datagram that vanishes between "readable" and "read" (a bad checksum) must not hold the thread.
            _socket.ReceiveTimeout = 100;
            _socket.Bind(new IPEndPoint(bindAddress, port));
            LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
            _from = new SocketAddress(bindAddress.AddressFamily);

            var reachable = ReachableOf(bindAddress);
            _waker.Bind(new IPEndPoint(reachable, 0));
            _wakerTarget = new IPEndPoint(reachable, LocalEndPoint.Port).Serialize();
            _wakerPath = PathOf(((IPEndPoint)_waker.LocalEndPoint!).Serialize());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Datagrams that the system would not send.</summary>
    public long SendFailures { get; private set; }

    /// <summary>Waits until there is something to read or the time is over; a wake ends it too.</summary>
    public bool WaitReadable(TimeSpan atMost)
    {
        // The system counts in whole milliseconds and rounds down: a shorter wait would spin.
        var milliseconds = Math.Clamp(Math.Ceiling(atMost.TotalMilliseconds), 0, 1000);
        return _socket.Poll((int)milliseconds * 1000, SelectMode.SelectRead);
    }

    /// <summary>Whether another datagram waits.</summary>
    public bool HasMore => _socket.Available > 0;

    /// <summary>Reads one datagram; false when it was a wake, or nothing that can be read.</summary>
    public bool TryReceive(Span<byte> buffer, out int length, out NetworkPath from)
    {
        (length, from) = (0, default);
        try
        {
            length = _socket.ReceiveFrom(buffer, SocketFlags.None, _from);
        }
        catch (SocketException)
        {
            // Longer than the buffer, or an error that an earlier datagram has brought back: either is one lost datagram.
            return false;
        }
        from = PathOf(_from);
        return from != _wakerPath;
    }

    public Span<byte> Rent(NetworkPath to)
    {
        _to = to;
        return _room;
    }

    public void Commit(int length)
    {
        if (length == 0) return;
        try
        {
            _socket.SendTo(_room.AsSpan(0, length), SocketFlags.None, AddressOf(_to));
        }
        catch (SocketException)
        {
            SendFailures++;
        }
    }

    /// <summary>Lets the next <see cref="Wake"/> send again. Before looking at the queue, so that none is overlooked.</summary>
    public void ForgetWake() => Volatile.Write(ref _isWoken, 0);

    /// <summary>Ends a wait of the media thread, by a datagram to itself: a wait knows one thing to wait for only.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) != 0) return;
        try
        {
            _waker.SendTo([0], SocketFlags.None, _wakerTarget);
        }
        catch (SocketException)
        {
            // The thread looks at its queue at least once a second anyway.
            Volatile.Write(ref _isWoken, 0);
        }
        catch (ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _waker.Dispose();
    }

    private SocketAddress AddressOf(NetworkPath path)
    {
        if (_addresses.TryGetValue(path, out var known)) return known;
        // Peers come and go: when the table is full it is begun anew, which costs each live peer one small object.
        if (_addresses.Count >= MaxKnownAddresses) _addresses.Clear();
        Span<byte> bytes = stackalloc byte[16];
        var address = new IPAddress(bytes[..path.WriteAddress(bytes)]);
        if (_socket.AddressFamily == AddressFamily.InterNetworkV6) address = address.MapToIPv6();
        return _addresses[path] = new IPEndPoint(address, path.Port).Serialize();
    }

    // sockaddr_in is family, port, address; sockaddr_in6 has four bytes of flow label between port and address.
    private static NetworkPath PathOf(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return address.Family == AddressFamily.InterNetwork
            ? NetworkPath.FromBytes(bytes.Slice(4, 4), port)
            : NetworkPath.FromBytes(bytes.Slice(8, 16), port);
    }

    private static IPAddress ReachableOf(IPAddress bind) =>
        bind.Equals(IPAddress.Any) ? IPAddress.Loopback : bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bind;
}
