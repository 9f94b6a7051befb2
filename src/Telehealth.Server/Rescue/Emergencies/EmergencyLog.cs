namespace Telehealth.Server.Rescue.Emergencies;

internal static partial class EmergencyLog
{
    [LoggerMessage(
        3900, LogLevel.Warning, "{Command} of the server itself on emergency {Emergency} was refused with {Code}; it is tried anew")]
    public static partial void ServerCommandRefused(this ILogger log, string command, Guid emergency, string code);

    [LoggerMessage(3901, LogLevel.Error, "{Command} of the server itself on emergency {Emergency} failed; an alarm asks a dispatcher")]
    public static partial void ServerCommandFailed(this ILogger log, Exception cause, string command, Guid emergency);

    [LoggerMessage(3902, LogLevel.Error, "Nobody could be alarmed about emergency {Emergency}: {Code}")]
    public static partial void StallNotReported(this ILogger log, Guid emergency, string code);

    [LoggerMessage(3903, LogLevel.Warning, "Automatic dispatch does not get on with emergency {Emergency}; an alarm asks a dispatcher")]
    public static partial void DispatchStalled(this ILogger log, Guid emergency);
}
