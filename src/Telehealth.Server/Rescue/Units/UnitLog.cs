namespace Telehealth.Server.Rescue.Units;

internal static partial class UnitLog
{
    [LoggerMessage(3500, LogLevel.Warning, "Positions could not be told or written this time; the next tick tries again")]
    public static partial void PositionTickFailed(this ILogger log, Exception cause);
}
