using System.Net;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

public sealed class SignInTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Fact]
    public async Task The_right_password_tells_who_one_is_and_keeps_one_signed_in()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Clinician);
        using var browser = host.NewBrowser();

        var me = await (await browser.SignIn(person.Email!.ToUpperInvariant(), AccessHost.Password)).Of<Me>();

        Assert.Equal((person.Id, person.Email, null), (me.Id, me.Email, me.GuestOfConsult));
        Assert.Equal([Roles.Clinician], me.Roles);
        Assert.Equal(person.Id, (await browser.Read<Me>("/api/access/me")).Id);
    }

    [Theory]
    [InlineData(false, "telehealth")]
    [InlineData(true, "__Host-telehealth")]
    public async Task The_cookie_is_a_random_secret_out_of_reach_for_scripts_and_other_sites(bool https, string name)
    {
        await using var host = await AccessHost.Start(database.ConnectionString, new AccessHost.Setup { Https = https });
        var person = await host.AddPerson(Roles.Patient);
        using var browser = host.NewBrowser();

        var answer = await browser.SignIn(person.Email!, AccessHost.Password);

        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"), set => !set.Contains("telehealth-browser", StringComparison.Ordinal));
        var parts = cookie.Split("; ");
        Assert.StartsWith(name + "=", parts[0], StringComparison.Ordinal);
        Assert.NotNull(Secret.HashOf(parts[0][(name.Length + 1)..]));
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=strict", parts);
        Assert.Contains("path=/", parts);
        Assert.Equal(https, parts.Contains("secure"));
        Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(https, answer.Headers.Contains("Strict-Transport-Security"));
        var known = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith(name + "-browser=", StringComparison.Ordinal));
        Assert.Contains("httponly", known, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", known, StringComparison.Ordinal);
        Assert.Equal(https, known.Contains("secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answers_up_to_the_lock()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Patient);
        using var browser = host.NewBrowser();

        var known = await Answers(person.Email!);
        var unknown = await Answers($"{Guid.NewGuid():N}@example.org");

        Assert.Equal(
            ["401 access.denied", "401 access.denied", "401 access.denied", "401 access.denied", "401 access.denied", "423 access.locked"],
            known);
        Assert.Equal(known, unknown);

        async Task<List<string>> Answers(string email)
        {
            var answers = new List<string>();
            for (var attempt = 0; attempt < 6; attempt++)
            {
                var answer = await browser.SignIn(email, "not the password");
                answers.Add($"{(int)answer.StatusCode} {await answer.Code()}");
            }

            return answers;
        }
    }

    [Fact]
    public async Task Many_tries_at_once_do_not_slip_past_the_lock()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Patient);
        using var browser = host.NewBrowser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => browser.SignIn(person.Email!, "not the password")));

        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized), 1, 5);
        Assert.DoesNotContain(
            answers,
            answer => answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Locked or HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_lock_refuses_the_right_password_too_and_ends_after_a_quarter_of_an_hour()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Patient);
        using var browser = host.NewBrowser();
        for (var attempt = 0; attempt < 5; attempt++)
            await browser.SignIn(person.Email!, "not the password");

        Assert.Equal(HttpStatusCode.Locked, (await browser.SignIn(person.Email!, AccessHost.Password)).StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, AccessHost.Password)).StatusCode);
    }

    [Fact]
    public async Task A_disabled_person_gets_the_answer_of_a_wrong_password()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Patient);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        await admin.Post($"/api/admin/users/{person.Id}/disable");
        using var browser = host.NewBrowser();

        var answer = await browser.SignIn(person.Email!, AccessHost.Password);

        Assert.Equal("access.denied", await answer.Code());
    }

    [Fact]
    public async Task Too_many_sign_ins_from_one_address_are_slowed_down()
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Access:SignInsPerMinute"] = "3" } });
        using var browser = host.NewBrowser();

        var codes = new List<string>();
        for (var attempt = 0; attempt < 4; attempt++)
            codes.Add(await (await browser.SignIn($"{attempt}@example.org", "whatever it is")).Code());

        Assert.Equal(["access.denied", "access.denied", "access.denied", "access.too_many_tries"], codes);
    }

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_sign_out()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        var kept = browser.CookieHeader;

        Assert.Equal(HttpStatusCode.NoContent, (await browser.Post("/api/access/sign-out")).StatusCode);

        using var thief = new HttpClient { BaseAddress = host.Address };
        thief.DefaultRequestHeaders.Add("Cookie", kept);
        var answer = await thief.GetAsync(new Uri("/api/access/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("access.signed_out", await answer.Code());
    }

    [Fact]
    public async Task Signing_in_again_ends_the_former_session_and_never_takes_over_its_secret()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Patient);
        using var browser = await host.SignedIn(person);
        var former = browser.CookieHeader;

        await browser.SignIn(person.Email!, AccessHost.Password);

        Assert.NotEqual(former, browser.CookieHeader);
        using var old = new HttpClient { BaseAddress = host.Address };
        old.DefaultRequestHeaders.Add("Cookie", former);
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync(new Uri("/api/access/me", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_nothing_was_heard_for_twelve_hours_and_goes_on_when_something_was()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));

        host.Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/access/me")).StatusCode);
        host.Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/access/me")).StatusCode);
        host.Time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/access/me")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_seven_days_however_much_was_heard()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));

        for (var hours = 0; hours < 7 * 24; hours += 8)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/access/me")).StatusCode);
            host.Time.Advance(TimeSpan.FromHours(8));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/access/me")).StatusCode);
    }

    [Theory]
    [InlineData("telehealth=")]
    [InlineData("telehealth=AAAA")]
    [InlineData("telehealth=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("telehealth=%00%00%ff+++++++++++++++++++++++++++++++++++++++++")]
    public async Task A_made_up_cookie_is_nobody(string cookie)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);

        var answer = await client.GetAsync(new Uri("/api/access/me", UriKind.Relative));

        Assert.Equal("access.signed_out", await answer.Code());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"email\":null,\"password\":\"x\"}")]
    [InlineData("{\"email\":\"a\\u0000b@example.org\",\"password\":\"whatever\"}")]
    public async Task A_sign_in_that_is_no_sign_in_is_refused_with_a_code(string body)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = host.NewBrowser();

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await browser.Http.PostAsync(new Uri("/api/access/sign-in", UriKind.Relative), content);

        Assert.Contains(await answer.Code(), new[] { "request.malformed", "access.denied" });
    }

    [Fact]
    public async Task Everybody_is_told_what_pages_need_before_sign_in()
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Map:StyleUrl"] = "https://tiles.example/style.json" } });
        using var browser = host.NewBrowser();

        var answer = await browser.Get("/api/app");
        var app = await answer.Of<AppInfo>();

        Assert.Equal((true, "https://tiles.example/style.json", 9), (app.Demo, app.MapStyleUrl, app.DemoAccounts.Count));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("connect-src 'self' ws://" + host.Address.Authority + " https://tiles.example;", policy, StringComparison.Ordinal);
        Assert.Contains("img-src 'self' data: blob: https://tiles.example;", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("camera=(self)", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        var demo = app.DemoAccounts.First(account => account.Role == Roles.Dispatcher);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(demo.Email, demo.Password)).StatusCode);
    }

    [Theory]
    [InlineData(null, "112", false)]
    [InlineData(" +44 1632 960 999 ", "+44 1632 960 999", true)]
    public async Task Everybody_is_told_the_number_to_ring_in_danger_and_whether_it_is_this_places_own(
        string? setting, string number, bool isLocal)
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Service:EmergencyNumber"] = setting } });
        using var browser = host.NewBrowser();

        var app = await browser.Read<AppInfo>("/api/app");

        Assert.Equal((number, isLocal), (app.EmergencyNumber, app.EmergencyNumberIsLocal));
    }

    [Theory]
    [InlineData("call us")]
    [InlineData("112 or 999")]
    public async Task A_number_that_no_telephone_can_dial_stops_the_start(string setting)
    {
        var refusal = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Service:EmergencyNumber"] = setting } }));

        Assert.Contains("Service:EmergencyNumber", refusal.Message, StringComparison.Ordinal);
    }
}
