using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>Signing in and out: browsers, devices and guests.</summary>
internal static class SignInEndpoints
{
    private const int LongestGuestName = 80;

    private static readonly Rejection LinkInvalid =
        Rejection.NotFound("guest.link_invalid", "This link does not work, or no longer. Ask whoever sent it for a new one.");
    private static readonly Rejection GuestNameInvalid =
        Rejection.Invalid("guest.name_invalid", $"Say how you want to be called, in at most {LongestGuestName} letters.");

    private static readonly SignInRefusal Denied = new(PasswordCheck.Denied);

    public static void Map(RouteGroupBuilder everything)
    {
        var access = everything.MapGroup(string.Empty).AddEndpointFilter<SafeTransport>();
        access.MapPost("/sign-in", SignIn).AllowAnonymous();
        access.MapPost("/sign-out", SignOut).Allow(Roles.SignedIn, Roles.OwingPassword);
        access.MapGet("/me", Me).Allow(Roles.SignedIn, Roles.OwingPassword);
        access.MapPut("/password", ChangePassword).Allow([.. Roles.OfPeople, Roles.OwingPassword]);
        access.MapGet("/telephone", Telephone).Allow(Roles.Patient);
        access.MapPut("/telephone", KeepTelephone).Allow(Roles.Patient);
        access.MapPost("/guest/link", ViewGuestLink).AllowAnonymous();
        access.MapPost("/guest", SignInGuest).AllowAnonymous();
        access.MapPost("/device/token", SignInDevice).AllowAnonymous().WithMetadata(new ForDevicesAttribute());
        access.MapPost("/device/refresh", RefreshDevice).AllowAnonymous().WithMetadata(new ForDevicesAttribute());
    }

    private static async Task<IResult> SignIn(
        SignIn request, HttpContext context, PasswordCheck passwords, Sessions sessions, Visit visit, CancellationToken cancellation)
    {
        var (person, refusal) = await passwords.Check(context, request.Email, request.Password);
        if (person is null)
            return visit.Refused(context, "browser", refusal ?? Denied, request.Email);
        await visit.EndFormer(context, cancellation);
        var secret = Secret.New();
        if (await sessions.OpenBrowser(person, secret, cancellation) is not { } session)
            return visit.Refused(context, "browser", Denied, request.Email);
        visit.Begin(context, secret);
        passwords.Remember(context, person);
        visit.SignedIn(person.Id, "browser");
        var caller = await sessions.Find(new TenantId(person.TenantId), session, cancellation);
        return caller is null ? Problems.Of(Gate.SignedOut) : Results.Ok(MeOf(caller));
    }

