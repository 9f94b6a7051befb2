namespace Telehealth.Server.Platform.People;

internal static partial class PeopleLog
{
    [LoggerMessage(2301, LogLevel.Warning, "Which people are connected here was not told this time; it is tried again in a second")]
    public static partial void PeopleNotTold(this ILogger log, Exception cause);

    [LoggerMessage(2302, LogLevel.Warning, "What a change of the cluster means for who is there was not followed; the next change is")]
    public static partial void PeopleNotFollowed(this ILogger log, Exception cause);
}
