namespace Telehealth.Server.Visits.Consults;

internal static partial class ConsultLog
{
    [LoggerMessage(2500, LogLevel.Warning, "A notice of the relay could not be passed on; the browser repairs itself by its own timers")]
    public static partial void NoticeFailed(this ILogger log, Exception cause);

    [LoggerMessage(2501, LogLevel.Warning, "How the calls were could not be kept at the end; their summaries lack the last part")]
    public static partial void QualityNotKept(this ILogger log, Exception cause);

    [LoggerMessage(2503, LogLevel.Error, "Seats and rooms of nodes that are gone could not be looked after; the next change tries again")]
    public static partial void NodesNotFollowed(this ILogger log, Exception cause);

    [LoggerMessage(
        2502, LogLevel.Warning,
        "A seat whose sign-in has ended could not be emptied in the log yet; it is out of the relay, and tried again when lost lines are")]
    public static partial void ForfeitFailed(this ILogger log, Exception cause);

    [LoggerMessage(2510, LogLevel.Warning, "Whether patients are there could not be told this time; the next round tries again")]
    public static partial void PresenceNotTold(this ILogger log, Exception cause);
}
