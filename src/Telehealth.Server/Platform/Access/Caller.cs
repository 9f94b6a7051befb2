using System.Security.Claims;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Who is asking. For a guest the person id is the guest link's id, which is also their seat in the one thing that they may enter.
/// </summary>
/// <param name="GuestOf">What a guest may enter; null for everybody else.</param>
/// <param name="SessionId">The sign-in behind this: ending it ends every connection that it opened.</param>
internal sealed record Caller(
    TenantId Tenant, Guid PersonId, string Name, IReadOnlyList<string> Roles, GuestScope? GuestOf, Guid SessionId)
{
    /// <summary>Nothing is served but what <c>[Allow]</c> with <c>owing-password</c> lets in.</summary>
    public bool OwesPassword { get; init; }

    private const string OwesPasswordClaim = "owes_password";
    private const string TenantClaim = "tenant";
    private const string SessionClaim = "session";
    private const string GuestClaim = "guest_of";

    /// <summary>The signed-in caller; the gate has made sure that there is one.</summary>
    public static Caller Of(ClaimsPrincipal? principal) =>
        TryOf(principal)
        ?? throw new InvalidOperationException("Nobody is signed in. The gate must stand in front of whoever asks for the caller.");

    public static Caller? TryOf(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not ClaimsIdentity { IsAuthenticated: true } identity
            || identity.FindFirst(SessionClaim) is not { } session)
            return null;
        var guestOf = identity.FindFirst(GuestClaim);
        return new Caller(
            new TenantId(Guid.Parse(Value(identity, TenantClaim))),
            Guid.Parse(Value(identity, ClaimTypes.NameIdentifier)),
            Value(identity, ClaimTypes.Name),
            [.. identity.FindAll(ClaimTypes.Role).Select(claim => claim.Value)],
            guestOf is null ? null : new GuestScope(Guid.Parse(guestOf.Value)),
            Guid.Parse(session.Value))
        {
            OwesPassword = identity.HasClaim(OwesPasswordClaim, bool.TrueString),
        };
    }

    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>A command of this caller, in the capacity in which it is sent: somebody may be a dispatcher and a paramedic too.</summary>
    public CommandContext As(ActorKind kind, Guid commandId) => new(Tenant, new CommandId(commandId), new Actor(kind, PersonId));

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity(scheme);
        identity.AddClaim(new Claim(TenantClaim, Tenant.ToString()));
        identity.AddClaim(new Claim(SessionClaim, SessionId.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, PersonId.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, Name));
        identity.AddClaims(Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (OwesPassword)
            identity.AddClaim(new Claim(OwesPasswordClaim, bool.TrueString));
        if (GuestOf is { } scope)
            identity.AddClaim(new Claim(GuestClaim, scope.ToString()));
        return new ClaimsPrincipal(identity);
    }

    private static string Value(ClaimsIdentity identity, string type) =>
        identity.FindFirst(type)?.Value ?? throw new InvalidOperationException($"A session was turned into a principal without {type}.");
}
