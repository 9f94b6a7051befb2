namespace Telehealth.Server.Rescue.Units;

internal static partial class UnitLog
{
    [LoggerMessage(2060, LogLevel.Warning, "{Feed} was not told which units moved; the next move tells it")]
    public static partial void MovesNotTold(this ILogger log, Exception cause, string feed);
}
