using System.Net;
using System.Net.WebSockets;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

public sealed class GateTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    private static readonly object Whole = new
    {
        text = "hello",
        kind = "loud",
        parts = new[] { new { text = "a" } },
        note = (string?)null,
    };

    [Fact]
    public async Task A_method_is_open_to_the_roles_it_names_and_to_nobody_else()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var clinician = await host.SignedIn(await host.AddPerson(Roles.Clinician));
        using var patient = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var ofClinician = await HubSocket.Open(host, clinician);
        using var ofPatient = await HubSocket.Open(host, patient);

        Assert.Equal("welcome", await ofClinician.Invoke(nameof(KnockHub.ForClinicians)));
        Assert.Equal("not_found", await ofPatient.Invoke(nameof(KnockHub.ForClinicians)));
    }

    [Fact]
    public async Task A_method_that_names_nobody_is_closed_to_everybody_and_reported()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        using var hub = await HubSocket.Open(host, admin);

        Assert.Equal("not_found", await hub.Invoke(nameof(KnockHub.NamesNobody)));

        Assert.Contains(host.Log.Lines, line => line.StartsWith("Error KnockHub.NamesNobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_is_open_to_the_roles_it_names_and_to_nobody_else()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var clinician = await host.SignedIn(await host.AddPerson(Roles.Clinician));
        using var patient = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var stranger = host.NewBrowser();

        using var opened = await HubSocket.Open(host, clinician, "/hub/clinicians");

        Assert.Equal(
            404, (await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.Open(host, patient, "/hub/clinicians"))).Data["status"]);
        Assert.Equal(
            401, (await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.Open(host, stranger, "/hub/clinicians"))).Data["status"]);
    }

    [Fact]
    public async Task An_endpoint_that_names_nobody_is_closed_to_everybody()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var admin = await host.SignedIn(await host.AddPerson(Roles.Admin));
        using var stranger = host.NewBrowser();

        Assert.Equal("not_found", await (await admin.Get("/api/unnamed")).Code());
        Assert.Equal("access.signed_out", await (await stranger.Get("/api/unnamed")).Code());
        Assert.Equal("not_found", await (await admin.Get("/api/does-not-exist")).Code());
    }

    [Fact]
    public async Task An_endpoint_answers_a_stranger_as_if_it_were_not_there()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var patient = await host.SignedIn(await host.AddPerson(Roles.Patient));

        var answer = await patient.Get("/api/admin/users");

        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (answer.StatusCode, await answer.Code()));
    }

    [Fact]
    public async Task Arguments_with_holes_are_refused_before_they_reach_the_method()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var hub = await HubSocket.Open(host, browser);

        Assert.Equal("hello", await hub.Invoke(nameof(KnockHub.Knock), Whole));
        Assert.Equal("hub.bad_argument", await hub.Invoke(nameof(KnockHub.Knock), (object?)null));
        Assert.Equal("hub.bad_argument", await hub.Invoke(nameof(KnockHub.Knock), new { kind = 0, parts = Array.Empty<int>() }));
        Assert.Equal(
            "hub.bad_argument",
            await hub.Invoke(
                nameof(KnockHub.Knock),
                new
                {
                    text = "x",
                    kind = 7,
                    parts = Array.Empty<int>(),
                }));
        Assert.Equal(
            "hub.bad_argument",
            await hub.Invoke(
                nameof(KnockHub.Knock),
                new
                {
                    text = "x",
                    kind = 1,
                    parts = new object?[] { null },
                }));
        Assert.Equal(
            "hub.bad_argument",
            await hub.Invoke(
                nameof(KnockHub.Knock),
                new
                {
                    text = "x",
                    kind = 1,
                    parts = new[] { new { text = (string?)null } },
                }));
    }

    [Fact]
    public async Task A_text_or_list_that_cannot_be_kept_is_refused_by_the_name_of_its_field()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var hub = await HubSocket.Open(host, browser);
        var part = new { text = "x" };

        Assert.Equal(
            "Good morning 👩‍⚕️\n\tthere",
            await hub.Invoke(
                nameof(KnockHub.Knock),
                new
                {
                    text = "Good morning 👩‍⚕️\n\tthere",
                    kind = "soft",
                    parts = new[] { part },
                }));
        foreach (var text in new[]
            {
                "nul \u0000", "bell \u0007", "escape \u001b[2J", "delete \u007f", "next line \u0085",
                new string('x', 4_001),
            })
        {
            Assert.Equal(
                "hub.bad_argument",
                await hub.Invoke(
                    nameof(KnockHub.Knock),
                    new
                    {
                        text,
                        kind = "soft",
                        parts = Array.Empty<int>(),
                    }));
            Assert.Equal(
                "hub.bad_argument",
                await hub.Invoke(
                    nameof(KnockHub.Knock),
                    new
                    {
                        text = "x",
                        kind = "soft",
                        parts = new[] { part, new { text } },
                    }));
        }

        Assert.Equal(
            "hub.bad_argument",
            await hub.Invoke(
                nameof(KnockHub.Knock),
                new
                {
                    text = "x",
                    kind = "soft",
                    parts = Enumerable.Repeat(part, 501),
                }));
    }

    [Fact]
    public void Half_a_character_is_no_text() =>
        Assert.DoesNotContain(new[] { "\ud800", "\udc00x", "x\ud83d", "\ud83d\ud83d\ude00" }, text => WholeText.IsWhole(text));

    [Fact]
    public void A_fault_is_named_by_its_field_and_never_quoted()
    {
        var check = new ArgumentCheck(typeof(KnockHub).GetMethod(nameof(KnockHub.Knock))!);

        var refusal = check.Refuses([new Knock("x", KnockKind.Soft, [new KnockPart("my secret\0")], Note: null)]);

        Assert.Equal(
            ("hub.bad_argument", true), (refusal?.Code, refusal?.Text.Contains("'knock.parts[0].text'", StringComparison.Ordinal)));
        Assert.DoesNotContain("secret", refusal?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_asks_too_much_is_told_so_and_may_go_on_a_moment_later()
    {
        await using var host = await AccessHost.Start(database.ConnectionString, new AccessHost.Setup
        {
            Settings = { ["Access:HubCallsPerSecond"] = "5", ["Access:HubCallBurst"] = "10" },
        });
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var hub = await HubSocket.Open(host, browser);

        var answers = new List<string>();
        for (var call = 0; call < 200 && !answers.Contains("hub.too_many_requests"); call++)
            answers.Add(await hub.Invoke(nameof(KnockHub.WhoAmI)));

        Assert.True(answers.Count(answer => answer == "A patient") >= 10);
        Assert.Equal("hub.too_many_requests", answers[^1]);
        var deadline = DateTime.UtcNow.AddSeconds(10);
        string next;
        do
            next = await hub.Invoke(nameof(KnockHub.WhoAmI));
        while (next != "A patient" && DateTime.UtcNow < deadline);
        Assert.Equal("A patient", next);
    }

    [Fact]
    public async Task A_page_of_another_origin_can_neither_open_a_hub_nor_change_anything()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));

        var socket = await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.Open(host.Address, "/hub/knock", options =>
        {
            options.SetRequestHeader("Cookie", browser.CookieHeader);
            options.SetRequestHeader("Origin", "https://elsewhere.example");
        }));
        var withoutOrigin = await Assert.ThrowsAsync<WebSocketException>(
            () => HubSocket.Open(host.Address, "/hub/knock", options => options.SetRequestHeader("Cookie", browser.CookieHeader)));
        browser.Http.DefaultRequestHeaders.Remove("Origin");
        browser.Http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        var post = await browser.Post("/api/access/sign-out");

        Assert.Equal((403, 403), (socket.Data["status"], withoutOrigin.Data["status"]));
        Assert.Equal((HttpStatusCode.Forbidden, "access.origin_refused"), (post.StatusCode, await post.Code()));
    }

    [Fact]
    public async Task A_form_of_another_site_lacks_the_header_and_is_refused()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        browser.Http.DefaultRequestHeaders.Remove("X-Telehealth");

        var signOut = await browser.Post("/api/access/sign-out");
        var signIn = await browser.SignIn("somebody@example.org", "somebody's password");

        Assert.Equal(("access.header_missing", "access.header_missing"), (await signOut.Code(), await signIn.Code()));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/access/me")).StatusCode);
    }

    [Fact]
    public async Task Configured_origins_take_the_place_of_the_servers_own()
    {
        await using var host = await AccessHost.Start(
            database.ConnectionString, new AccessHost.Setup { Settings = { ["Access:AllowedOrigins:0"] = "https://care.example" } });
        var person = await host.AddPerson(Roles.Patient);
        using var browser = host.NewBrowser();

        Assert.Equal("access.origin_refused", await (await browser.SignIn(person.Email!, AccessHost.Password)).Code());
        browser.Http.DefaultRequestHeaders.Remove("Origin");
        browser.Http.DefaultRequestHeaders.Add("Origin", "https://care.example");
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(person.Email!, AccessHost.Password)).StatusCode);
    }
}
