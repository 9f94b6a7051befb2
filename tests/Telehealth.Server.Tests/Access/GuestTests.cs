using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

public sealed class GuestTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Fact]
    public async Task A_guest_link_gives_a_seat_in_one_consult_under_the_name_the_guest_says()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (token, grant) = host.Guests.Invite(TimeSpan.FromHours(1));
        using var browser = host.NewBrowser();

        Assert.Equal("interpreter", (await (await browser.Post("/api/access/guest/link", new GuestToken(token))).Of<GuestLinkView>()).Role);
        var me = await (await browser.Post("/api/access/guest", new GuestSignIn(token, "  Iris  "))).Of<Me>();

        Assert.Equal((grant.LinkId, "Iris", null, grant.Scope.Value), (me.Id, me.Name, me.Email, me.GuestOfConsult));
        Assert.Equal([Roles.Guest], me.Roles);
        using var hub = await HubSocket.Open(host, browser);
        Assert.Equal("Iris", await hub.Invoke(nameof(KnockHub.WhoAmI)));
        Assert.Equal("not_found", await hub.Invoke(nameof(KnockHub.ForClinicians)));
    }

    [Fact]
    public async Task Unknown_expired_and_revoked_links_get_the_same_answer()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (expired, _) = host.Guests.Invite(TimeSpan.FromMinutes(-1));
        var (revoked, _) = host.Guests.Invite(TimeSpan.FromHours(1));
        host.Guests.Revoke(revoked);
        using var browser = host.NewBrowser();

        foreach (var token in new[] { Secret.New(), expired, revoked, "nonsense", new string('A', 5000) })
        {
            var view = await browser.Post("/api/access/guest/link", new GuestToken(token));
            var entry = await browser.Post("/api/access/guest", new GuestSignIn(token, "Iris"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (view.StatusCode, entry.StatusCode));
            Assert.Equal(("guest.link_invalid", "guest.link_invalid"), (await view.Code(), await entry.Code()));
        }
    }

    [Fact]
    public async Task A_guest_is_out_when_the_link_expires()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (token, _) = host.Guests.Invite(TimeSpan.FromMinutes(30));
        using var browser = host.NewBrowser();
        await browser.Post("/api/access/guest", new GuestSignIn(token, "Iris"));

        host.Time.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal("access.signed_out", await (await browser.Get("/api/access/me")).Code());
    }

    [Fact]
    public async Task A_guest_is_out_at_once_when_the_link_is_revoked()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (token, grant) = host.Guests.Invite(TimeSpan.FromMinutes(30));
        using var browser = host.NewBrowser();
        await browser.Post("/api/access/guest", new GuestSignIn(token, "Iris"));
        using var hub = await HubSocket.Open(host, browser);

        host.Guests.Revoke(token);
        await host.Services.GetRequiredService<Revocations>().EndSessionsOfGuest(grant.Tenant, grant.LinkId, default);

        await hub.WaitForEnd();
        Assert.Equal("access.signed_out", await (await browser.Get("/api/access/me")).Code());
    }

    [Fact]
    public async Task A_link_that_is_opened_anew_ends_the_sign_in_that_came_by_it_before()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (token, _) = host.Guests.Invite(TimeSpan.FromMinutes(30));
        using var first = host.NewBrowser();
        await first.Post("/api/access/guest", new GuestSignIn(token, "Iris"));
        using var hub = await HubSocket.Open(host, first);
        using var second = host.NewBrowser();

        await (await second.Post("/api/access/guest", new GuestSignIn(token, "Ivan"))).Of<Me>();

        await hub.WaitForEnd();
        Assert.Equal("access.signed_out", await (await first.Get("/api/access/me")).Code());
        Assert.Equal("Ivan", (await (await second.Get("/api/access/me")).Of<Me>()).Name);
    }

    [Fact]
    public async Task The_same_browser_opens_its_link_again_without_being_somebody_else()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (token, _) = host.Guests.Invite(TimeSpan.FromMinutes(30));
        using var browser = host.NewBrowser();
        await browser.Post("/api/access/guest", new GuestSignIn(token, "Iris"));
        using var hub = await HubSocket.Open(host, browser);

        await (await browser.Post("/api/access/guest", new GuestSignIn(token, "Iris"))).Of<Me>();

        Assert.Equal("Iris", await hub.Invoke(nameof(KnockHub.WhoAmI)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("\u202E\u200B\u3164")]
    public async Task A_guest_without_a_proper_name_is_asked_for_one(string? name)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var (token, _) = host.Guests.Invite(TimeSpan.FromMinutes(30));
        using var browser = host.NewBrowser();

        var answer = await browser.Post("/api/access/guest", new GuestSignIn(token, name!));

        Assert.Equal("guest.name_invalid", await answer.Code());
    }
}
