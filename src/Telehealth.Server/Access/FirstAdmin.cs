using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Access;

/// <summary>
/// A deployment without an administrator who ever signed in gets one: as configured, or with a password that is printed at this start and
/// holds until the next one, or until it was used.
/// </summary>
internal sealed class FirstAdmin(
    UserManager<Person> people, NpgsqlDataSource database, CurrentTenant tenant, IOptions<AccessOptions> options, TimeProvider time, ILogger<FirstAdmin> log)
{
    private const string DefaultEmail = "admin@telehealth.invalid";

    /// <summary>The set-up password to print; null when none was made.</summary>
    public async Task<(string Email, string Password)?> Ensure(CancellationToken cancellation)
    {
        if (await HasAdmin(cancellation))
            return null;
        var configured = options.Value.FirstAdmin;
        var email = configured.Email is { Length: > 0 } given ? given.Trim() : DefaultEmail;
        var password = configured.Password is { Length: > 0 } set ? set : Secret.New();
        var person = await people.FindByEmailAsync(email);
        var result = person is null ? await Create(email, password) : await Renew(person, password);
        if (!result.Succeeded)
            throw new InvalidOperationException($"The first administrator could not be made: {result.Errors.First().Description} Look at Access:FirstAdmin.");
        return configured.Password is { Length: > 0 } ? null : (email, password);
    }

    private async Task<IdentityResult> Create(string email, string password)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()), DisplayName = "Administrator", Email = email, Roles = [Roles.Admin], CreatedAt = time.GetUtcNow(),
        };
        log.FirstAdminMade(person.Id);
        return await people.CreateAsync(person, password);
    }

    private async Task<IdentityResult> Renew(Person person, string password)
    {
        // Only ever an administrator who has not signed in yet: nobody else's password is touched from here.
        if (!person.Roles.Contains(Roles.Admin))
            return IdentityResult.Failed(new IdentityError { Description = "Somebody who is no administrator has this e-mail address." });
        person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        person.Disabled = false;
        return await people.UpdateSecurityStampAsync(person);
    }

    private async Task<bool> HasAdmin(CancellationToken cancellation)
    {
        await using var command = database.Command(
            "select exists (select from identity.person where tenant = $1 and 'admin' = any(roles) and not disabled and last_sign_in_at is not null)",
            tenant.Id.Value);
        return (bool)(await command.ExecuteScalarAsync(cancellation) ?? false);
    }
}
