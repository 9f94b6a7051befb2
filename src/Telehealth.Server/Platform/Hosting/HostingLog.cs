namespace Telehealth.Server.Platform.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1200, LogLevel.Warning, "{Notice}")]
    public static partial void PostgresPlaced(this ILogger log, string notice);

    [LoggerMessage(1201, LogLevel.Information, "Making a database in {Folder} with PostgreSQL {Major}")]
    public static partial void ClusterMade(this ILogger log, string folder, int major);

    [LoggerMessage(1202, LogLevel.Information, "PostgreSQL {Major} runs as process {Pid}")]
    public static partial void PostgresStarted(this ILogger log, int pid, int major);

    [LoggerMessage(1203, LogLevel.Warning, "PostgreSQL of an earlier server still ran as process {Pid} and was taken over")]
    public static partial void PostgresTakenOver(this ILogger log, int pid);

    [LoggerMessage(1204, LogLevel.Warning, "PostgreSQL, process {Pid}, ended by itself and is started anew")]
    public static partial void PostgresDied(this ILogger log, int pid);

    [LoggerMessage(1205, LogLevel.Error, "PostgreSQL could not be started anew; it is tried again")]
    public static partial void PostgresRestartFailed(this ILogger log, Exception cause);

    [LoggerMessage(1206, LogLevel.Information, "PostgreSQL, process {Pid}, was stopped")]
    public static partial void PostgresStopped(this ILogger log, int pid);

    [LoggerMessage(1210, LogLevel.Information, "Migrated the database to {Migration}")]
    public static partial void Migrated(this ILogger log, string migration);

    [LoggerMessage(1212, LogLevel.Warning, "The database's clock differs from this machine's by {Seconds} s; the database's counts")]
    public static partial void ClockDiffers(this ILogger log, double seconds);

    [LoggerMessage(1211, LogLevel.Warning, "The database does not answer yet: {Failure}")]
    public static partial void DatabaseAwaited(this ILogger log, string failure);
}
