using System.Net;
using System.Net.Sockets;
using Telehealth.Media;
using Telehealth.Server.Visits.MediaLoop.Sockets;
using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>The relay's ports: opened together at the start, or not at all and with a message that says what to set.</summary>
internal sealed class MediaPorts : IDisposable
{
    private readonly MediaOptions _options;

    private MediaPorts(MediaOptions options, MediaSocket udp, TcpPort? tcp) => (_options, Udp, Tcp) = (options, udp, tcp);

    public MediaSocket Udp { get; }

    /// <summary>Null when it is switched off.</summary>
    public TcpPort? Tcp { get; }

    /// <summary>What the relay tells browsers.</summary>
    public RelayOptions RelayOptions => new()
    {
        AdvertisedAddresses = [.. AdvertisedUdp.Select(PathOf)],
        AdvertisedTcpAddresses = [.. AdvertisedTcp.Select(end => PathOf(end) with { IsTcp = true })],
        MaxRooms = _options.MaxRooms,
        MaxPeers = _options.MaxPeers,
        MaxPeersPerRoom = _options.MaxPeersPerRoom,
    };

    private IReadOnlyList<IPEndPoint> AdvertisedUdp => _options.AdvertisedEndPoints(Udp.LocalEndPoint.Port);

    private IReadOnlyList<IPEndPoint> AdvertisedTcp =>
        Tcp is null ? [] : _options.AdvertisedEndPoints(Tcp.LocalEndPoint.Port, Tcp.LocalEndPoint.Port == Udp.LocalEndPoint.Port);

    public static MediaPorts Open(MediaOptions options, TimeProvider clock, ILogger logger)
    {
        var udp = OpenUdp(options, logger);
        try
        {
            var tcp = options.TcpPort == -1 ? null : OpenTcp(options, udp, clock, logger);
            return new(options, udp, tcp);
        }
        catch
        {
            udp.Dispose();
            throw;
        }
    }

    /// <summary>Begins to accept, and says where.</summary>
    public void Start(ILogger logger)
    {
        logger.Listening(Udp.LocalEndPoint.ToString(), string.Join(", ", AdvertisedUdp));
        if (Tcp is null) return;
        Tcp.Start();
        logger.ListeningOnTcp(Tcp.LocalEndPoint.ToString(), string.Join(", ", AdvertisedTcp));
    }

    public void Dispose()
    {
        Tcp?.Dispose();
        Udp.Dispose();
    }

    private static MediaSocket OpenUdp(MediaOptions options, ILogger logger)
    {
        try
        {
            var socket = MediaSocket.Open(options.Sockets, IPAddress.Parse(options.BindAddress), options.Port, out var whyPlain);
            if (whyPlain is not null) logger.PlainSockets(whyPlain);
            return socket;
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException(
                $"The media relay cannot listen on UDP {options.BindAddress}:{options.Port} ({error.SocketErrorCode}). Set Media:BindAddress and Media:Port.",
                error);
        }
    }

    private static TcpPort OpenTcp(MediaOptions options, MediaSocket udp, TimeProvider clock, ILogger logger)
    {
        var port = options.TcpPort ?? udp.LocalEndPoint.Port;
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

        TcpPort At(int number) =>
            new(new(IPAddress.Parse(options.BindAddress), number), new FrameQueue(udp.Wake), new TcpLimits(), clock, logger);
    }

    private static NetworkPath PathOf(IPEndPoint end) => NetworkPath.From(end.Address, (ushort)end.Port);
}
