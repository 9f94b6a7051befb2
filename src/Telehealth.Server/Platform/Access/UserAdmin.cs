using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>What an administrator does to people's accounts. Whatever takes something away ends the person's sign-ins at once.</summary>
internal sealed class UserAdmin(
    UserManager<Person> people, SignInTries tries, SignInLimits limits, Revocations revocations, TimeProvider time, ILogger<UserAdmin> log)
{
    private static readonly Rejection EmailInvalid = Rejection.Invalid("user.email_invalid", "This is no e-mail address.");
    public static readonly Rejection ChangedMeanwhile = new(
        RejectionKind.Conflict, "user.changed_meanwhile", "Somebody else changed this account at the same moment. Look again.");

    private static readonly Rejection Oneself = Rejection.Invalid(
        "user.self", "Another administrator must do this to your own account, so that one always remains.");
    private static readonly Rejection NameInvalid = Rejection.Invalid(
        "user.name_invalid", $"Give a name with a letter in it, of at most {PersonName.Longest} letters.");
    private static readonly Rejection RoleMissing = Rejection.Invalid("user.role_missing", "Give at least one role.");
    private static readonly Rejection RoleUnknown = Rejection.Invalid(
        "user.role_unknown", $"Roles are {string.Join(", ", Roles.OfPeople)}.");
    private static readonly Rejection EmailTaken = new(
        RejectionKind.Conflict, "user.email_taken", "Somebody has this e-mail address already.");

    public async Task<(Guid Id, Rejection? Rejection)> Create(Caller admin, NewUser request, CancellationToken cancellation)
    {
        if (PersonName.Read(request.Name) is not { } name)
            return (default, NameInvalid);
        if (RefusesRoles(request.Roles) is { } badRoles)
            return (default, badRoles);
        if (!PasswordCheck.IsWorthLookingUp(request.Email))
            return (default, EmailInvalid);
        var person = new Person
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            DisplayName = name,
            Email = request.Email?.Trim(),
            Roles = [.. request.Roles.Distinct()],
            CreatedAt = time.GetUtcNow(),
            OwesPassword = request.OwesPassword,
        };
        var (password, badPassword) = await Passwords.Acceptable(people, person, request.Password);
        if (password is null)
            return (default, badPassword);
        person.PasswordHash = await limits.Hash(() => people.PasswordHasher.HashPassword(person, password), cancellation);
        if (RefusalOf(await people.CreateAsync(person)) is { } rejection)
            return (default, rejection);
        log.PersonChanged(admin.PersonId, person.Id, $"created with {string.Join(' ', person.Roles)}");
        return (person.Id, null);
    }

    /// <summary>
    /// Roles of one's own are another administrator's to give, where there is one; the only one may, and the log says so loudly.
    /// </summary>
    public async Task<Rejection?> SetRoles(Caller admin, Guid personId, UserRoles request, CancellationToken cancellation)
    {
        if (RefusesRoles(request.Roles) is { } bad)
            return bad;
        string[] roles = [.. request.Roles.Distinct()];
        var isOwn = personId == admin.PersonId;
        if (isOwn
            && (!roles.Contains(Roles.Admin)
                || await people.Users.AnyAsync(
                    other => other.Id != personId && !other.Disabled && other.Roles.Contains(Roles.Admin), cancellation)))
            return Oneself;
        var before = string.Empty;
        var rejection = await Change(
            admin, personId, "roles", person => (before, person.Roles) = (string.Join(' ', person.Roles), roles), cancellation);
        if (rejection is not null)
            return rejection;
        log.RolesChanged(admin.PersonId, personId, before, string.Join(' ', roles));
        if (isOwn)
            log.OwnRolesChanged(admin.PersonId);
        return null;
    }

    public async Task<Rejection?> SetPassword(Caller admin, Guid personId, NewPassword request, CancellationToken cancellation)
    {
        if (await people.FindByIdAsync(personId.ToString()) is not { } person)
            return Gate.NotFound;
        var (password, bad) = await Passwords.Acceptable(people, person, request.Password);
        if (password is null)
            return bad;
        var hash = await limits.Hash(() => people.PasswordHasher.HashPassword(person, password), cancellation);
        return await Change(
            admin, personId, "password", changed => (changed.PasswordHash, changed.OwesPassword) = (hash, request.OwesPassword),
            cancellation);
    }

    public Task<Rejection?> Disable(Caller admin, Guid personId, CancellationToken cancellation) => personId == admin.PersonId
        ? Task.FromResult<Rejection?>(Oneself)
        : Change(admin, personId, "disabled", person => person.Disabled = true, cancellation);

    public Task<Rejection?> Enable(Caller admin, Guid personId, CancellationToken cancellation) =>
        Change(admin, personId, "enabled", person => person.Disabled = false, cancellation);

    public async Task<Rejection?> Unlock(Caller admin, Guid personId, CancellationToken cancellation)
    {
        if (await people.FindByIdAsync(personId.ToString()) is not { NormalizedEmail: { } email } person)
            return Gate.NotFound;
        await tries.ForgetAll(new TenantId(person.TenantId), email, cancellation);
        log.PersonChanged(admin.PersonId, personId, "unlocked");
        return null;
    }

    private async Task<Rejection?> Change(Caller admin, Guid personId, string what, Action<Person> change, CancellationToken cancellation)
    {
        if (await people.FindByIdAsync(personId.ToString()) is not { } person)
            return Gate.NotFound;
        change(person);
        // A new stamp stops a sign-in that is half-way through; ending the sessions comes after the commit, so that none slips in between.
        if (RefusalOf(await people.UpdateSecurityStampAsync(person)) is { } rejection)
            return rejection;
        await revocations.EndSessionsOf(new TenantId(person.TenantId), personId, cancellation);
        log.PersonChanged(admin.PersonId, personId, what);
        return null;
    }

    private static Rejection? RefusesRoles(IReadOnlyList<string>? roles)
    {
        if (roles is not { Count: > 0 })
            return RoleMissing;
        return roles.All(role => Roles.OfPeople.Contains(role, StringComparer.Ordinal))
            ? null
            : RoleUnknown;
    }

    private static Rejection? RefusalOf(IdentityResult result) => result.Errors.FirstOrDefault()?.Code switch
    {
        null => null,
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => EmailTaken,
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => ChangedMeanwhile,
        _ => EmailInvalid,
    };
}
