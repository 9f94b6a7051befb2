using System.Net;
using System.Net.Sockets;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>The socket by the framework alone, a call for each datagram. A datagram to itself ends a wait.</summary>
internal sealed class PlainSocket : MediaSocket
{
    private const int MaxKnownAddresses = 8192;

    private readonly Socket _waker;
    private readonly SocketAddress _from;
    private readonly SocketAddress _wakerTarget;
    private readonly NetworkPath _wakerPath;
    private readonly Dictionary<NetworkPath, SocketAddress> _addresses = [];
    private readonly byte[] _rented = new byte[IDatagramSink.DatagramRoom];
    private readonly byte[] _slab = new byte[MaxBatch * ReceiveRoom];
    private readonly (int Length, NetworkPath From)[] _received = new (int, NetworkPath)[MaxBatch];
    private NetworkPath _to;
    private long _sendFailures;

    public PlainSocket(IPAddress bindAddress, int port)
        : base(bindAddress, port)
    {
        _waker = new(bindAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // A datagram that vanishes between "readable" and "read" (a bad checksum) must not hold the thread.
            Socket.ReceiveTimeout = 100;
            _from = new(bindAddress.AddressFamily);
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

    public override long SendFailures => _sendFailures;

    public override long SendOverflows => 0;

    public override bool Wait(TimeSpan atMost)
    {
        // The framework counts in whole milliseconds and rounds down: a shorter wait would spin.
        var milliseconds = Math.Clamp(Math.Ceiling(atMost.TotalMilliseconds), 0, MaxWait.TotalMilliseconds);
        return Socket.Poll((int)milliseconds * 1000, SelectMode.SelectRead);
    }

    public override int Receive()
    {
        var count = 0;
        for (var tries = 0; tries < MaxBatch && (tries == 0 || Socket.Available > 0); tries++)
        {
            if (!TryReceive(_slab.AsSpan(count * ReceiveRoom, ReceiveRoom), out var length)) continue;
            var from = PathOf(_from);
            if (from == _wakerPath) ForgetWake();
            else _received[count++] = (length, from);
        }
        return count;
    }

    public override ReadOnlySpan<byte> Received(int index, out NetworkPath from)
    {
        (var length, from) = _received[index];
        return _slab.AsSpan(index * ReceiveRoom, length);
    }

    public override Span<byte> Rent(NetworkPath to)
    {
        _to = to;
        return _rented;
    }

    public override void Commit(int length)
    {
        if (length == 0) return;
        try
        {
            Socket.SendTo(_rented.AsSpan(0, length), SocketFlags.None, AddressOf(_to));
        }
        catch (SocketException)
        {
            _sendFailures++;
        }
    }

    public override void Flush()
    {
    }

    protected override bool TrySignal()
    {
        try
        {
            return _waker.SendTo([0], SocketFlags.None, _wakerTarget) == 1;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing) _waker.Dispose();
        base.Dispose(isDisposing);
    }

    private bool TryReceive(Span<byte> room, out int length)
    {
        try
        {
            length = Socket.ReceiveFrom(room, SocketFlags.None, _from);
            return true;
        }
        catch (SocketException)
        {
            // Longer than the room, or an error that an earlier datagram has brought back: either is one lost datagram.
            length = 0;
            return false;
        }
    }

    private SocketAddress AddressOf(NetworkPath path)
    {
        if (_addresses.TryGetValue(path, out var known)) return known;
        // Peers come and go: when the table is full it is begun anew, which costs each live peer one small object.
        if (_addresses.Count >= MaxKnownAddresses) _addresses.Clear();
        Span<byte> bytes = stackalloc byte[16];
        var address = new IPAddress(bytes[..path.WriteAddress(bytes)]);
        if (Socket.AddressFamily == AddressFamily.InterNetworkV6) address = address.MapToIPv6();
        return _addresses[path] = new IPEndPoint(address, path.Port).Serialize();
    }

    // The framework's buffer has the layout of the system's sockaddr, but for the family's first bytes.
    private static NetworkPath PathOf(SocketAddress address) =>
        RawAddress.Read(address.Buffer.Span, address.Family == AddressFamily.InterNetworkV6);

    private static IPAddress ReachableOf(IPAddress bind) =>
        bind.Equals(IPAddress.Any) ? IPAddress.Loopback : bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bind;
}
