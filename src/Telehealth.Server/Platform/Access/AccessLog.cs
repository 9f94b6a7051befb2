namespace Telehealth.Server.Platform.Access;

internal static partial class AccessLog
{
    [LoggerMessage(2001, LogLevel.Information, "Signed in: person {PersonId}, session kind {Kind}")]
    public static partial void SignedIn(this ILogger log, Guid personId, string kind);

    /// <param name="account">The beginning of the SHA-256 of the address, as in
    /// <c>identity.sign_in_try</c>; the address itself may be a password in the wrong field.</param>
    [LoggerMessage(2002, LogLevel.Information, "Sign-in refused: {Code}, session kind {Kind}, account {Account}, from {Network}")]
    public static partial void SignInRefused(this ILogger log, string code, string kind, string account, string network);

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

    [LoggerMessage(2014, LogLevel.Information, "Administrator {AdminId} changed the roles of person {PersonId} from {Before} to {After}")]
    public static partial void RolesChanged(this ILogger log, Guid adminId, Guid personId, string before, string after);

    [LoggerMessage(2015, LogLevel.Warning, "Administrator {AdminId} changed the own roles: there is no other administrator who could")]
    public static partial void OwnRolesChanged(this ILogger log, Guid adminId);

    [LoggerMessage(2016, LogLevel.Information, "Person {PersonId} changed the own password")]
    public static partial void OwnPasswordChanged(this ILogger log, Guid personId);

    [LoggerMessage(
        2017, LogLevel.Warning,
        "Nobody administers this server yet. Address and password for the first sign-in stand in {Path}, for the server's user alone")]
    public static partial void SetUpPasswordWritten(this ILogger log, string path);

    [LoggerMessage(2018, LogLevel.Warning, "The used set-up password could not be removed from {Path}; it is worth nothing any more")]
    public static partial void SetUpPasswordKept(this ILogger log, Exception exception, string path);

    [LoggerMessage(2019, LogLevel.Warning, "Refused at the gate: {Code}, person {PersonId}, session {SessionId}, {Target}")]
    public static partial void GateRefused(this ILogger log, string code, Guid personId, Guid sessionId, string target);

    [LoggerMessage(
        2020, LogLevel.Error,
        "A sign-in came by plain http from {Network}, where others can read it; it was refused. Put a proxy with a certificate in front and name it in Access:TrustedProxies")]
    public static partial void PlainSignInRefused(this ILogger log, string network);

    [LoggerMessage(
        2021, LogLevel.Error,
        "A proxy forwards requests and is not named in Access:TrustedProxies: all people seem to come from {Network}, cookies are not marked secure, and one of them can use up the sign-ins of all")]
    public static partial void ProxyNotTrusted(this ILogger log, string network);

    [LoggerMessage(
        2022, LogLevel.Error,
        "A request named the server by a name that it does not know, and was refused. Name the address that people type in Access:AllowedOrigins")]
    public static partial void HostUnknown(this ILogger log);

    [LoggerMessage(2013, LogLevel.Information, "The first administrator {PersonId} has been made")]
    public static partial void FirstAdminMade(this ILogger log, Guid personId);
}
