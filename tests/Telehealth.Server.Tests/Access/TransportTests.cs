using System.Net;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

/// <summary>By which way and under which name people reach the server.</summary>
public sealed class TransportTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    private const string Secret32 = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("203.0.113.7", null, "access.not_https")]
    [InlineData("203.0.113.7", "https", "access.denied")]
    [InlineData("127.0.0.1", null, "access.denied")]
    public async Task In_production_a_password_that_crosses_a_network_in_the_clear_is_refused_loudly(
        string from, string? scheme, string code)
    {
        await using var host = await Start(("Access:TrustedProxies:0", "127.0.0.1"));
        using var browser = host.NewBrowser();
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        if (scheme is not null)
        {
            browser.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
            browser.Http.DefaultRequestHeaders.Remove("Origin");
        }

        Assert.Equal(code, await (await browser.SignIn("somebody@example.org", "not the password")).Code());

        Assert.Equal(
            code == "access.not_https",
            host.Log.Lines.Any(line => line.StartsWith("Error A sign-in came by plain http from 203.0.113.7", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_proxy_that_is_not_named_is_reported_once_and_not_once_for_each_sign_in()
    {
        await using var host = await Start();
        using var browser = host.NewBrowser();
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        for (var attempt = 0; attempt < 3; attempt++)
            await browser.SignIn("somebody@example.org", "not the password");

        Assert.Single(
            host.Log.Lines, line => line.StartsWith("Error A proxy forwards requests and is not named", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_carries_the_same_headers_as_every_answer_and_https_holds_for_all_that_belongs_to_the_name()
    {
        await using var host = await AccessHost.Start(database.ConnectionString, new AccessHost.Setup { Https = true });
        using var browser = host.NewBrowser();

        foreach (var path in new[] { "/api/app", "/api/fails", "/api/does-not-exist" })
        {
            var answer = await browser.Get(path);
            Assert.Contains(
                "default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        }

        Assert.Equal("server.failed", await (await browser.Get("/api/fails")).Code());
    }

    [Theory]
    [InlineData("evil.example", null, "request.host_unknown")]
    [InlineData("localhost", null, null)]
    [InlineData("192.0.2.7", null, null)]
    [InlineData("inner-name", "https://care.example", null)]
    public async Task A_name_that_nobody_configured_is_not_believed(string name, string? origin, string? code)
    {
        await using var host = await Start(("Access:AllowedOrigins:0", origin));
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Host = name;

        var answer = await http.GetAsync(new Uri("/api/app", UriKind.Relative));

        if (code is not null)
        {
            Assert.Equal(code, await answer.Code());
            return;
        }

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains(origin is null ? $"ws://{name}" : "wss://care.example", policy, StringComparison.Ordinal);
    }

    private Task<AccessHost> Start(params (string Name, string? Value)[] settings)
    {
        var file = Path.Combine(Path.GetTempPath(), $"telehealth-{Guid.NewGuid():N}");
        var setup = new AccessHost.Setup
        {
            Settings =
            {
                ["Demo:Enabled"] = "false", ["Access:KeyEncryptionSecret"] = Secret32, ["Access:FirstAdmin:PasswordFile"] = file,
                ["Tenancy:DefaultTenant"] = Guid.NewGuid().ToString(),
            },
        };
        foreach (var (name, value) in settings.Where(setting => setting.Value is not null))
            setup.Settings[name] = value;
        return AccessHost.Start(database.ConnectionString, setup);
    }
}
