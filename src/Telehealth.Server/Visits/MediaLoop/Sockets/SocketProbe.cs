using System.Net;
using System.Net.Sockets;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>
/// Whether batches work here, found out by doing: kernels, sandboxes and emulations refuse these calls in many ways, and some say
/// yes and do nothing. A socket on loopback sends datagrams to itself.
/// </summary>
internal static class SocketProbe
{
    private const int Datagrams = 3;
    private const int DatagramBytes = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Null when they work, or the reason for people.</summary>
    public static string? WhyNotBatched()
    {
        if (!LibC.IsKnownPlatform) return "this is not Linux on x64 or arm64";
        try
        {
            using var socket = new BatchedSocket(IPAddress.Loopback, 0);
            socket.Sending.Segments = false;
            return HearsItself(socket) ? null : "this system does not send and receive several datagrams in one call";
        }
        catch (Exception error) when (error is SocketException or EntryPointNotFoundException or DllNotFoundException)
        {
            return error.Message;
        }
    }

    /// <summary>Whether the kernel cuts a run of datagrams for us.</summary>
    public static bool CutsRuns()
    {
        using var socket = new BatchedSocket(IPAddress.Loopback, 0);
        return HearsItself(socket) && socket.Sending is { Segments: true, RefusedRuns: 0 };
    }

    private static bool HearsItself(BatchedSocket socket)
    {
        var self = NetworkPath.From(socket.LocalEndPoint.Address, (ushort)socket.LocalEndPoint.Port);
        for (byte i = 0; i < Datagrams; i++)
        {
            socket.Rent(self)[..DatagramBytes].Fill(i);
            socket.Commit(DatagramBytes);
        }
        socket.Flush();
        var heard = 0;
        while (heard < Datagrams && socket.Wait(Patience))
        {
            var count = socket.Receive();
            if (count == 0) return false;
            for (var i = 0; i < count; i++, heard++)
            {
                var datagram = socket.Received(i, out var from);
                if (from != self || datagram.Length != DatagramBytes || datagram[0] != heard) return false;
            }
        }
        return heard == Datagrams && socket.SendFailures == 0;
    }
}
