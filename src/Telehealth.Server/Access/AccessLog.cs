namespace Telehealth.Server.Access;

internal static partial class AccessLog
{
    [LoggerMessage(2001, LogLevel.Information, "Signed in: person {PersonId}, session kind {Kind}")]
    public static partial void SignedIn(this ILogger log, Guid personId, string kind);

    [LoggerMessage(2002, LogLevel.Information, "Sign-in refused: {Code}")]
    public static partial void SignInRefused(this ILogger log, string code);

    [LoggerMessage(2003, LogLevel.Information, "Signed out: session {SessionId}")]
    public static partial void SignedOut(this ILogger log, Guid sessionId);

    [LoggerMessage(2004, LogLevel.Information, "A guest entered by link {LinkId}")]
    public static partial void GuestEntered(this ILogger log, Guid linkId);

    [LoggerMessage(2005, LogLevel.Warning, "A refresh token was presented a second time; session {SessionId} has been ended")]
    public static partial void RefreshTokenReused(this ILogger log, Guid sessionId);

    [LoggerMessage(2006, LogLevel.Information, "Ended {Count} live connections whose sign-in is over")]
    public static partial void ConnectionsEnded(this ILogger log, int count);

    [LoggerMessage(2007, LogLevel.Warning, "Live sessions could not be looked up; connections stay until they can")]
    public static partial void SessionCheckFailed(this ILogger log, Exception exception);

    [LoggerMessage(2008, LogLevel.Error, "{Endpoint} names nobody who may use it, so nobody may")]
    public static partial void NobodyAllowed(this ILogger log, string endpoint);

    [LoggerMessage(2009, LogLevel.Warning, "Refused a request by its origin: {Code}")]
    public static partial void OriginRefused(this ILogger log, string code);

    [LoggerMessage(2010, LogLevel.Information, "Administrator {AdminId} changed person {PersonId}: {Change}")]
    public static partial void PersonChanged(this ILogger log, Guid adminId, Guid personId, string change);

    [LoggerMessage(2011, LogLevel.Information, "Demo accounts are ready: {Count}")]
    public static partial void DemoAccountsReady(this ILogger log, int count);

    [LoggerMessage(2012, LogLevel.Warning, "Demo mode is off: {Count} demo accounts of this database have been disabled")]
    public static partial void DemoAccountsRetired(this ILogger log, int count);

    [LoggerMessage(2013, LogLevel.Information, "The first administrator {PersonId} has been made")]
    public static partial void FirstAdminMade(this ILogger log, Guid personId);
}
