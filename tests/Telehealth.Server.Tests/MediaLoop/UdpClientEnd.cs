using System.Net;
using System.Net.Sockets;
using Telehealth.Media;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>A far end on this machine: an ordinary socket that keeps what arrives.</summary>
internal sealed class UdpClientEnd : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly byte[] _room = new byte[65_536];

    public UdpClientEnd(IPAddress address)
    {
        _socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        _socket.Bind(new IPEndPoint(address, 0));
        var local = (IPEndPoint)_socket.LocalEndPoint!;
        Path = NetworkPath.From(local.Address, (ushort)local.Port);
    }

    public NetworkPath Path { get; }

    public List<byte[]> Received { get; } = [];

    public void Send(ReadOnlySpan<byte> datagram, IPEndPoint to) => _socket.SendTo(datagram, to);

    /// <summary>Takes what is there.</summary>
    public void Drain()
    {
        while (_socket.Available > 0) Received.Add(_room[.._socket.Receive(_room)]);
    }

    /// <summary>Takes until there are so many.</summary>
    public void DrainUntil(int count)
    {
        while (Received.Count < count)
        {
            if (!_socket.Poll(Patience, SelectMode.SelectRead))
                throw new TimeoutException($"{Received.Count} of {count} datagrams arrived.");
            Drain();
        }
    }

    public void Dispose() => _socket.Dispose();
}
