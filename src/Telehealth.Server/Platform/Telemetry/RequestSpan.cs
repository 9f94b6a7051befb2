using System.Diagnostics;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// Gives the span of a request the name of its route: the address itself holds ids, and a guest's the way in. A request that has no route
/// keeps the framework's name.
/// </summary>
internal sealed class RequestSpan(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var span = Activity.Current;
        try
        {
            await next(context);
        }
        finally
        {
            if (span is { IsAllDataRequested: true })
                Name(span, context);
        }
    }

    private static void Name(Activity span, HttpContext context)
    {
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is not { } route)
            return;
        span.DisplayName = $"{context.Request.Method} {route}";
        span.SetTag("http.route", route).SetTag("http.request.method", context.Request.Method);
    }
}
