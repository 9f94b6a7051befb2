namespace Telehealth.Server.Rescue.Dispatching;

internal static partial class DispatchLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Nobody is left to offer emergency {Emergency} to; an alarm asks a dispatcher")]
    public static partial void NobodyLeft(this ILogger log, Guid emergency);

    [LoggerMessage(4004, LogLevel.Information, "Unit {Unit} is diverted to emergency {Emergency}")]
    public static partial void UnitDiverted(this ILogger log, Guid unit, Guid emergency);

    [LoggerMessage(4003, LogLevel.Warning, "{File} row {Row}: {Text}")]
    public static partial void RoadFileProblem(this ILogger log, string file, int row, string text);

    [LoggerMessage(4002, LogLevel.Information, "Roads loaded: {Nodes} nodes, {Arcs} arcs, {Turns} forbidden turns")]
    public static partial void RoadsLoaded(this ILogger log, int nodes, int arcs, int turns);

    [LoggerMessage(4005, LogLevel.Information, "Person {Person} exported the log of emergency {Emergency}")]
    public static partial void LogExported(this ILogger log, Guid person, Guid emergency);

    [LoggerMessage(4009, LogLevel.Error, "Emergency {Emergency} asks for help and no console is open. Whoever is on call must open one")]
    public static partial void NobodyPresent(this ILogger log, Guid emergency);

    [LoggerMessage(4006, LogLevel.Warning, "The routing server gave no travel times ({Cause}); those of the loaded roads stand")]
    public static partial void RoutingServerFailed(this ILogger log, string cause);

    [LoggerMessage(4007, LogLevel.Information, "Person {Person} searched the emergencies and was shown {Count}")]
    public static partial void IncidentsSearched(this ILogger log, Guid person, int count);

    [LoggerMessage(4008, LogLevel.Information, "Person {Person} opened emergency {Emergency}, which is over")]
    public static partial void EndedIncidentOpened(this ILogger log, Guid person, Guid emergency);

    [LoggerMessage(
        4010, LogLevel.Error,
        "No road, post or unit lies in any area: the areas' file is for another place, so no unit is at home anywhere and desks see too little")]
    public static partial void NothingInAnyArea(this ILogger log);

    [LoggerMessage(
        4011, LogLevel.Error,
        "No road, post or unit lies in any area, and with the axes exchanged some do: does the areas' file have the latitude first? GeoJSON has the longitude first")]
    public static partial void AreasHaveLatitudeFirst(this ILogger log);

    [LoggerMessage(4012, LogLevel.Warning, "Demo mode drives on the roads of its own city: the configured road files are not read")]
    public static partial void ConfiguredRoadsNotRead(this ILogger log);

    [LoggerMessage(
        4013, LogLevel.Warning,
        "Nothing is heard of unit {Unit}, which is on shift without a job; an alarm asks a dispatcher to call its crew")]
    public static partial void UnitWentSilent(this ILogger log, Guid unit);

    [LoggerMessage(4014, LogLevel.Information, "The silence of unit {Unit} is over")]
    public static partial void SilenceEnded(this ILogger log, Guid unit);

    [LoggerMessage(4015, LogLevel.Error, "Whether unit {Unit} is silent could not be entered; the next look tries again")]
    public static partial void SilenceNotEntered(this ILogger log, Exception cause, Guid unit);

    [LoggerMessage(4016, LogLevel.Warning, "The way of an emergency could not be rehearsed: the first one after this start takes longer")]
    public static partial void RehearsalFailed(this ILogger log, Exception cause);
}
