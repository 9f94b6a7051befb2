namespace Telehealth.Server.Platform.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(1101, LogLevel.Warning, "{Failure}: another node does not hear; {Dropped} announcements to it were dropped so far")]
    public static partial void NodeAway(this ILogger log, string failure, long dropped);

    [LoggerMessage(1102, LogLevel.Error, "A subscriber of {Topic} threw")]
    public static partial void HandlerFailed(this ILogger log, Exception cause, string topic);

    [LoggerMessage(1103, LogLevel.Information, "A server of this machine that was killed, with its silo on port {Port}, is out of the cluster")]
    public static partial void KilledSiloFound(this ILogger log, int port);

    [LoggerMessage(1104, LogLevel.Error, "The silo cannot go on ({Context}): this server ends in {Seconds} s, to be started anew")]
    public static partial void Evicted(this ILogger log, Exception? cause, string context, double seconds);

    [LoggerMessage(1105, LogLevel.Warning, "Nodes speak in the clear at {Address}, as Cluster:PlainSilos says")]
    public static partial void PlainSilos(this ILogger log, string address);

    [LoggerMessage(1106, LogLevel.Warning, "The certificate between nodes expires at {Expires}: renew it before")]
    public static partial void CertificateExpires(this ILogger log, DateTimeOffset expires);

    [LoggerMessage(1107, LogLevel.Warning, "The new certificate between nodes cannot be used, the one before is: {Failure}")]
    public static partial void CertificateUnusable(this ILogger log, string failure);

    [LoggerMessage(1108, LogLevel.Warning, "A certificate that is none of this cluster was refused ({Reason}); {Refused} so far")]
    public static partial void NodeRefused(this ILogger log, string reason, long refused);

    [LoggerMessage(1109, LogLevel.Information, "This node ends: what runs here is led to the others, connections within {Seconds} s")]
    public static partial void DrainBegan(this ILogger log, double seconds);

    [LoggerMessage(1110, LogLevel.Error, "Leading away what runs here failed: this node stops with what is left")]
    public static partial void DrainFailed(this ILogger log, Exception problem);
    [LoggerMessage(1111, LogLevel.Information, "This node hears by Redis all that it should")]
    public static partial void RedisHeard(this ILogger log);

    [LoggerMessage(1112, LogLevel.Warning, "{Failure}: Redis is away; what nodes told each other by it goes by the bus until it is back")]
    public static partial void RedisAway(this ILogger log, string failure);

    [LoggerMessage(1113, LogLevel.Warning, "A message to other nodes could not be told")]
    public static partial void LetterNotTold(this ILogger log, Exception cause);

    [LoggerMessage(1114, LogLevel.Warning, "A message that came by Redis could not be read")]
    public static partial void LetterUnreadable(this ILogger log, Exception cause);
}
