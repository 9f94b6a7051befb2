namespace Telehealth.Server.Platform.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(1100, LogLevel.Information, "Connected to the broker between nodes")]
    public static partial void BrokerConnected(this ILogger log);

    [LoggerMessage(1101, LogLevel.Warning, "{Failure}: the broker between nodes is away; {Dropped} announcements were dropped so far")]
    public static partial void BrokerAway(this ILogger log, string failure, long dropped);

    [LoggerMessage(1102, LogLevel.Error, "A subscriber of {Topic} threw")]
    public static partial void HandlerFailed(this ILogger log, Exception cause, string topic);

    [LoggerMessage(1103, LogLevel.Information, "A server of this machine that was killed, with its silo on port {Port}, is out of the cluster")]
    public static partial void KilledSiloFound(this ILogger log, int port);
}