    private static async Task<IResult> SignOut(HttpContext context, Visit visit, CancellationToken cancellation)
    {
        await visit.EndFormer(context, cancellation);
        SessionCookie.Clear(context);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePassword(
        OwnPassword request, HttpContext context, PasswordChange change, Sessions sessions, Visit visit, CancellationToken cancellation)
    {
        var ofDevice = context.Features.Get<LiveSession>() is { OfDevice: true };
        var (person, refusal) = await change.Change(context, Caller.Of(context.User), request, cancellation);
        if (person is null)
            return Problems.Of(refusal?.Rejection ?? Gate.NotFound, refusal?.RetryAfter);
        var secret = Secret.New();
        if (ofDevice || await sessions.OpenBrowser(person, secret, cancellation) is not { } session)
            return Results.NoContent();
        visit.Begin(context, secret);
        return await sessions.Find(new TenantId(person.TenantId), session, cancellation) is { } live
            ? Results.Ok(MeOf(live))
            : Results.NoContent();
    }

    private static IResult Me(HttpContext context) =>
        context.Features.Get<LiveSession>() is { } session ? Results.Ok(MeOf(session)) : Problems.Of(Gate.SignedOut);

    private static async Task<OwnTelephone> Telephone(HttpContext context, AccountTelephones telephones, CancellationToken cancellation)
    {
        var me = Caller.Of(context.User);
        return new OwnTelephone(await telephones.Of(me.Tenant, me.PersonId, cancellation));
    }

    private static async Task<OwnTelephone> KeepTelephone(
        OwnTelephone own, HttpContext context, AccountTelephones telephones, CancellationToken cancellation)
    {
        var me = Caller.Of(context.User);
        await telephones.Keep(me.Tenant, me.PersonId, own.Number, cancellation);
        return new OwnTelephone(await telephones.Of(me.Tenant, me.PersonId, cancellation));
    }

    private static async Task<IResult> ViewGuestLink(
        GuestToken request, HttpContext context, SignInLimits limits, Tenants tenants, [FromServices] IGuestLinks links, TimeProvider time,
        CancellationToken cancellation)
    {
        if (!limits.Takes(context))
            return Problems.Of(PasswordCheck.TooManyTries, SignInLimits.RetryAfter);
        return await Find(links, tenants.TenantOf(context), request.Token, time, cancellation) is { } grant
            ? Results.Ok(new GuestLinkView(grant.Role, grant.ExpiresAt))
            : Problems.Of(LinkInvalid);
    }

    private static async Task<IResult> SignInGuest(
        GuestSignIn request, HttpContext context, SignInLimits limits, GuestEntrance entrance, Visit visit, CancellationToken cancellation)
    {
        if (!limits.Takes(context))
            return visit.Refused(context, "guest", new SignInRefusal(PasswordCheck.TooManyTries, SignInLimits.RetryAfter));
        if (PersonName.Read(request.Name, LongestGuestName) is not { } name)
            return Problems.Of(GuestNameInvalid);
        var secret = Secret.New();
        if (await entrance.Enter(context, request.Token, name, secret, cancellation) is not { } session)
            return visit.Refused(context, "guest", new SignInRefusal(LinkInvalid));
        visit.GuestSignedIn();
        if (session.Caller.SessionId != Caller.TryOf(context.User)?.SessionId)
        {
            await visit.EndFormer(context, cancellation);
            visit.Begin(context, secret);
        }

        return Results.Ok(MeOf(session));
    }

    private static async Task<IResult> SignInDevice(
        DeviceSignIn request, HttpContext context, PasswordCheck passwords, Devices devices, Visit visit, CancellationToken cancellation)
    {
        var (person, refusal) = await passwords.Check(context, request.Email, request.Password);
        if (person is null)
            return visit.Refused(context, "device", refusal ?? Denied, request.Email);
        if (await devices.Open(person, cancellation) is not { } tokens)
            return visit.Refused(context, "device", Denied, request.Email);
        passwords.Remember(context, person);
        visit.SignedIn(person.Id, "device");
        return Results.Ok(tokens);
    }

    private static async Task<IResult> RefreshDevice(
        DeviceRefresh request, HttpContext context, Devices devices, Tenants tenants, CancellationToken cancellation) =>
        await devices.Refresh(tenants.Default, request.RefreshToken, cancellation) is { } tokens
            ? Results.Ok(tokens)
            : Problems.Of(Gate.SignedOut);

    internal static async Task<GuestGrant?> Find(
        IGuestLinks links, TenantId tenant, string? token, TimeProvider time, CancellationToken cancellation) =>
        Secret.HashOf(token) is { } hash && await links.Find(tenant, hash, cancellation) is { } grant && grant.ExpiresAt > time.GetUtcNow()
            ? grant
            : null;

    private static Me MeOf(LiveSession session) =>
        new(
            session.Caller.PersonId, session.Caller.Name, session.Email, session.Caller.Roles, session.Caller.GuestOf?.Value,
            session.Caller.OwesPassword);
}

/// <summary>What every way in has in common.</summary>
internal sealed class Visit(
    Revocations revocations, ILookupNormalizer people, AccessMetrics metrics, IOptions<AccessOptions> options, ILogger<Visit> log)
{
    public void Begin(HttpContext context, string secret) => SessionCookie.Write(context, secret, options.Value.SessionLimit);

    /// <summary>Signing in never continues an older session: whoever planted its cookie would be signed in too.</summary>
    public async Task EndFormer(HttpContext context, CancellationToken cancellation)
    {
        if (Caller.TryOf(context.User) is not { } former)
            return;
        await revocations.EndSession(former.Tenant, former.SessionId, cancellation);
        log.SignedOut(former.SessionId);
    }

    public void GuestSignedIn() => metrics.SignedIn("guest", "ok");

    public void SignedIn(Guid personId, string kind)
    {
        metrics.SignedIn(kind, "ok");
        log.SignedIn(personId, kind);
    }

    /// <param name="email">As it was typed; null where nobody typed one.</param>
    public IResult Refused(HttpContext context, string kind, SignInRefusal refusal, string? email = null)
    {
        metrics.SignedIn(kind, refusal.Rejection.Code);
        var account = PasswordCheck.IsWorthLookingUp(email)
            ? Convert.ToHexStringLower(SignInTries.HashOf(people.NormalizeEmail(email.Trim())!).AsSpan(0, 8))
            : "none";
        log.SignInRefused(refusal.Rejection.Code, kind, account, SignInLimits.Network(SignInLimits.AddressOf(context)).ToString());
        return Problems.Of(refusal.Rejection, refusal.RetryAfter);
    }
}

/// <summary>
/// Lets a guest in by a link. A link is for one person at a time: whoever comes by it ends the sign-in of whoever came before, who is told
/// that it was opened elsewhere. So a guest whose telephone fails goes on with another device at once, and a link that went astray is
/// not used unseen: it puts its owner out, and the clinician sees somebody leave and come.
/// </summary>
internal sealed class GuestEntrance(
    IGuestLinks links, Sessions sessions, Revocations revocations, Tenants tenants, TimeProvider time, ILogger<GuestEntrance> log)
{
    public async Task<LiveSession?> Enter(HttpContext context, string? token, string name, string secret, CancellationToken cancellation)
    {
        var tenant = tenants.TenantOf(context);
        if (await SignInEndpoints.Find(links, tenant, token, time, cancellation) is not { } grant)
            return null;
        // The same browser once more, as after a tab was closed: nobody else has come.
        if (Caller.TryOf(context.User) is { } here && here.PersonId == grant.LinkId && here.Name == name)
            return await sessions.Find(tenant, here.SessionId, cancellation);
        await revocations.EndSessionsOfGuest(tenant, grant.LinkId, cancellation);
        await links.Vacate(grant, cancellation);
        var session = await sessions.OpenGuest(grant, name, secret, cancellation);
        // Revoked in between: the revocation ended the sessions that it saw, and this one came after.
        if (await SignInEndpoints.Find(links, tenant, token, time, cancellation) is null)
        {
            await sessions.End(tenant, session, cancellation);
            return null;
        }

        log.GuestEntered(grant.LinkId);
        return await sessions.Find(tenant, session, cancellation);
    }
}
