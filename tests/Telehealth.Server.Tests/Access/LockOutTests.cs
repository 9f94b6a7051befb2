using System.Net;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

/// <summary>
/// Wrong passwords from elsewhere cost the right person nothing. Networks are played by a proxy on this machine that the server believes.
/// </summary>
public sealed class LockOutTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    public async Task However_many_wrong_passwords_come_from_elsewhere_the_right_person_still_signs_in(int wrong)
    {
        await using var host = await Start();
        var person = await host.AddPerson(Roles.Dispatcher);
        using var stranger = From(host, "203.0.113.7");
        for (var attempt = 0; attempt < wrong; attempt++)
            await stranger.SignIn(person.Email!, "not the password");

        Assert.Equal("access.locked", await (await stranger.SignIn(person.Email!, AccessHost.Password)).Code());
        using var right = From(host, "198.51.100.9");
        Assert.Equal(HttpStatusCode.OK, (await right.SignIn(person.Email!, AccessHost.Password)).StatusCode);
    }

    [Fact]
    public async Task Addresses_of_one_rented_network_share_their_tries_and_are_told_how_long_to_wait()
    {
        await using var host = await Start();
        var person = await host.AddPerson(Roles.Dispatcher);
        foreach (var (prefix, last) in new[] { ("203.0.113.", 5), ("2001:db8:1:2::", 5) })
        {
            for (var address = 1; address <= last; address++)
            {
                using var neighbour = From(host, $"{prefix}{address}");
                Assert.Equal("access.denied", await (await neighbour.SignIn(person.Email!, "not the password")).Code());
            }

            using var next = From(host, $"{prefix}77");
            var answer = await next.SignIn(person.Email!, AccessHost.Password);
            Assert.Equal("access.locked", await answer.Code());
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        }
    }

    [Fact]
    public async Task A_swarm_of_networks_slows_the_account_for_strangers_and_never_for_a_browser_that_knows_it()
    {
        await using var host = await Start();
        var person = await host.AddPerson(Roles.Dispatcher);
        using var known = From(host, "198.51.100.9");
        await known.SignIn(person.Email!, AccessHost.Password);
        var codes = new List<string>();
        for (var network = 0; network < 50; network++)
        {
            using var stranger = From(host, $"2001:db8:{network:x}::1");
            codes.Add(await (await stranger.SignIn(person.Email!, "not the password")).Code());
        }

        using var elsewhere = From(host, "192.0.2.1");
        var slowed = await elsewhere.SignIn(person.Email!, AccessHost.Password);
        var knownAnswer = await known.SignIn(person.Email!, AccessHost.Password);
        host.Time.Advance(slowed.Headers.RetryAfter!.Delta!.Value);
        var later = await elsewhere.SignIn(person.Email!, AccessHost.Password);

        Assert.Equal(30, codes.Count(code => code == "access.denied"));
        Assert.Equal(20, codes.Count(code => code == "access.too_many_tries"));
        Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, knownAnswer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task A_browser_that_knows_one_account_is_a_stranger_to_every_other()
    {
        await using var host = await Start();
        var person = await host.AddPerson(Roles.Dispatcher);
        using var own = From(host, "203.0.113.7");
        await own.SignIn((await host.AddPerson(Roles.Patient)).Email!, AccessHost.Password);
        for (var attempt = 0; attempt < 5; attempt++)
            await own.SignIn(person.Email!, "not the password");

        using var neighbour = From(host, "203.0.113.8");

        Assert.Equal("access.locked", await (await own.SignIn(person.Email!, AccessHost.Password)).Code());
        Assert.Equal("access.locked", await (await neighbour.SignIn(person.Email!, AccessHost.Password)).Code());
    }

    [Fact]
    public async Task A_burst_of_wrong_sign_ins_does_not_stand_in_front_of_a_browser_that_knows_its_account()
    {
        await using var host = await Start(("Access:PasswordIterations", "400000"));
        var person = await host.AddPerson(Roles.Dispatcher);
        using var known = From(host, "198.51.100.9");
        await known.SignIn(person.Email!, AccessHost.Password);
        var strangers = Enumerable.Range(0, 50).Select(number => From(host, $"2001:db8:{number:x}::1")).ToArray();

        var burst = strangers.Select((stranger, number) => stranger.SignIn($"{number}@example.org", "not the password")).ToArray();
        await Task.WhenAny(burst);
        var answer = await known.SignIn(person.Email!, AccessHost.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(burst, wrong => !wrong.IsCompleted);
        var codes = await Task.WhenAll((await Task.WhenAll(burst)).Select(wrong => wrong.Code()));
        Assert.Contains("access.too_many_tries", codes);
        Assert.All(codes, code => Assert.True(code is "access.denied" or "access.too_many_tries", code));
        Array.ForEach(strangers, stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Networks_without_number_share_one_ceiling_that_known_browsers_pass()
    {
        await using var host = await Start(("Access:StrangeSignInsPerMinute", "4"));
        var person = await host.AddPerson(Roles.Dispatcher);
        using var known = From(host, "198.51.100.9");
        await known.SignIn(person.Email!, AccessHost.Password);
        var codes = new List<string>();
        for (var network = 0; network < 6; network++)
        {
            using var stranger = From(host, $"2001:db8:{network:x}::1");
            codes.Add(await (await stranger.SignIn($"{Guid.NewGuid():N}@example.org", "not the password")).Code());
        }

        Assert.Equal("access.too_many_tries", codes[^1]);
        Assert.Equal(HttpStatusCode.OK, (await known.SignIn(person.Email!, AccessHost.Password)).StatusCode);
    }

    [Theory]
    [InlineData("Schl\u00fcssel-Stra\u00dfe-\u00e9", "Schlu\u0308ssel-Stra\u00dfe-e\u0301")]
    [InlineData("\uff26\uff55\uff4c\uff4c width \ufb01sh", "Full width fish")]
    public async Task A_password_is_the_same_from_every_keyboard(string set, string typed)
    {
        await using var host = await Start();
        var person = await host.AddPerson(Roles.Patient);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        await (await admin.Put($"/api/admin/users/{person.Id}/password", new NewPassword(set))).Of<UserRow>();
        using var browser = host.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, typed)).StatusCode);
    }

    [Fact]
    public async Task A_password_from_before_passwords_were_normalised_still_signs_in_and_is_hashed_anew()
    {
        const string composed = "\ufb01ve Schl\u00fcssel \u00e9";
        await using var host = await Start();
        var person = await host.AddPerson(Roles.Patient);
        await host.SetHashOf(person, composed);
        using var browser = host.NewBrowser();

        Assert.Equal("access.denied", await (await browser.SignIn(person.Email!, "five Schlussel e")).Code());
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, "\ufb01ve Schlu\u0308ssel e\u0301")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, "five Schl\u00fcssel \u00e9")).StatusCode);
    }

    [Fact]
    public async Task A_password_that_can_be_set_can_be_signed_in_with_whatever_its_length()
    {
        await using var host = await Start();
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        foreach (var (length, code) in new[] { (256, null), (257, "user.password_long") })
        {
            var person = await host.AddPerson(Roles.Patient);
            var password = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26))));
            var set = await admin.Put($"/api/admin/users/{person.Id}/password", new NewPassword(password));
            using var browser = host.NewBrowser();

            if (code is null)
                Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, password)).StatusCode);
            else
                Assert.Equal(code, await set.Code());
        }
    }

    private Task<AccessHost> Start(params (string Name, string Value)[] settings)
    {
        var setup = new AccessHost.Setup { Settings = { ["Access:TrustedProxies:0"] = "127.0.0.1" } };
        foreach (var (name, value) in settings)
            setup.Settings[name] = value;
        return AccessHost.Start(database.ConnectionString, setup);
    }

    private static Browser From(AccessHost host, string address)
    {
        var browser = host.NewBrowser();
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return browser;
    }
}
