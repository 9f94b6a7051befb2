using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

/// <summary>Everybody chooses the own password; whoever has one from somebody else must.</summary>
public sealed class OwnPasswordTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    private const string Fresh = "a fresh long password";

    [Fact]
    public async Task Changing_the_own_password_needs_the_present_one_and_ends_every_other_sign_in()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Patient);
        using var browser = await host.SignedIn(person);
        using var elsewhere = await host.SignedIn(person);

        Assert.Equal("user.password_wrong", await (await Change(browser, "not the password", Fresh)).Code());
        Assert.Equal("user.password_weak", await (await Change(browser, AccessHost.Password, "short")).Code());
        Assert.Equal("user.password_same", await (await Change(browser, AccessHost.Password, AccessHost.Password)).Code());
        Assert.Equal(person.Id, (await (await Change(browser, AccessHost.Password, Fresh)).Of<Me>()).Id);

        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/access/me")).StatusCode);
        Assert.Equal("access.signed_out", await (await elsewhere.Get("/api/access/me")).Code());
        using var later = host.NewBrowser();
        Assert.Equal("access.denied", await (await later.SignIn(person.Email!, AccessHost.Password)).Code());
        Assert.Equal(HttpStatusCode.OK, (await later.SignIn(person.Email!, Fresh)).StatusCode);
    }

    [Fact]
    public async Task An_open_page_is_no_way_to_guess_the_password()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        for (var attempt = 0; attempt < 5; attempt++)
            Assert.Equal("user.password_wrong", await (await Change(browser, "not the password", Fresh)).Code());

        Assert.Equal("access.locked", await (await Change(browser, AccessHost.Password, Fresh)).Code());
    }

    [Fact]
    public async Task Who_has_a_password_from_somebody_else_is_served_nothing_before_choosing_one()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        var email = $"{Guid.NewGuid():N}@example.org";
        await (
            await admin.Post(
                "/api/admin/users", new NewUser("New here", email, AccessHost.Password, [Roles.Clinician, Roles.Admin], OwesPassword: true))).Of<UserRow>();
        using var browser = host.NewBrowser();
        var me = await (await browser.SignIn(email, AccessHost.Password)).Of<Me>();
        using var http = new HttpClient { BaseAddress = host.Address };
        var device = await (
            await http.PostAsJsonAsync("/api/access/device/token", new DeviceSignIn(email, AccessHost.Password), AccessHost.Json)).Of<DeviceTokens>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", device.AccessToken);

        Assert.True(me.OwesPassword);
        Assert.Equal("access.password_owed", await (await browser.Get("/api/admin/users")).Code());
        Assert.Equal("access.password_owed", await (await browser.Get("/api/patients")).Code());
        Assert.Equal("access.password_owed", await (await http.GetAsync(new Uri("/api/patients", UriKind.Relative))).Code());
        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.Open(host, browser))).Data["status"]);
        Assert.False((await (await Change(browser, AccessHost.Password, Fresh)).Of<Me>()).OwesPassword);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/admin/users")).StatusCode);
        using var hub = await HubSocket.Open(host, browser);
        Assert.Equal("welcome", await hub.Invoke(nameof(KnockHub.ForClinicians)));
    }

    [Fact]
    public async Task An_administrator_gives_roles_to_themself_only_where_nobody_else_could_and_each_change_is_written_down()
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Tenancy:DefaultTenant"] = Guid.NewGuid().ToString() } });
        var person = await host.AddPerson(Roles.Admin);
        using var admin = await host.SignedIn(person);
        var path = $"/api/admin/users/{person.Id}/roles";
        await admin.Post($"/api/admin/users/{DemoPeople.Ivo.Id}/disable");

        await (await admin.Put(path, new UserRoles([Roles.Admin, Roles.Dispatcher]))).Of<UserRow>();
        using var again = await host.SignedIn(person);
        var other = await host.AddPerson(Roles.Admin);

        Assert.Equal("user.self", await (await again.Put(path, new UserRoles([Roles.Admin, Roles.Clinician]))).Code());
        await (await again.Put($"/api/admin/users/{other.Id}/roles", new UserRoles([Roles.Patient]))).Of<UserRow>();
        Assert.Contains(
            host.Log.Lines,
            line =>
                line.Contains(
                    $"{person.Id} changed the roles of person {person.Id} from admin to admin dispatcher", StringComparison.Ordinal));
        Assert.Contains(
            host.Log.Lines, line => line.StartsWith($"Warning Administrator {person.Id} changed the own roles", StringComparison.Ordinal));
        Assert.Contains(host.Log.Lines, line => line.Contains($"of person {other.Id} from admin to patient", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_are_written_down_with_who_and_where_and_without_names()
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Access:TrustedProxies:0"] = "127.0.0.1" } });
        var person = await host.AddPerson(Roles.Patient);
        using var browser = await host.SignedIn(person);
        using var hub = await HubSocket.Open(host, browser);
        using var stranger = host.NewBrowser();
        stranger.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        await stranger.SignIn(person.Email!, "not the password");
        await browser.Get("/api/admin/users");
        await hub.Invoke(nameof(KnockHub.ForClinicians));

        var account = Convert.ToHexStringLower(SignInTries.HashOf(person.NormalizedEmail!))[..16];
        Assert.Contains(
            host.Log.Lines,
            line =>
                line.Contains(
                    $"Sign-in refused: access.denied, session kind browser, account {account}, from 203.0.113.7", StringComparison.Ordinal));
        Assert.Contains(
            host.Log.Lines,
            line =>
                line.StartsWith("Warning Refused at the gate: not_found", StringComparison.Ordinal)
                && line.Contains(person.Id.ToString(), StringComparison.Ordinal));
        Assert.Contains(
            host.Log.Lines,
            line =>
                line.Contains("KnockHub.ForClinicians", StringComparison.Ordinal)
                && line.Contains(person.Id.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(person.Email!, StringComparison.OrdinalIgnoreCase));
    }

    private static Task<HttpResponseMessage> Change(Browser browser, string present, string password) =>
        browser.Put("/api/access/password", new OwnPassword(present, password));
}
