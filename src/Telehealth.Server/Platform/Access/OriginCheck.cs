using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Keeps other sites' pages from acting with our cookie. Browsers do not hold WebSockets to the same-origin rule, so hubs ask for the
/// origin here; whatever changes something also needs a header that no cross-site form can set.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, IOptions<AccessOptions> options, ILogger<OriginCheck> log)
{
    public const string HeaderName = "X-Telehealth";

    private static readonly Rejection OriginRefused = new(
        RejectionKind.Forbidden, "access.origin_refused", "This page may not use the server. Open the server's own address.");
    private static readonly Rejection HeaderMissing = new(
        RejectionKind.Forbidden, "access.header_missing", $"A browser's request that changes something needs the header {HeaderName}: 1.");

    private readonly HashSet<string> _allowed = new(
        options.Value.AllowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        if (Refuses(context) is not { } rejection)
            return next(context);
        log.OriginRefused(rejection.Code);
        return Problems.Of(rejection).ExecuteAsync(context);
    }

    private Rejection? Refuses(HttpContext context)
    {
        var request = context.Request;
        var isHub = request.Path.StartsWithSegments("/hub");
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (isSafe && !isHub)
            return null;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsAllowed(origin, request))
            return OriginRefused;
        // A token in a header is no ambient authority: nobody else's page can make a browser send it.
        if (context.Features.Get<LiveSession>() is { OfDevice: true }
            || context.GetEndpoint()?.Metadata.GetMetadata<ForDevicesAttribute>() is not null)
            return null;
        if (origin.Length == 0 && SessionCookie.Read(request) is not null)
            return OriginRefused;
        return isHub || request.Headers[HeaderName] == "1" ? null : HeaderMissing;
    }

    private bool IsAllowed(string origin, HttpRequest request) => _allowed.Count == 0
        ? string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
        : _allowed.Contains(origin);
}

/// <summary>An endpoint for devices, which send no cookie and need no browser's header.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ForDevicesAttribute : Attribute;
