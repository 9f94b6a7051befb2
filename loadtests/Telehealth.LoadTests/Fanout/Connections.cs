using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telehealth.LoadTests.Fanout;

/// <summary>The clients of one server, all read by the thread that calls.</summary>
internal sealed class Connections : IDisposable
{
    /// <summary>Connections from one loopback address to one server: fewer than it has ports for them.</summary>
    private const int PerAddress = 10_000;

    private const int ConnectingAtOnce = 8;
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(4);

    private readonly Dialect _dialect;
    private readonly Epoll _epoll = new();
    private readonly Socket[] _sockets;
    private readonly (byte[] Bytes, int Length)[] _rests;
    private readonly byte[] _received = new byte[1 << 16];
    private readonly int[] _ready = new int[512];
    private long _keptAliveAt = Stopwatch.GetTimestamp();

    private Connections(Dialect dialect, Socket[] sockets)
    {
        _dialect = dialect;
        _sockets = sockets;
        _rests = [.. sockets.Select(_ => (new byte[Frame.HeadLength], 0))];
        for (var number = 0; number < sockets.Length; number++)
            _epoll.Watch(sockets[number], number);
    }

    public int Count => _sockets.Length;

    public static Connections Open(Contender contender, int count)
    {
        var sockets = new Socket[count];
        try
        {
            Parallel.For(
                0, count, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce },
                number => sockets[number] = OpenOne(contender, number));
            return new Connections(contender.Dialect, sockets);
        }
        catch
        {
            foreach (var socket in sockets)
                socket?.Dispose();
            throw;
        }
    }

    public void Send(int number, byte[] frame) => _sockets[number].Send(frame);

    public void Send(int number, Frame frame, long moment, int tag)
    {
        frame.Stamp(moment, tag);
        Send(number, frame.Bytes);
    }

    /// <summary>Reads what comes, and waits at most so long for it; each message is told with its connection, moment and tag.</summary>
    public void Read(int milliseconds, Action<int, long, int> heard)
    {
        var count = _epoll.Wait(_ready, milliseconds);
        for (var index = 0; index < count; index++)
            ReadFrom(_ready[index], heard);
        if (_dialect.KeepAlive is { } alive && Stopwatch.GetElapsedTime(_keptAliveAt) > KeepAliveEvery)
        {
            _keptAliveAt = Stopwatch.GetTimestamp();
            var frame = Frame.Of(alive);
            foreach (var socket in _sockets)
                socket.Send(frame);
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        _epoll.Dispose();
    }

    /// <summary>Messages are found by their mark, whatever frames they came in; one that is cut off waits for its rest.</summary>
    private void ReadFrom(int number, Action<int, long, int> heard)
    {
        var (rest, kept) = _rests[number];
        rest.AsSpan(0, kept).CopyTo(_received);
        var length = _sockets[number].Receive(_received.AsSpan(kept));
        if (length == 0)
            throw new InvalidOperationException("The server has ended a connection.");
        ReadOnlySpan<byte> bytes = _received.AsSpan(0, kept + length);
        while (bytes.IndexOf(Frame.Mark) is >= 0 and var at)
        {
            bytes = bytes[at..];
            if (bytes.Length < Frame.HeadLength)
                break;
            var (moment, tag) = Frame.ReadHead(bytes);
            bytes = bytes[Frame.HeadLength..];
            heard(number, moment, tag);
        }

        var isCut = bytes.Length < Frame.HeadLength && bytes.StartsWith(Frame.Mark);
        var left = isCut ? bytes : bytes.Length > 0 && bytes[^1] == Frame.Mark[0] ? bytes[^1..] : [];
        left.CopyTo(rest);
        _rests[number].Length = left.Length;
    }

    private static Socket OpenOne(Contender contender, int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = 60_000,
        };
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + number / PerAddress)]), 0));
            socket.Connect(IPAddress.Loopback, contender.Port);
            var request = $"GET {contender.Dialect.Path} HTTP/1.1\r\nHost: 127.0.0.1:{contender.Port}\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (contender.TokenOf(number) is { } token ? $"Authorization: Bearer {token}\r\n\r\n" : "\r\n");
            socket.Send(Encoding.ASCII.GetBytes(request));
            var answer = new StringBuilder();
            Expect(socket, answer, "\r\n\r\n");
            if (!answer.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
                throw new InvalidOperationException($"{contender.Name} refused a connection: {answer}");
            foreach (var (send, expect) in contender.Dialect.Greetings)
            {
                if (send is not null)
                    socket.Send(Frame.Of(send));
                Expect(socket, answer, expect);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Expect(Socket socket, StringBuilder answer, string expected)
    {
        var received = new byte[2_048];
        while (!answer.ToString().Contains(expected, StringComparison.Ordinal))
        {
            var length = socket.Receive(received);
            if (length == 0)
                throw new InvalidOperationException($"A connection ended during its greeting: {answer}");
            answer.Append(Encoding.Latin1.GetString(received, 0, length));
        }
    }
}
