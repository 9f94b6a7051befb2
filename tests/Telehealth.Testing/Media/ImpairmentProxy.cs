using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Telehealth.Testing.Media;

/// <summary>
/// A bad network between real sockets: clients send to <see cref="LocalEndPoint"/>, and each reaches the target from a port of its
/// own. One thread of its own moves the datagrams; it is as precise as the system's millisecond.
/// </summary>
public sealed class ImpairmentProxy : IDisposable
{
    private const int MaxClients = 256;
    private const int BufferBytes = 1 << 20;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(20);

    private readonly IPEndPoint target;
    private readonly Socket entrance;
    private readonly ImpairedLink up;
    private readonly ImpairedLink down;
    private readonly Dictionary<EndPoint, Client> clients = [];
    private readonly Dictionary<Socket, Client> byExit = [];
    private readonly PriorityQueue<Flight, (TimeSpan Due, long Order)> flights = new();
    private readonly byte[] buffer = new byte[65_536];
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private readonly Thread thread;
    private long order;
    private volatile bool isOver;

    /// <summary>Begins to pass datagrams.</summary>
    /// <param name="listen">Where clients send to; port 0 is any free one.</param>
    /// <param name="target">Where they are to reach.</param>
    /// <param name="up">What happens on the way from clients.</param>
    /// <param name="down">What happens on the way to clients.</param>
    /// <param name="seed">Decides all chance.</param>
    public ImpairmentProxy(IPEndPoint listen, IPEndPoint target, Impairment up, Impairment down, int seed)
    {
        this.target = target;
        this.up = new(up, new Random(seed));
        this.down = new(down, new Random(seed + 1));
        entrance = Open(listen);
        LocalEndPoint = (IPEndPoint)entrance.LocalEndPoint!;
        thread = new(Run) { Name = "impairment", IsBackground = true };
        thread.Start();
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>What became of datagrams from clients.</summary>
    public ImpairmentCounters Up => up.Counters;

    /// <summary>What became of datagrams to clients.</summary>
    public ImpairmentCounters Down => down.Counters;

    private TimeSpan Now => Stopwatch.GetElapsedTime(startedAt);

    public void Dispose()
    {
        isOver = true;
        thread.Join();
    }

    private void Run()
    {
        var readable = new List<Socket>();
        while (!isOver)
        {
            readable.Clear();
            readable.Add(entrance);
            readable.AddRange(byExit.Keys);
            Socket.Select(readable, null, null, UntilNextFlight());
            foreach (var socket in readable) TakeAll(socket);
            Land();
        }
        entrance.Dispose();
        foreach (var exit in byExit.Keys) exit.Dispose();
    }

    private TimeSpan UntilNextFlight()
    {
        if (!flights.TryPeek(out _, out var next)) return MaxWait;
        // Whole milliseconds, rounded up: the system rounds down, and a shorter wait would spin.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((next.Due - Now).TotalMilliseconds));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxWait ? MaxWait : wait;
    }

    private void TakeAll(Socket socket)
    {
        try
        {
            while (socket.Available > 0) Take(socket);
        }
        catch (SocketException)
        {
            // Nobody listens at the far end (any longer): as on a real network, the datagram is lost.
        }
    }

    private void Take(Socket socket)
    {
        EndPoint from = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var length = socket.ReceiveFrom(buffer, ref from);
        if (socket != entrance) Depart(down, entrance, byExit[socket].Address, length);
        else if (ClientOf(from) is { } client) Depart(up, client.Exit, target, length);
    }

    private Client? ClientOf(EndPoint address)
    {
        if (clients.TryGetValue(address, out var known)) return known;
        if (clients.Count == MaxClients) return null;
        var exit = Open(new(target.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));
        return clients[address] = byExit[exit] = new(address, exit);
    }

    private void Depart(ImpairedLink link, Socket socket, EndPoint to, int length)
    {
        if (link.Take(length, Now, out var again) is not { } arrival) return;
        var flight = new Flight(socket, to, buffer[..length]);
        flights.Enqueue(flight, (arrival, order++));
        if (again is { } second) flights.Enqueue(flight, (second, order++));
    }

    private void Land()
    {
        while (flights.TryPeek(out var flight, out var next) && next.Due <= Now)
        {
            flights.Dequeue();
            try
            {
                flight.Through.SendTo(flight.Datagram, flight.To);
            }
            catch (SocketException)
            {
                // Lost, as above.
            }
        }
    }

    private static Socket Open(IPEndPoint local)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = BufferBytes,
            SendBufferSize = BufferBytes,
        };
        socket.Bind(local);
        return socket;
    }

    private sealed record Client(EndPoint Address, Socket Exit);

    private sealed record Flight(Socket Through, EndPoint To, byte[] Datagram);
}
