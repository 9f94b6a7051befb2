namespace Telehealth.Server.Rescue.Areas;

internal static partial class AreaLog
{
    [LoggerMessage(4200, LogLevel.Information, "Areas loaded: {Count}")]
    public static partial void AreasLoaded(this ILogger log, int count);

    [LoggerMessage(4201, LogLevel.Warning, "The areas' file has a doubtful feature {Feature} ({Name}): {Text}")]
    public static partial void FeatureDoubtful(this ILogger log, int feature, string name, string text);

    [LoggerMessage(4202, LogLevel.Warning, "The areas' file has a wrong feature {Feature} ({Name}): {Text}")]
    public static partial void FeatureWrong(this ILogger log, int feature, string name, string text);

    [LoggerMessage(
        4203, LogLevel.Error,
        "The areas' file has {Count} problems: the server runs WITHOUT areas, so any unit may go anywhere and every desk sees everything")]
    public static partial void StartsWithoutAreas(this ILogger log, int count);

    [LoggerMessage(
        4204, LogLevel.Error,
        "The areas' file {Path} could not be read ({Cause}): the server runs WITHOUT areas, so any unit may go anywhere and every desk sees everything")]
    public static partial void FileUnreadable(this ILogger log, string path, string cause);
}
