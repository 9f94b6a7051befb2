using Microsoft.Extensions.DependencyInjection;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Access;

/// <summary>How many connections one may hold and how much one may ask, over all of them.</summary>
public sealed class LimitTests(AccessDatabase database) : IClassFixture<AccessDatabase>
{
    [Fact]
    public async Task One_sign_in_holds_so_many_connections_and_the_oldest_makes_room_for_the_newest_and_is_told_why()
    {
        await using var host = await Start(("HubConnectionsPerSession", 2));
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var first = await HubSocket.Open(host, browser);
        using var second = await HubSocket.Open(host, browser);

        using var third = await HubSocket.Open(host, browser);

        Assert.Equal("A patient", await third.Invoke(nameof(KnockHub.WhoAmI)));
        var farewell = await first.Closed();
        Assert.Contains("hub.too_many_connections", farewell, StringComparison.Ordinal);
        Assert.DoesNotContain("\"allowReconnect\":true", farewell, StringComparison.Ordinal);
        Assert.Equal("A patient", await second.Invoke(nameof(KnockHub.WhoAmI)));
        Assert.Equal(2, host.Services.GetRequiredService<ConnectionRegistry>().Count);
        Assert.DoesNotContain(host.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_opens_a_hundred_connections_holds_as_many_as_one_may()
    {
        await using var host = await Start(("HubConnectionsPerSession", 10));
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        var sockets = new List<HubSocket>();

        for (var opened = 0; opened < 100; opened++)
            sockets.Add(await HubSocket.Open(host, browser));

        Assert.Equal("A patient", await sockets[^1].Invoke(nameof(KnockHub.WhoAmI)));
        Assert.Equal(10, host.Services.GetRequiredService<ConnectionRegistry>().Count);
        foreach (var socket in sockets)
            socket.Dispose();
        await Eventually.True(
            () => host.Services.GetRequiredService<ConnectionRegistry>().Count == 0, "all are gone and none is counted any more");
    }

    [Fact]
    public async Task One_person_holds_so_many_connections_over_all_sign_ins_and_another_person_is_none_the_worse()
    {
        await using var host = await Start(("HubConnectionsPerPerson", 1));
        var person = await host.AddPerson(Roles.Patient);
        using var one = await host.SignedIn(person);
        using var two = await host.SignedIn(person);
        using var other = await host.SignedIn(await host.AddPerson(Roles.Clinician));
        using var ofOther = await HubSocket.Open(host, other);
        using var first = await HubSocket.Open(host, one);

        using var second = await HubSocket.Open(host, two);

        Assert.Contains("hub.too_many_connections", await first.Closed(), StringComparison.Ordinal);
        Assert.Equal("A patient", await second.Invoke(nameof(KnockHub.WhoAmI)));
        Assert.Equal("A clinician", await ofOther.Invoke(nameof(KnockHub.WhoAmI)));
    }

    [Fact]
    public async Task Many_connections_of_one_person_ask_no_more_than_one_person_may()
    {
        await using var host = await Start(("PersonCallsPerSecond", 5));
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var other = await host.SignedIn(await host.AddPerson(Roles.Clinician));
        using var one = await HubSocket.Open(host, browser);
        using var two = await HubSocket.Open(host, browser);
        using var ofOther = await HubSocket.Open(host, other);

        var answers = new List<string>();
        for (var call = 0; call < 200 && !answers.Contains("hub.too_many_requests"); call++)
            answers.Add(await (call % 2 == 0 ? one : two).Invoke(nameof(KnockHub.WhoAmI)));

        Assert.True(answers.Count(answer => answer == "A patient") >= 15);
        Assert.Equal("hub.too_many_requests", answers[^1]);
        Assert.Equal("A clinician", await ofOther.Invoke(nameof(KnockHub.WhoAmI)));
        await Eventually.True(async () => await two.Invoke(nameof(KnockHub.WhoAmI)) == "A patient", "the person may go on");
    }

    [Fact]
    public async Task Guests_of_one_network_address_share_a_budget_and_people_with_an_account_do_not()
    {
        await using var host = await Start(("GuestCallsPerSecond", 5));
        using var one = await Guest(host);
        using var two = await Guest(host);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var first = await HubSocket.Open(host, one);
        using var second = await HubSocket.Open(host, two);
        using var ofPatient = await HubSocket.Open(host, browser);

        var answers = new List<string>();
        for (var call = 0; call < 200 && !answers.Contains("hub.too_many_requests"); call++)
            answers.Add(await (call % 2 == 0 ? first : second).Invoke(nameof(KnockHub.WhoAmI)));

        Assert.Equal("hub.too_many_requests", answers[^1]);
        Assert.Equal("A patient", await ofPatient.Invoke(nameof(KnockHub.WhoAmI)));
    }

    [Fact]
    public async Task What_costs_much_has_a_budget_of_its_own()
    {
        await using var host = await Start(("CostlyPerSecond", 1));
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var hub = await HubSocket.Open(host, browser);

        var answers = new List<string>();
        for (var call = 0; call < 60 && !answers.Contains("request.too_many"); call++)
            answers.Add(await hub.Invoke(nameof(KnockHub.Reckon)));

        Assert.True(answers.Count(answer => answer == "welcome") >= 10);
        Assert.Equal("request.too_many", answers[^1]);
        Assert.Equal("A patient", await hub.Invoke(nameof(KnockHub.WhoAmI)));
    }

    [Fact]
    public async Task A_line_that_breaks_while_something_is_asked_is_no_error_in_the_log()
    {
        await using var host = await AccessHost.Start(database.ConnectionString);
        using var browser = await host.SignedIn(await host.AddPerson(Roles.Patient));
        using var hub = await HubSocket.Open(host, browser);
        await hub.Tell(nameof(KnockHub.Wait));
        await Eventually.True(
            () => host.Log.Lines.Any(line => line.Contains("Received hub invocation", StringComparison.Ordinal)), "the call is under way");

        hub.Break();

        await Eventually.True(() => host.Services.GetRequiredService<ConnectionRegistry>().Count == 0, "the server has noticed");
        Assert.DoesNotContain(
            host.Log.Lines,
            line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    private Task<AccessHost> Start((string Setting, int Value) limit) => AccessHost.Start(database.ConnectionString, new AccessHost.Setup
    {
        Settings = { [$"Access:{limit.Setting}"] = limit.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) },
    });

    private static async Task<Browser> Guest(AccessHost host)
    {
        var browser = host.NewBrowser();
        await (await browser.Post("/api/access/guest", new GuestSignIn(host.Guests.Invite(TimeSpan.FromHours(1)).Token, "Iris"))).Of<Me>();
        return browser;
    }
}
