using System.Net.Sockets;

namespace Telehealth.Server.Visits.MediaLoop;

internal static partial class MediaLog
{
    [LoggerMessage(3000, LogLevel.Information, "The media relay listens on UDP {EndPoint} and is advertised at {Advertised}.")]
    public static partial void Listening(this ILogger logger, string endPoint, string advertised);

    [LoggerMessage(3001, LogLevel.Information, "The media relay has stopped.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3002, LogLevel.Error, "The media loop met a fault and goes on; {Count} since the start.")]
    public static partial void Fault(this ILogger logger, Exception exception, long count);

    [LoggerMessage(3003, LogLevel.Warning, "Room notices are not taken fast enough; {Count} of the oldest were dropped since the start.")]
    public static partial void NoticesDropped(this ILogger logger, long count);

    [LoggerMessage(3004, LogLevel.Warning, "The media thread did not end in time.")]
    public static partial void SlowStop(this ILogger logger);

    [LoggerMessage(3005, LogLevel.Information, "Peer {Peer} of room {Room} is connected.")]
    public static partial void PeerConnected(this ILogger logger, string room, string peer);

    [LoggerMessage(3006, LogLevel.Information, "Peer {Peer} of room {Room} has lost its connection: {Reason}.")]
    public static partial void PeerLost(this ILogger logger, string room, string peer, string reason);

    [LoggerMessage(3007, LogLevel.Information, "Datagrams are sent and received one by one, because {Reason}.")]
    public static partial void PlainSockets(this ILogger logger, string reason);

    [LoggerMessage(3008, LogLevel.Information, "The media relay listens on TCP {EndPoint} and is advertised at {Advertised}.")]
    public static partial void ListeningOnTcp(this ILogger logger, string endPoint, string advertised);

    [LoggerMessage(3009, LogLevel.Warning, "A TCP connection for media could not be accepted ({Error}); the next one is tried.")]
    public static partial void AcceptFailed(this ILogger logger, SocketError error);
}
