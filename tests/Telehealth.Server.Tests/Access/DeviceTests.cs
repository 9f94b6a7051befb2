using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Sql;

namespace Telehealth.Server.Tests.Access;

public sealed class DeviceTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Fact]
    public async Task A_device_signs_in_without_a_browsers_headers_and_asks_with_its_token()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        var person = await host.AddPerson(Roles.Paramedic);
        using var http = new HttpClient { BaseAddress = host.Address };

        var tokens = await SignIn(http, person);

        Assert.Equal(900, tokens.ExpiresInSeconds);
        Assert.Equal(person.Id, (await (await Me(http, tokens)).Of<Me>()).Id);
        using var signOut = With(tokens, HttpMethod.Post, "/api/access/sign-out");
        Assert.Equal(HttpStatusCode.NoContent, (await http.SendAsync(signOut)).StatusCode);
        Assert.Equal("access.signed_out", await (await Me(http, tokens)).Code());
        Assert.Equal("access.signed_out", await (await Refresh(http, tokens.RefreshToken)).Code());
    }

    [Fact]
    public async Task An_access_token_ends_after_a_quarter_of_an_hour_and_refreshing_gives_a_new_one()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var first = await SignIn(http, await host.AddPerson(Roles.Paramedic));

        host.Time.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(HttpStatusCode.Unauthorized, (await Me(http, first)).StatusCode);
        var second = await (await Refresh(http, first.RefreshToken)).Of<DeviceTokens>();
        Assert.Equal(HttpStatusCode.OK, (await Me(http, second)).StatusCode);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
    }

    [Fact]
    public async Task A_refresh_token_used_twice_ends_the_session_of_the_thief_and_of_the_owner()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var first = await SignIn(http, await host.AddPerson(Roles.Paramedic));
        var second = await (await Refresh(http, first.RefreshToken)).Of<DeviceTokens>();
        var third = await (await Refresh(http, second.RefreshToken)).Of<DeviceTokens>();
        host.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("access.signed_out", await (await Refresh(http, first.RefreshToken)).Code());

        Assert.Equal("access.signed_out", await (await Refresh(http, third.RefreshToken)).Code());
        Assert.Equal("access.signed_out", await (await Me(http, third)).Code());
    }

    [Fact]
    public async Task A_device_whose_answer_was_lost_gets_the_same_answer_again_and_goes_on_with_it()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var first = await SignIn(http, await host.AddPerson(Roles.Paramedic));
        var lost = await (await Refresh(http, first.RefreshToken)).Of<DeviceTokens>();

        var again = await (await Refresh(http, first.RefreshToken)).Of<DeviceTokens>();

        Assert.Equal(lost.RefreshToken, again.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, (await Me(http, again)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Refresh(http, lost.RefreshToken)).StatusCode);
    }

    [Fact]
    public async Task A_request_that_was_slow_on_its_way_brings_nothing_and_does_not_end_the_owners_session()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var first = await SignIn(http, await host.AddPerson(Roles.Paramedic));
        var second = await (await Refresh(http, first.RefreshToken)).Of<DeviceTokens>();
        var third = await (await Refresh(http, second.RefreshToken)).Of<DeviceTokens>();

        Assert.Equal("access.signed_out", await (await Refresh(http, first.RefreshToken)).Code());

        Assert.Equal(HttpStatusCode.OK, (await Me(http, third)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Refresh(http, third.RefreshToken)).StatusCode);
    }

    [Fact]
    public async Task A_second_use_after_a_minute_ends_the_session_even_if_the_answer_was_lost()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var first = await SignIn(http, await host.AddPerson(Roles.Paramedic));
        var second = await (await Refresh(http, first.RefreshToken)).Of<DeviceTokens>();

        host.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("access.signed_out", await (await Refresh(http, first.RefreshToken)).Code());
        Assert.Equal("access.signed_out", await (await Me(http, second)).Code());
    }

    [Fact]
    public async Task Many_refreshes_at_once_leave_at_most_one_token_that_works()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var first = await SignIn(http, await host.AddPerson(Roles.Paramedic));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Refresh(http, first.RefreshToken)));

        var given = await Task.WhenAll(answers.Where(answer => answer.IsSuccessStatusCode).Select(answer => answer.Of<DeviceTokens>()));
        Assert.Equal((12, 1), (given.Length, given.Select(tokens => tokens.RefreshToken).Distinct().Count()));
        await using var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
        await using var unused = source.Command(
            "select count(*) from identity.refresh_token where used_at is null and secret_hash = any($1)",
            [given.Select(tokens => Secret.HashOf(tokens.RefreshToken)!).ToArray()]);
        Assert.Equal(1L, await unused.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_hub_takes_the_token_from_the_query_and_nobody_writes_it_down()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var tokens = await SignIn(http, await host.AddPerson(Roles.Paramedic));

        using (var hub = await HubSocket.Open(host.Address, $"/hub/knock?access_token={tokens.AccessToken}", _ => { }))
            Assert.Equal("A paramedic", await hub.Invoke(nameof(KnockHub.WhoAmI)));

        var elsewhere = await http.GetAsync(new Uri($"/api/access/me?access_token={tokens.AccessToken}", UriKind.Relative));
        Assert.Equal("access.signed_out", await elsewhere.Code());
        Assert.NotEmpty(host.Log.Lines);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(tokens.AccessToken, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(tokens.RefreshToken, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%%%%")]
    public async Task A_made_up_token_is_nobody_even_with_a_good_cookie_beside_it(string token)
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        browser.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);

        Assert.Equal("access.signed_out", await (await browser.Get("/api/access/me")).Code());
    }

    [Fact]
    public async Task A_hub_refuses_a_device_that_was_signed_out()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = host.Address };
        var tokens = await SignIn(http, await host.AddPerson(Roles.Paramedic));
        using var signOut = With(tokens, HttpMethod.Post, "/api/access/sign-out");
        await http.SendAsync(signOut);

        var refusal = await Assert.ThrowsAsync<WebSocketException>(() =>
            HubSocket.Open(host.Address, "/hub/knock", options => options.SetRequestHeader("Authorization", "Bearer " + tokens.AccessToken)));

        Assert.Equal(401, refusal.Data["status"]);
    }

    private static async Task<DeviceTokens> SignIn(HttpClient http, Person person) => await (await http.PostAsJsonAsync(
        "/api/access/device/token", new DeviceSignIn(person.Email!, AccessHost.Password), AccessHost.Json)).Of<DeviceTokens>();

    private static Task<HttpResponseMessage> Refresh(HttpClient http, string token) =>
        http.PostAsJsonAsync("/api/access/device/refresh", new DeviceRefresh(token), AccessHost.Json);

    private static async Task<HttpResponseMessage> Me(HttpClient http, DeviceTokens tokens)
    {
        using var request = With(tokens, HttpMethod.Get, "/api/access/me");
        return await http.SendAsync(request);
    }

    private static HttpRequestMessage With(DeviceTokens tokens, HttpMethod method, string path) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken) } };
}
