using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// The one place that decides who may. Whether they may touch this very
/// consult or unit is the capability's to decide, with the same answer.
/// </summary>
internal static class Gate
{
    public static readonly Rejection SignedOut = new(
        RejectionKind.SignedOut, "access.signed_out", "You are not signed in. Sign in and try again.");

    /// <summary>A stranger learns nothing, not even that there is something to be refused.</summary>
    public static readonly Rejection NotFound = Rejection.NotFound("not_found", "There is no such thing, or it is not for you.");

    public static readonly Rejection PasswordOwed = new(
        RejectionKind.Forbidden, "access.password_owed", "Choose a password of your own first: somebody else knows the present one.");

    /// <summary>Null when the caller may.</summary>
    public static Rejection? Refuses(AllowAttribute? allow, Caller? caller)
    {
        if (caller is null)
            return SignedOut;
        if (allow is null)
            return NotFound;
        if (caller.OwesPassword && !allow.Roles.Contains(Roles.OwingPassword, StringComparer.Ordinal))
            return PasswordOwed;
        return allow.Roles.Any(role => role == Roles.SignedIn || caller.Is(role)) ? null : NotFound;
    }

    /// <summary>Names who may use an endpoint.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AllowAttribute(roles));

    /// <summary>Gives an endpoint the budget of costly answers.</summary>
    public static TBuilder Costly<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new CostlyAttribute());

    /// <summary>Maps a hub for these roles: WebSockets only, and no connection outlives its sign-in.</summary>
    public static HubEndpointConventionBuilder MapGatedHub<THub>(this IEndpointRouteBuilder endpoints, string path, params string[] roles)
        where THub : Hub =>
        endpoints.MapHub<THub>(path, options =>
        {
            options.CloseOnAuthenticationExpiration = true;
            options.Transports = HttpTransportType.WebSockets;
            // An answer that is not taken ends the connection as soon as a message that is not.
            options.TransportSendTimeout = endpoints.ServiceProvider.GetRequiredService<IOptions<LiveOptions>>().Value.Oldest;
        }).Allow(roles);
}

/// <summary>The gate in front of endpoints. An endpoint is open to strangers only when it says so itself (<c>AllowAnonymous</c>).</summary>
internal sealed class GateMiddleware(RequestDelegate next, CallBudgets budgets, GateRefusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
            return next(context);
        return (Refuses(endpoint, context) ?? Malformed(context.Request)) is { } rejection
            ? Problems.Of(rejection).ExecuteAsync(context)
            : next(context);
    }

    private Rejection? Refuses(Endpoint endpoint, HttpContext context)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return null;
        var allow = endpoint.Metadata.GetMetadata<AllowAttribute>();
        if (allow is null)
            refusals.NobodyAllowed(endpoint.DisplayName ?? "An endpoint without a name");
        var caller = Caller.TryOf(context.User);
        if (Gate.Refuses(allow, caller) is { } rejection)
        {
            refusals.Note(caller, rejection, endpoint.DisplayName);
            return rejection;
        }

        return caller is not null && endpoint.Metadata.GetMetadata<CostlyAttribute>() is not null ? budgets.RefusesCostly(caller) : null;
    }

    private static Rejection? Malformed(HttpRequest request) => WholeText.FirstFault(request) is { } name
        ? Problems.Invalid($"'{name}' in the address is too long, or holds something that is not expected there.")
        : null;
}

/// <summary>
/// Writes down who, being signed in, asked for what is not theirs: a page never does. Strangers are not written down, or anybody could fill
/// the log; nor is more than a person at work could bring about.
/// </summary>
internal sealed class GateRefusals(TimeProvider time, ILogger<GateRefusals> log)
{
    private readonly TokenBucket _room = new(perSecond: 2, burst: 200, time);

    /// <summary>A mistake of ours: what names nobody is closed to everybody.</summary>
    public void NobodyAllowed(string target) => log.NobodyAllowed(target);

    public void Note(Caller? caller, Rejection rejection, string? target)
    {
        if (caller is not null && _room.TryTake())
            log.GateRefused(rejection.Code, caller.PersonId, caller.SessionId, target ?? "an endpoint without a name");
    }
}
