using System.Net;
using System.Net.Sockets;
using Telehealth.Media;
using Telehealth.Server.Visits.MediaLoop.Sockets;
using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// The relay's ports, a UDP port for each thread and one TCP port for all: opened together at the start, or not at all and with a message
/// that says what to set.
/// </summary>
internal sealed class MediaPorts : IDisposable
{
    private readonly MediaOptions _options;

    private MediaPorts(MediaOptions options, IReadOnlyList<MediaSocket> udp, TcpPort? tcp) => (_options, Udp, Tcp) = (options, udp, tcp);

    /// <summary>By the threads' numbers.</summary>
    public IReadOnlyList<MediaSocket> Udp { get; }

    /// <summary>Null when it is switched off.</summary>
    public TcpPort? Tcp { get; }

    private IReadOnlyList<IPEndPoint> AdvertisedTcp =>
        Tcp is null ? [] : _options.AdvertisedEndPoints(Tcp.LocalEndPoint.Port, Tcp.LocalEndPoint.Port == Udp[0].LocalEndPoint.Port);

    public static MediaPorts Open(MediaOptions options, TimeProvider clock, ILogger logger)
    {
        var udp = new List<MediaSocket>();
        try
        {
            for (var number = 0; number < options.ThreadCount; number++) udp.Add(OpenUdp(options, number, logger));
            return new(options, udp, options.TcpPort == -1 ? null : OpenTcp(options, udp, clock, logger));
        }
        catch
        {
            udp.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    /// <summary>What one thread's relay tells browsers, and what it may have.</summary>
    public RelayOptions RelayOptionsOf(int number, RelayCapacity capacity) => new()
    {
        AdvertisedAddresses = [.. AdvertisedUdp(number).Select(PathOf)],
        AdvertisedTcpAddresses = [.. AdvertisedTcp.Select(end => PathOf(end) with { IsTcp = true })],
        Number = Udp.Count == 1 ? null : number,
        Capacity = capacity,
        MaxPeersPerRoom = _options.MaxPeersPerRoom,
    };

    /// <summary>Begins to accept, and says where.</summary>
    public void Start(ILogger logger)
    {
        for (var number = 0; number < Udp.Count; number++)
            logger.Listening(Udp[number].LocalEndPoint.ToString(), string.Join(", ", AdvertisedUdp(number)));
        if (Tcp is null) return;
        Tcp.Start();
        logger.ListeningOnTcp(Tcp.LocalEndPoint.ToString(), string.Join(", ", AdvertisedTcp));
    }

    public void Dispose()
    {
        Tcp?.Dispose();
        foreach (var socket in Udp) socket.Dispose();
    }

    private IReadOnlyList<IPEndPoint> AdvertisedUdp(int number) =>
        _options.AdvertisedEndPoints(Udp[number].LocalEndPoint.Port, thread: number);

    private static MediaSocket OpenUdp(MediaOptions options, int number, ILogger logger)
    {
        var port = options.Port == 0 ? 0 : options.Port + number;
        try
        {
            var socket = MediaSocket.Open(options.Sockets, IPAddress.Parse(options.BindAddress), port, out var whyPlain);
            if (whyPlain is not null && number == 0) logger.PlainSockets(whyPlain);
            return socket;
        }
        catch (SocketException error)
        {
            var several = options.ThreadCount == 1
                ? ""
                : $" Each of the {options.ThreadCount} media threads needs a port, from {options.Port} on; Media:Threads is their number.";
            throw new InvalidOperationException(
                $"The media relay cannot listen on UDP {options.BindAddress}:{port} ({error.SocketErrorCode}). Set Media:BindAddress and Media:Port.{several}",
                error);
        }
    }

    private static TcpPort OpenTcp(MediaOptions options, List<MediaSocket> udp, TimeProvider clock, ILogger logger)
    {
        var port = options.TcpPort ?? udp[0].LocalEndPoint.Port;
        try
        {
            return At(port);
        }
        catch (SocketException error)
            when (error.SocketErrorCode == SocketError.AddressAlreadyInUse && options is { TcpPort: null, Port: 0 })
        {
            // Nobody asked for this number: the system gave it for UDP.
            return At(0);
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException(
                $"The media relay cannot listen on TCP {options.BindAddress}:{port} ({error.SocketErrorCode}). Set Media:BindAddress and Media:TcpPort; -1 does without.",
                error);
        }

        TcpPort At(int number) => new(
            new(IPAddress.Parse(options.BindAddress), number), [.. udp.Select(socket => new TcpLane(new FrameQueue(socket.Wake)))],
            new TcpLimits(), clock, logger);
    }

    private static NetworkPath PathOf(IPEndPoint end) => NetworkPath.From(end.Address, (ushort)end.Port);
}
