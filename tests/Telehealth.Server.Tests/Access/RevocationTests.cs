using Microsoft.Extensions.DependencyInjection;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Sql;

namespace Telehealth.Server.Tests.Access;

public sealed class RevocationTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    public static TheoryData<string, string, object?> Ends => new()
    {
        { "POST", "disable", null },
        { "PUT", "password", new NewPassword("another long password") },
        { "PUT", "roles", new UserRoles([Roles.Patient]) },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_an_administrator_takes_away_ends_live_connections_on_every_node(string method, string what, object? body)
    {
        var bus = new SharedBus();
        await using var here = await AccessHost.Start(database.ConnectionString, new AccessHost.Setup { Bus = bus });
        await using var there = await AccessHost.Start(database.ConnectionString, new AccessHost.Setup { Bus = bus });
        var person = await here.AddPerson(Roles.Clinician);
        using var browser = await here.SignedIn(person);
        using var bystander = await here.SignedIn(await here.AddPerson(Roles.Clinician));
        using var atHere = await HubSocket.Open(here, browser);
        using var atThere = await HubSocket.Open(there, browser);
        using var untouched = await HubSocket.Open(there, bystander);
        using var admin = await here.SignedIn(await here.AddPerson(Roles.Admin));

        var path = $"/api/admin/users/{person.Id}/{what}";
        await (method == "PUT" ? await admin.Put(path, body!) : await admin.Post(path)).Of<UserRow>();

        await atHere.WaitForEnd();
        await atThere.WaitForEnd();
        Assert.Equal("A clinician", await untouched.Invoke(nameof(KnockHub.WhoAmI)));
        Assert.Equal("access.signed_out", await (await browser.Get("/api/access/me")).Code());
    }

    [Fact]
    public async Task Signing_out_ends_the_live_connections_of_that_sign_in_and_of_no_other()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Clinician);
        using var desk = await host.SignedIn(person);
        using var laptop = await host.SignedIn(person);
        using var atDesk = await HubSocket.Open(host, desk);
        using var onLaptop = await HubSocket.Open(host, laptop);

        await desk.Post("/api/access/sign-out");

        await atDesk.WaitForEnd();
        Assert.Equal("A clinician", await onLaptop.Invoke(nameof(KnockHub.WhoAmI)));
    }

    [Fact]
    public async Task A_lost_announcement_is_made_good_by_the_periodic_check()
    {
        var bus = new SharedBus { IsDeaf = true };
        await using var here = await AccessHost.Start(database.ConnectionString, new AccessHost.Setup { Bus = bus });
        await using var there = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Bus = bus, Settings = { ["Access:CheckInterval"] = "00:00:00.200" } });
        var person = await here.AddPerson(Roles.Clinician);
        using var browser = await here.SignedIn(person);
        using var connection = await HubSocket.Open(there, browser);
        using var admin = await here.SignedIn(await here.AddPerson(Roles.Admin));

        await admin.Post($"/api/admin/users/{person.Id}/disable");

        await connection.WaitForEnd();
    }

    [Fact]
    public async Task A_live_connection_keeps_its_session_from_idling_out()
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Access:CheckInterval"] = "00:00:00.100" } });
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Dispatcher));
        using var connection = await HubSocket.Open(host, browser);
        var sessions = host.Services.GetRequiredService<Sessions>();
        var hash = Secret.HashOf(browser.Cookies.GetCookies(host.Address)["telehealth"]!.Value)!;

        host.Time.Advance(TimeSpan.FromHours(11));

        // Asks the table and not the store: looking a session up counts as hearing of it.
        await using var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
        var deadline = DateTime.UtcNow.AddSeconds(10);
        DateTimeOffset until;
        do
        {
            await using var look = source.Command("select idle_until from identity.session where secret_hash = $1", hash);
            until = new DateTimeOffset((DateTime)(await look.ExecuteScalarAsync())!, TimeSpan.Zero);
        }
        while (until < host.Time.GetUtcNow().AddHours(11) && DateTime.UtcNow < deadline);
        Assert.True(until > host.Time.GetUtcNow().AddHours(11));
        Assert.NotNull(await sessions.FindBySecret(Tenants.BuiltIn, hash, default));
    }

    [Fact]
    public async Task A_password_that_changed_between_the_check_and_the_session_opens_none()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Clinician);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));

        await (await admin.Put($"/api/admin/users/{person.Id}/password", new NewPassword("another long password"))).Of<UserRow>();

        var sessions = host.Services.GetRequiredService<Sessions>();
        Assert.Null(await sessions.OpenBrowser(person, Secret.New(), default));
        Assert.Null(await host.Services.GetRequiredService<Devices>().Open(person, default));
    }
}
