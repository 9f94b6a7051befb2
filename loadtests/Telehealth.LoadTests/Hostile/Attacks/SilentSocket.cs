using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>A hub connection by hand with the smallest buffers: it asks, and never reads. RFC 6455 as far as sending goes.</summary>
internal sealed class SilentSocket : IDisposable
{
    private const int SmallestBuffer = 2_048;
    private static readonly byte[] EndOfMessage = [0x1E];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        ReceiveBufferSize = SmallestBuffer, SendTimeout = 1_000, ReceiveTimeout = 5_000, NoDelay = true,
    };

    /// <summary>Opens it and reads no more than the answer to the handshake; false when the server does not want it.</summary>
    public bool Open(Uri hub, string token)
    {
        try
        {
            _socket.Connect(hub.Host, hub.Port);
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            _socket.Send(Encoding.ASCII.GetBytes(
                $"GET {hub.AbsolutePath} HTTP/1.1\r\nHost: {hub.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
                $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"));
            var answer = new byte[SmallestBuffer];
            var length = _socket.Receive(answer);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
                && Send("""{"protocol":"json","version":1}""");
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Calls a hub method; false when the server has had enough, or takes nothing for a second.</summary>
    public bool Call(int number, string method, string arguments) =>
        Send($$"""{"type":1,"invocationId":"{{number}}","target":"{{method}}","arguments":{{arguments}}}""");

    public void Dispose() => _socket.Dispose();

    private bool Send(string text)
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes(text), .. EndOfMessage];
        byte[] length =
            payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        // A mask of zeros is a mask.
        byte[] frame = [0x81, .. length, 0, 0, 0, 0, .. payload];
        try
        {
            return _socket.Send(frame) == frame.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
