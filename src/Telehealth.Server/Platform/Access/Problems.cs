using System.Globalization;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Platform.Access;

/// <summary>Rejections as problem details: <c>code</c> for programs, <c>detail</c> for people.</summary>
internal static class Problems
{
    /// <param name="retryAfter">Told as <c>Retry-After</c>, in whole seconds.</param>
    public static IResult Of(Rejection rejection, TimeSpan? retryAfter = null) => new Problem(rejection, retryAfter);

    /// <summary>A request of which a part is missing or not in order; the text names it.</summary>
    public static Rejection Invalid(string text) => Rejection.Invalid("request.invalid", text);

    /// <summary>The answer itself, or why not.</summary>
    public static IResult Answer<T>(Reply<T> reply) =>
        reply.Error is { } error ? Of(error.Rejection) : Results.Ok(reply.Value);

    /// <summary>Fills in the code of those answers that the framework itself gives.</summary>
    public static void NameTheCode(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Extensions.ContainsKey("code"))
            return;
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        var (code, text) = status switch
        {
            StatusCodes.Status404NotFound => (Gate.NotFound.Code, Gate.NotFound.Text),
            StatusCodes.Status405MethodNotAllowed => ("request.method_not_allowed", "This address does not understand the method."),
            StatusCodes.Status413PayloadTooLarge => ("request.too_large", "The request is larger than anything that is expected here."),
            StatusCodes.Status415UnsupportedMediaType => ("request.not_json", "Send JSON, with the content type application/json."),
            >= 500 => ("server.failed", "Something went wrong on the server. Try again; if it stays so, tell the operators."),
            _ => ("request.malformed", "The request could not be read. Check its fields."),
        };
        context.ProblemDetails.Extensions["code"] = code;
        context.ProblemDetails.Detail ??= text;
    }

    private static int StatusOf(RejectionKind kind) => kind switch
    {
        RejectionKind.Invalid or RejectionKind.NotNow => StatusCodes.Status400BadRequest,
        RejectionKind.NotFound => StatusCodes.Status404NotFound,
        RejectionKind.Conflict => StatusCodes.Status409Conflict,
        RejectionKind.Forbidden => StatusCodes.Status403Forbidden,
        RejectionKind.SignedOut => StatusCodes.Status401Unauthorized,
        RejectionKind.Locked => StatusCodes.Status423Locked,
        RejectionKind.TooMany => StatusCodes.Status429TooManyRequests,
        RejectionKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RejectionKind.UnknownType => StatusCodes.Status415UnsupportedMediaType,
        RejectionKind.TooSlow => StatusCodes.Status408RequestTimeout,
        RejectionKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of rejection has no status."),
    };

    private sealed class Problem(Rejection rejection, TimeSpan? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var status = StatusOf(rejection.Kind);
            if (status == StatusCodes.Status401Unauthorized)
                httpContext.Response.Headers.WWWAuthenticate = "Bearer";
            if (retryAfter is { } wait)
                httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
                    .ToString(CultureInfo.InvariantCulture);
            return TypedResults
                .Problem(rejection.Text, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = rejection.Code })
                .ExecuteAsync(httpContext);
        }
    }
}
