using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Sql;

namespace Telehealth.Server.Tests.Access;

/// <summary>What a start does to a database that other starts have seen. Each test has a database of its own.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private const string Secret32 = "0123456789abcdef0123456789abcdef";

    private const string ConfiguredPassword = "a configured long password";

    private readonly AccessDatabase _database = new();
    private readonly string _passwordFile = Path.Combine(Path.GetTempPath(), $"telehealth-first-admin-{Guid.NewGuid():N}");

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        File.Delete(_passwordFile);
        await _database.DisposeAsync();
    }

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
            tokens = await (await http.PostAsJsonAsync(
                    "/api/access/device/token", new DeviceSignIn(person.Email!, AccessHost.Password), AccessHost.Json)).Of<DeviceTokens>();
        }

        await using var second = await AccessHost.Start(_database.ConnectionString, setup);
        await using var other = await AccessHost.Start(
            _database.ConnectionString,
            new AccessHost.Setup { Settings = { ["Access:KeyEncryptionSecret"] = "another secret of enough characters" } });

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
    public async Task Whoever_was_made_in_a_demo_is_shut_in_production_until_the_account_is_opened_and_a_password_chosen()
    {
        Person made;
        await using (var demo = await AccessHost.Start(_database.ConnectionString))
            made = await demo.AddPerson(Roles.Dispatcher);

        var setup = Configured();
        await using var real = await AccessHost.Start(_database.ConnectionString, setup);
        using var browser = real.NewBrowser();
        Assert.Equal("access.denied", await (await browser.SignIn(made.Email!, AccessHost.Password)).Code());

        using var admin = await Chief(real);
        await (await admin.Post($"/api/admin/users/{made.Id}/enable")).Of<UserRow>();
        await using var restarted = await AccessHost.Start(_database.ConnectionString, setup);
        using var later = restarted.NewBrowser();
        Assert.True((await (await later.SignIn(made.Email!, AccessHost.Password)).Of<Me>()).OwesPassword);
    }

    [Fact]
    public async Task A_key_that_lay_open_in_a_demo_signs_nobody_in_once_keys_are_encrypted()
    {
        DeviceTokens tokens;
        await using (var demo = await AccessHost.Start(_database.ConnectionString))
        {
            var person = await demo.AddPerson(Roles.Paramedic);
            using var http = new HttpClient { BaseAddress = demo.Address };
            tokens = await (await http.PostAsJsonAsync(
                    "/api/access/device/token", new DeviceSignIn(person.Email!, AccessHost.Password), AccessHost.Json)).Of<DeviceTokens>();
            Assert.Equal(HttpStatusCode.OK, await Me(demo, tokens));
        }

        await using var sealedKeys = await AccessHost.Start(
            _database.ConnectionString, new AccessHost.Setup { Settings = { ["Access:KeyEncryptionSecret"] = Secret32 } });

        Assert.Equal(HttpStatusCode.Unauthorized, await Me(sealedKeys, tokens));
    }

    [Fact]
    public async Task The_first_administrator_is_the_one_configured_and_chooses_another_password_at_once()
    {
        await using var host = await AccessHost.Start(_database.ConnectionString, Configured());
        using var browser = host.NewBrowser();

        var me = await (await browser.SignIn("chief@example.org", ConfiguredPassword)).Of<Me>();

        Assert.Equal([Roles.Admin], me.Roles);
        Assert.True(me.OwesPassword);
        Assert.Equal("access.password_owed", await (await browser.Get("/api/admin/users")).Code());
    }

    [Fact]
    public async Task A_set_up_password_is_made_anew_at_each_start_until_an_administrator_has_chosen_an_own_one()
    {
        await using var host = await AccessHost.Start(_database.ConnectionString, Real());
        var (email, first) = (await SetUp(host))!.Value;
        var (_, second) = (await SetUp(host))!.Value;
        using var browser = host.NewBrowser();

        Assert.Equal("access.denied", await (await browser.SignIn(email, first)).Code());
        await (await browser.SignIn(email, second)).Of<Me>();
        Assert.NotNull(await SetUp(host));
    }

    [Fact]
    public async Task Without_a_terminal_the_set_up_password_stands_in_a_file_for_the_servers_user_alone_and_goes_when_it_was_used()
    {
        // Somebody put a file there that everybody can read.
        await File.WriteAllTextAsync(_passwordFile, "waiting for a secret");
        await using var host = await AccessHost.Start(_database.ConnectionString, Real());
        var told = (await File.ReadAllTextAsync(_passwordFile)).Split(' ', '\n');
        var (email, password) = (told[3], told[5]);
        if (OperatingSystem.IsLinux())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_passwordFile));
        using var browser = host.NewBrowser();
        await (await browser.SignIn(email, password)).Of<Me>();
        Assert.Equal("access.password_owed", await (await browser.Get("/api/admin/users")).Code());

        await (await browser.Put("/api/access/password", new OwnPassword(password, "an own long password"))).Of<Me>();

        Assert.False(File.Exists(_passwordFile));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/admin/users")).StatusCode);
        Assert.Null(await SetUp(host));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(password, StringComparison.Ordinal));
    }

    private AccessHost.Setup Configured()
    {
        var setup = Real();
        setup.Settings["Access:FirstAdmin:Email"] = "chief@example.org";
        setup.Settings["Access:FirstAdmin:Password"] = ConfiguredPassword;
        return setup;
    }

    private static async Task<Browser> Chief(AccessHost host)
    {
        var browser = host.NewBrowser();
        await browser.SignIn("chief@example.org", ConfiguredPassword);
        await (await browser.Put("/api/access/password", new OwnPassword(ConfiguredPassword, "an own long password"))).Of<Me>();
        return browser;
    }

    private AccessHost.Setup Real() =>
        new()
        {
            Settings =
            {
                ["Demo:Enabled"] = "false",
                ["Access:KeyEncryptionSecret"] = Secret32,
                ["Access:FirstAdmin:PasswordFile"] = _passwordFile,
            },
        };

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
