namespace Telehealth.Server.Demo;

internal static partial class DemoLog
{
    [LoggerMessage(9000, LogLevel.Information, "The demo city lives: {Crews} simulated crews")]
    public static partial void CityLives(this ILogger log, int crews);

    [LoggerMessage(9001, LogLevel.Debug, "Simulated crew {CallSign} was refused: {Code}")]
    public static partial void CrewRefused(this ILogger log, string callSign, string code);

    [LoggerMessage(9002, LogLevel.Debug, "An invented emergency was refused: {Code}")]
    public static partial void EmergencyRefused(this ILogger log, string code);

    [LoggerMessage(9003, LogLevel.Warning, "The demo city stumbled; it goes on at the next tick")]
    public static partial void CityStumbled(this ILogger log, Exception cause);

    [LoggerMessage(9004, LogLevel.Information, "The demo city lives on another server from now on, or on this one again soon: {Reason}")]
    public static partial void CityLost(this ILogger log, string reason);

    [LoggerMessage(9005, LogLevel.Warning, "The server that ran the demo city has been silent; the database ends its connection {Process}")]
    public static partial void SilentCityEnded(this ILogger log, int process);
}
