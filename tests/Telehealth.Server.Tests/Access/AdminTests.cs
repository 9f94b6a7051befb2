using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

public sealed class AdminTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Fact]
    public async Task An_administrator_adds_somebody_who_can_then_sign_in()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var email = $"{Guid.NewGuid():N}@example.org";

        var row = await (
            await admin.Post("/api/admin/users", new NewUser("Ona Petrauskaitė", email, "a fresh long password", [Roles.Dispatcher]))).Of<UserRow>();

        Assert.Equal(("Ona Petrauskaitė", email, false, null), (row.Name, row.Email, row.Disabled, row.LockedUntil));
        using var browser = host.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(email, "a fresh long password")).StatusCode);
    }

    [Fact]
    public async Task A_telephone_number_is_kept_as_it_was_typed_and_changes_without_ending_a_sign_in()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var email = $"{Guid.NewGuid():N}@example.org";
        var made = await (
            await admin.Post(
                "/api/admin/users", new NewUser("Ona", email, "a fresh long password", [Roles.Patient], Telephone: " +370 600 00 000 "))).Of<UserRow>();
        Assert.Equal("+370 600 00 000", made.Telephone);
        using var patient = host.NewBrowser();
        await patient.SignIn(email, "a fresh long password");

        var changed = await (await admin.Put($"/api/admin/users/{made.Id}/telephone", new UserTelephone("ask the daughter"))).Of<UserRow>();

        Assert.Equal("ask the daughter", changed.Telephone);
        Assert.Equal("ask the daughter", (await (await patient.Get("/api/access/telephone")).Of<OwnTelephone>()).Number);
        Assert.Equal(
            "555 0177", (await (await patient.Put("/api/access/telephone", new OwnTelephone("555 0177"))).Of<OwnTelephone>()).Number);
        Assert.Null((await (await patient.Put("/api/access/telephone", new OwnTelephone(" "))).Of<OwnTelephone>()).Number);
        Assert.Equal(
            HttpStatusCode.NotFound, (await admin.Put($"/api/admin/users/{Guid.NewGuid()}/telephone", new UserTelephone("1"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/api/access/telephone")).StatusCode);
    }

    [Theory]
    [InlineData("Name", "not an address", "a fresh long password", "patient", "user.email_invalid")]
    [InlineData("Name", "a@example.org", "too short", "patient", "user.password_weak")]
    [InlineData("Name", "a@example.org", "aaaaaaaaaaaaaaaa", "patient", "user.password_weak")]
    [InlineData("Name", "a@example.org", "a fresh long password", "guest", "user.role_unknown")]
    [InlineData("Name", "a@example.org", "a fresh long password", "", "user.role_unknown")]
    [InlineData("Name", "a\u0000b@example.org", "a fresh long password", "patient", "user.email_invalid")]
    [InlineData("\u202E\u200B", "a@example.org", "a fresh long password", "patient", "user.name_invalid")]
    [InlineData(" ", "a@example.org", "a fresh long password", "patient", "user.name_invalid")]
    public async Task What_does_not_make_an_account_is_refused(string name, string email, string password, string role, string code)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));

        var answer = await admin.Post("/api/admin/users", new NewUser(name, email, password, [role]));

        Assert.Equal(code, await answer.Code());
    }

    [Fact]
    public async Task An_address_is_given_to_one_person_also_when_two_ask_at_once()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var email = $"{Guid.NewGuid():N}@example.org";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => admin.Post("/api/admin/users", new NewUser($"Nr {number}", email, "a fresh long password", [Roles.Patient]))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            Assert.Equal("user.email_taken", await answer.Code());
    }

    [Fact]
    public async Task An_administrator_cannot_shut_out_the_last_administrator()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var self = await host.AddPerson(Roles.Admin);
        using var admin = await host.SignedIn(self);

        Assert.Equal("user.self", await (await admin.Post($"/api/admin/users/{self.Id}/disable")).Code());
        Assert.Equal("user.self", await (await admin.Put($"/api/admin/users/{self.Id}/roles", new UserRoles([Roles.Patient]))).Code());
    }

    [Fact]
    public async Task A_locked_person_is_shown_as_locked_and_can_be_unlocked()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var person = await host.AddPerson(Roles.Patient);
        using var browser = host.NewBrowser();
        for (var attempt = 0; attempt < 5; attempt++)
            await browser.SignIn(person.Email!, "not the password");

        var page = await admin.Read<UserPage>($"/api/admin/users?search={person.Email}");
        Assert.True(Assert.Single(page.Users).LockedUntil > host.Time.GetUtcNow());
        Assert.Null((await (await admin.Post($"/api/admin/users/{person.Id}/unlock")).Of<UserRow>()).LockedUntil);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, AccessHost.Password)).StatusCode);
    }

    [Fact]
    public async Task A_disabled_person_can_be_let_in_again()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var person = await host.AddPerson(Roles.Patient);

        Assert.True((await (await admin.Post($"/api/admin/users/{person.Id}/disable")).Of<UserRow>()).Disabled);
        Assert.False((await (await admin.Post($"/api/admin/users/{person.Id}/enable")).Of<UserRow>()).Disabled);

        using var browser = await host.SignedIn(person);
    }

    [Fact]
    public async Task Staff_find_patients_by_name_and_nobody_else_and_no_wildcard_works()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var clinician = await host.SignedIn(await host.AddPerson(Roles.Clinician));
        using var patient = await host.SignedIn(await host.AddPerson(Roles.Patient));

        Assert.Contains(await clinician.Read<List<PatientEntry>>("/api/patients?search=lindq"), entry => entry.Id == DemoPeople.Ana.Id);
        Assert.DoesNotContain(await clinician.Read<List<PatientEntry>>("/api/patients"), entry => entry.Id == DemoPeople.Hana.Id);
        Assert.Empty(await clinician.Read<List<PatientEntry>>("/api/patients?search=%25"));
        Assert.Equal("not_found", await (await patient.Get("/api/patients?search=lindq")).Code());
    }

    [Fact]
    public async Task People_of_another_tenant_can_neither_sign_in_here_nor_be_found_nor_be_changed()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var shared = $"{Guid.NewGuid():N}@example.org";
        var theirs = await host.AddPerson(Roles.Patient, new TenantId(Guid.NewGuid()), shared);
        using var browser = host.NewBrowser();

        Assert.Equal("access.denied", await (await browser.SignIn(shared, AccessHost.Password)).Code());
        Assert.Empty((await admin.Read<UserPage>($"/api/admin/users?search={shared}")).Users);
        Assert.Equal("not_found", await (await admin.Post($"/api/admin/users/{theirs.Id}/disable")).Code());
        Assert.Equal(
            "not_found",
            await (await admin.Put($"/api/admin/users/{theirs.Id}/password", new NewPassword("a fresh long password"))).Code());
        Assert.Equal("not_found", await (await admin.Post($"/api/admin/users/{Guid.NewGuid()}/disable")).Code());

        // The same address is free here: a constraint over tenants would tell that it exists there.
        var ours = await host.AddPerson(Roles.Patient, email: shared);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal(ours.Id, (await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().FindByEmailAsync(shared))?.Id);
    }
}
