using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Makes the demo accounts in demo mode. Their password is printed on every page, so outside demo mode they are disabled, should the
/// database have seen a demo before; and so is everybody whom they may have made, because everybody was an administrator there.
/// </summary>
internal sealed class DemoAccounts(
    UserManager<Person> people, AccountTelephones telephones, NpgsqlDataSource database, CurrentTenant tenant, TimeProvider time,
    ILogger<DemoAccounts> log)
{
    public async Task Ensure(InventedPeople invented, CancellationToken cancellation)
    {
        string? hash = null;
        foreach (var demo in invented.All)
        {
            var person = await people.FindByIdAsync(demo.Id.ToString());
            if (person is null)
            {
                person = new Person
                {
                    Id = demo.Id, DisplayName = demo.Name, Email = demo.Email, Roles = [demo.Role], CreatedAt = time.GetUtcNow(),
                };
                // One hash for all: the password is no secret, and each more would delay the first start.
                person.PasswordHash = hash ??= people.PasswordHasher.HashPassword(person, invented.Password);
                var result = await people.CreateAsync(person);
                if (!result.Succeeded)
                    throw new InvalidOperationException(
                        $"The demo account {demo.Email} could not be made: {result.Errors.First().Description}");
                await telephones.Keep(tenant.Id, demo.Id, demo.Telephone, cancellation);
            }
        }

        await using var enable = database.Command(
            "update identity.person set disabled = false where tenant = $1 and id = any($2) and disabled", tenant.Id.Value,
            IdsOf(invented));
        await enable.ExecuteNonQueryAsync(cancellation);
        log.DemoAccountsReady(invented.All.Count);
    }

    public async Task Retire(InventedPeople invented, CancellationToken cancellation)
    {
        await using var disable = database.Command(
            "update identity.person set disabled = true, security_stamp = gen_random_uuid()::text where tenant = $1 and (id = any($2) or made_in_demo) and not disabled",
            tenant.Id.Value, IdsOf(invented));
        var retired = await disable.ExecuteNonQueryAsync(cancellation);
        if (retired > 0)
            log.DemoAccountsRetired(retired);
    }

    private static Guid[] IdsOf(InventedPeople invented) => [.. invented.All.Select(person => person.Id)];
}
