namespace Telehealth.Server.Consults;

internal static partial class ConsultLog
{
    [LoggerMessage(2500, LogLevel.Warning, "A notice of the relay could not be passed on; the browser repairs itself by its own timers")]
    public static partial void NoticeFailed(this ILogger log, Exception cause);

    [LoggerMessage(2501, LogLevel.Warning, "Seats could not be emptied this time; the next round tries again")]
    public static partial void SweepFailed(this ILogger log, Exception cause);
}
