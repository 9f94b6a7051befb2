using System.Net;
using System.Net.Sockets;

namespace Telehealth.Testing.Network;

/// <summary>Ports for programs that are told where to listen.</summary>
public static class FreePort
{
    // Below those that the system gives to connections, and those of silos: whoever is told a port may need seconds until it listens there.
    private const int First = 10_000;
    private const int Ports = 10_000;

    private static int _next = Random.Shared.Next(Ports);

    /// <summary>A TCP port of the loopback address on which nobody listens, and that nobody else of this process is told.</summary>
    public static int Take()
    {
        for (var tries = 0; tries < Ports; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Ports);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }

        throw new InvalidOperationException("No port is free.");
    }
}
