using Microsoft.Extensions.Primitives;

namespace Telehealth.Server.Platform.Access;

/// <summary>What browsers are told not to do on our pages.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, AppOptions app)
{
    /// <summary>Camera, microphone, screen and place for our own pages alone.</summary>
    private const string Permissions =
        "camera=(self), microphone=(self), display-capture=(self), geolocation=(self), speaker-selection=(self), screen-wake-lock=(self), "
        + "autoplay=(self), fullscreen=(self), payment=(), usb=(), serial=()";

    // A path alone is our own origin; it would parse as a file's address.
    private readonly string _mapOrigin =
        Uri.TryCreate(app.MapStyleUrl, UriKind.Absolute, out var style)
        && (style.Scheme == Uri.UriSchemeHttps || style.Scheme == Uri.UriSchemeHttp)
            ? $" {style.Scheme}://{style.Authority}"
            : string.Empty;

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: whoever answers for a failure begins with clearing every header.
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request);
        headers["Permissions-Policy"] = Permissions;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (context.Request.Path.StartsWithSegments("/api"))
            headers.TryAdd("Cache-Control", new StringValues("no-store"));
    }

    private StringValues Policy(HttpRequest request)
    {
        // MapLibre runs its worker from a blob, draws images from data and blob addresses, and fetches style, tiles and sprites from the
        // style's origin; it needs no inline style. Not every browser counts the own WebSocket among 'self'.
        var address = PublicAddress.Of(request);
        var socket = Uri.CheckHostName(request.Host.Host.Trim('[', ']')) == UriHostNameType.Unknown
            ? string.Empty
            : $" ws{address["http".Length..]}";
        return "default-src 'self'; "
            + $"img-src 'self' data: blob:{_mapOrigin}; media-src 'self' blob:; connect-src 'self'{socket}{_mapOrigin}; worker-src 'self' blob:; "
            + "style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
