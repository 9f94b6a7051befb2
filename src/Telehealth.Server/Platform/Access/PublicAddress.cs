using System.Net;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// The address that people type. What a request says about it (its Host header) is the sender's word: a page of another site can point its
/// own name at this server. So the address is configured, or the request must name an IP address or localhost.
/// </summary>
internal sealed class PublicAddress(
    RequestDelegate next, IOptions<AccessOptions> options, Occasionally occasionally, ILogger<PublicAddress> log)
{
    private static readonly Rejection Unknown = Rejection.Invalid(
        "request.host_unknown",
        "The server does not know this name for itself. Open its own address; operators name it in Access:AllowedOrigins.");

    public Task InvokeAsync(HttpContext context)
    {
        if (options.Value.AllowedOrigins.Length > 0
            || IsOfThisMachine(context.Request.Host.Host)
            || context.Request.Path.StartsWithSegments("/health"))
            return next(context);
        if (occasionally.Now(nameof(AccessLog.HostUnknown)))
            log.HostUnknown();
        return Problems.Of(Unknown).ExecuteAsync(context);
    }

    /// <summary>Scheme and authority for links that leave this request.</summary>
    public static string Of(HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.AllowedOrigins is [var first, ..]
            ? first.TrimEnd('/')
            : $"{request.Scheme}://{request.Host}";

    private static bool IsOfThisMachine(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
