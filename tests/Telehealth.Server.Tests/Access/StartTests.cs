using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Access;

namespace Telehealth.Server.Tests.Access;

/// <summary>What a start does to a database that other starts have seen. Each test has a database of its own.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private const string Secret32 = "0123456789abcdef0123456789abcdef";

    private readonly AccessDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Outside_demo_mode_the_server_refuses_to_start_without_a_secret_for_its_keys()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => AccessHost.Start(_database.ConnectionString, new AccessHost.Setup { Settings = { ["Demo:Enabled"] = "false" } }));

        Assert.Contains("Access:KeyEncryptionSecret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_outlive_a_restart_because_the_key_ring_does_and_the_keys_are_stored_encrypted()
    {
        DeviceTokens tokens;
        var setup = new AccessHost.Setup { Settings = { ["Access:KeyEncryptionSecret"] = Secret32 } };
        await using (var first = await AccessHost.Start(_database.ConnectionString, setup))
        {
            var person = await first.AddPerson(Roles.Paramedic);
            using var http = new HttpClient { BaseAddress = first.Address };
            tokens = await (await http.PostAsJsonAsync("/api/access/device/token", new DeviceSignIn(person.Email!, AccessHost.Password), AccessHost.Json)).Of<DeviceTokens>();
        }

        await using var second = await AccessHost.Start(_database.ConnectionString, setup);
        await using var other = await AccessHost.Start(
            _database.ConnectionString, new AccessHost.Setup { Settings = { ["Access:KeyEncryptionSecret"] = "another secret of enough characters" } });

        Assert.Equal(HttpStatusCode.OK, await Me(second, tokens));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(other, tokens));
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var keys = source.Command("select string_agg(xml, '') from identity.data_protection_key");
        var stored = (string)(await keys.ExecuteScalarAsync())!;
        Assert.Contains("sealedKey", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_accounts_keep_their_ids_and_are_shut_when_demo_mode_is_off()
    {
        await using (var demo = await AccessHost.Start(_database.ConnectionString))
        {
            using var browser = demo.NewBrowser();
            Assert.Equal(DemoPeople.Ana.Id, (await (await browser.SignIn("ana@demo.telehealth", "demo-telehealth")).Of<Me>()).Id);
        }

        await using (var real = await AccessHost.Start(_database.ConnectionString, Real()))
        {
            using var browser = real.NewBrowser();
            Assert.Equal("access.denied", await (await browser.SignIn("ana@demo.telehealth", "demo-telehealth")).Code());
            Assert.Empty((await browser.Read<AppInfo>("/api/app")).DemoAccounts);
        }

        await using var again = await AccessHost.Start(_database.ConnectionString);
        using var later = again.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await later.SignIn("ana@demo.telehealth", "demo-telehealth")).StatusCode);
    }

    [Fact]
    public async Task The_first_administrator_is_the_one_configured()
    {
        var setup = Real();
        setup.Settings["Access:FirstAdmin:Email"] = "chief@example.org";
        setup.Settings["Access:FirstAdmin:Password"] = "a configured long password";
        await using var host = await AccessHost.Start(_database.ConnectionString, setup);
        using var browser = host.NewBrowser();

        var me = await (await browser.SignIn("chief@example.org", "a configured long password")).Of<Me>();

        Assert.Equal([Roles.Admin], me.Roles);
    }

    [Fact]
    public async Task A_set_up_password_is_made_anew_at_each_start_until_an_administrator_has_signed_in()
    {
        await using var host = await AccessHost.Start(_database.ConnectionString, Real());
        var (email, first) = (await SetUp(host))!.Value;
        var (_, second) = (await SetUp(host))!.Value;
        using var browser = host.NewBrowser();

        Assert.Equal("access.denied", await (await browser.SignIn(email, first)).Code());
        await (await browser.SignIn(email, second)).Of<Me>();
        Assert.Null(await SetUp(host));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(second, StringComparison.Ordinal));
    }

    private static AccessHost.Setup Real() => new() { Settings = { ["Demo:Enabled"] = "false", ["Access:KeyEncryptionSecret"] = Secret32 } };

    private static async Task<(string Email, string Password)?> SetUp(AccessHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FirstAdmin>().Ensure(default);
    }

    private static async Task<HttpStatusCode> Me(AccessHost host, DeviceTokens tokens)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return (await http.GetAsync(new Uri("/api/access/me", UriKind.Relative))).StatusCode;
    }
}
