namespace Telehealth.Server.Exchange.EventsOut;

internal static partial class EventsOutLog
{
    [LoggerMessage(5000, LogLevel.Warning, "{Target} takes no events: {Reason}. They wait, and it is tried again")]
    public static partial void TargetTakesNothing(this ILogger log, string target, string reason);

    [LoggerMessage(5001, LogLevel.Information, "{Target} takes events again")]
    public static partial void TargetTakesAgain(this ILogger log, string target);
}
