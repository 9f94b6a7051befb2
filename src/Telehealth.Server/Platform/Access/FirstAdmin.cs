using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// A deployment without an administrator who signed in and chose a password gets one: as configured, or with a password that is told at
/// this start and holds until the next one. Whichever it is, the first sign-in must choose another.
/// </summary>
internal sealed class FirstAdmin(
    UserManager<Person> people, NpgsqlDataSource database, CurrentTenant tenant, IOptions<AccessOptions> options, TimeProvider time,
    ILogger<FirstAdmin> log)
{
    private static readonly Person Nobody = new() { DisplayName = string.Empty };

    private const string DefaultEmail = "admin@telehealth.invalid";

    /// <summary>The set-up password to tell; null when none was made.</summary>
    public async Task<(string Email, string Password)?> Ensure(CancellationToken cancellation)
    {
        if (await HasAdmin(cancellation))
            return null;
        var configured = options.Value.FirstAdmin;
        var email = configured.Email is { Length: > 0 } given ? given.Trim() : DefaultEmail;
        var person = await people.FindByEmailAsync(email);
        var (password, bad) = await Passwords.Acceptable(
            people, person ?? Nobody, configured.Password is { Length: > 0 } set ? set : Secret.New());
        if (password is null)
            throw new InvalidOperationException(
                $"The first administrator could not be made: {bad?.Text} Look at Access:FirstAdmin:Password.");
        var result = person is null ? await Create(email, password) : await Renew(person, password);
        if (!result.Succeeded)
            throw new InvalidOperationException(
                $"The first administrator could not be made: {result.Errors.First().Description} Look at Access:FirstAdmin.");
        return configured.Password is { Length: > 0 } ? null : (email, password);
    }

    private async Task<IdentityResult> Create(string email, string password)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            DisplayName = "Administrator",
            Email = email,
            Roles = [Roles.Admin],
            CreatedAt = time.GetUtcNow(),
            OwesPassword = true,
        };
        log.FirstAdminMade(person.Id);
        person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        return await people.CreateAsync(person);
    }

    private async Task<IdentityResult> Renew(Person person, string password)
    {
        // Only ever an administrator who has not chosen a password yet: nobody else's is touched from here.
        if (!person.Roles.Contains(Roles.Admin))
            return IdentityResult.Failed(new IdentityError { Description = "Somebody who is no administrator has this e-mail address." });
        person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        (person.Disabled, person.OwesPassword) = (false, true);
        return await people.UpdateSecurityStampAsync(person);
    }

    private async Task<bool> HasAdmin(CancellationToken cancellation)
    {
        await using var command = database.Command(
            "select exists (select from identity.person where tenant = $1 and 'admin' = any(roles) and not disabled and last_sign_in_at is not null and not owes_password)",
            tenant.Id.Value);
        return (bool)(await command.ExecuteScalarAsync(cancellation) ?? false);
    }
}
