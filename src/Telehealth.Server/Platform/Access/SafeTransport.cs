using System.Net;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Outside demo mode passwords and links come by https, or from this very machine: a password that crosses a network in the clear is
/// refused, loudly. A proxy that is not named is reported, because without its word everybody seems to come from one place.
/// </summary>
internal sealed class SafeTransport(AppOptions app, IOptions<AccessOptions> options, Occasionally occasionally, ILogger<SafeTransport> log)
    : IEndpointFilter
{
    private static readonly Rejection NotHttps = new(
        RejectionKind.Forbidden, "access.not_https",
        "This server takes sign-ins by https only. Open its https address; if there is none, tell the operators.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refuses(context.HttpContext) is { } rejection ? Problems.Of(rejection) : await next(context);

    private Rejection? Refuses(HttpContext context)
    {
        if (app.Demo || context.Request.IsHttps)
            return null;
        var address = SignInLimits.AddressOf(context);
        if (options.Value.TrustedProxies.Length == 0 && IsForwarded(context.Request) && occasionally.Now(nameof(AccessLog.ProxyNotTrusted)))
            log.ProxyNotTrusted(address.ToString());
        if (options.Value.AllowPlainHttp || IPAddress.IsLoopback(address) || context.Connection.RemoteIpAddress is null)
            return null;
        if (occasionally.Now(nameof(AccessLog.PlainSignInRefused)))
            log.PlainSignInRefused(address.ToString());
        return NotHttps;
    }

    private static bool IsForwarded(HttpRequest request) =>
        request.Headers.ContainsKey("X-Forwarded-For")
        || request.Headers.ContainsKey("X-Forwarded-Proto")
        || request.Headers.ContainsKey("Forwarded");
}

/// <summary>
/// Lets a thing be said that anybody can bring about: once in ten minutes, so that nobody fills the log with it. Any thread may ask.
/// </summary>
internal sealed class Occasionally(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();

    /// <summary>As many entries as there are things to say.</summary>
    private readonly Dictionary<string, DateTimeOffset> _saidAt = new(StringComparer.Ordinal);

    public bool Now(string what)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_saidAt.TryGetValue(what, out var last) && now - last < Pause)
                return false;
            _saidAt[what] = now;
            return true;
        }
    }
}
