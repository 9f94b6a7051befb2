using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Finds out who is asking, always by a session's row: a device by its access token, a browser by its cookie.
/// Answers with problem details, never with a redirect.
/// </summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions, Devices devices,
    Tenants tenants) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var session = SessionCookie.TokenOf(Request) is { } token ? await OfDevice(token) : await OfBrowser();
        if (session is null)
            return AuthenticateResult.NoResult();
        Context.Features.Set(session);
        // A hub connection that this opens is closed at the latest when the session is.
        var properties = new AuthenticationProperties { ExpiresUtc = session.ExpiresAt };
        return AuthenticateResult.Success(new AuthenticationTicket(session.Caller.ToPrincipal(Scheme.Name), properties, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problems.Of(Gate.SignedOut).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Of(Gate.NotFound).ExecuteAsync(Context);

    private async Task<LiveSession?> OfDevice(string token) =>
        devices.Read(token) is var (tenant, sessionId) ? await sessions.Find(tenant, sessionId, Context.RequestAborted) : null;

    private async Task<LiveSession?> OfBrowser() =>
        Secret.HashOf(SessionCookie.Read(Request)) is { } hash
            ? await sessions.FindBySecret(tenants.Default, hash, Context.RequestAborted)
            : null;
}

/// <summary>The browser's cookie: a random secret, out of reach for scripts, sent from our own pages only.</summary>
internal static class SessionCookie
{
    private const string PlainName = "telehealth";

    /// <summary>
    /// The prefix makes a browser refuse the name from anywhere but this very host over TLS. On plain http it would refuse it altogether.
    /// </summary>
    private const string SecureName = "__Host-telehealth";

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)];

    public static void Write(HttpContext context, string secret, TimeSpan limit) =>
        context.Response.Cookies.Append(NameFor(context.Request), secret, Options(context.Request, limit));

    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, null));

    /// <summary>
    /// A device's access token. In the query string it counts for hubs alone, where a client may be unable to set a header; it is taken out
    /// of the query there, so that nothing later can write it down.
    /// </summary>
    public static string? TokenOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        const string queryKey = "access_token";
        if (request.Headers.Authorization.ToString() is { Length: > 0 } header)
            return header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? header[bearer.Length..].Trim() : string.Empty;
        if (!request.Path.StartsWithSegments("/hub") || request.Query[queryKey].ToString() is not { Length: > 0 } token)
            return null;
        request.QueryString = QueryString.Create(request.Query.Where(pair => pair.Key != queryKey));
        return token;
    }

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request, TimeSpan? limit) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = limit,
        IsEssential = true,
    };
}
