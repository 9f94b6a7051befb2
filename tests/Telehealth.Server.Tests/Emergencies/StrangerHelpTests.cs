using System.Net;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Emergencies;

/// <summary>
/// Help for somebody who cannot sign in: taken where the deployment says so, marked, and limited apart from everybody else's.
/// </summary>
public sealed class StrangerHelpTests
{
    private static readonly PlaceView Nowhere = new(null, null, null, LocationSource.NotYetKnown, null);

    [Fact]
    public async Task A_call_without_a_sign_in_reaches_the_console_marked_as_such_and_once_however_often_it_is_sent()
    {
        var host = await Start(perNetwork: 10);
        await using var console = await host.Console();
        await console.Ask<Board>("WatchBoard");
        using var stranger = new Browser(host.Address);
        var call = new StrangerCall(
            Guid.NewGuid(), "chest-pain", "My neighbour does not answer",
            Nowhere with
            {
                Note = "Mill Lane 4",
            },
            CallbackNumber: null);

        var receipt = await (await stranger.Post("/api/help", call)).Of<StrangerReceipt>();
        var again = await (await stranger.Post("/api/help", call)).Of<StrangerReceipt>();

        var row = await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Number == receipt.Number);
        Assert.Equal((receipt.Number, true, null), (again.Number, row.Unverified, row.PatientName));
        Assert.Single((await console.Ask<Board>("WatchBoard")).Emergencies, open => open.Unverified);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task More_calls_of_a_stranger_than_a_network_may_make_are_told_the_number_to_ring_and_hold_up_nobody_who_signed_in()
    {
        var host = await Start(perNetwork: 2);
        using var stranger = new Browser(host.Address);
        var answers = new List<HttpResponseMessage>();
        for (var attempt = 0; attempt < 4; attempt++)
            answers.Add(await stranger.Post("/api/help", new StrangerCall(Guid.NewGuid(), "fall", string.Empty, Nowhere, null)));
        await using var caller = await host.Connect("emergency", DemoPeople.Ana);

        var raised = await caller.Ask<HelpView>("Raise", Help.ChestPain());

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests],
            answers.Select(answer => answer.StatusCode));
        Assert.Contains("999", await answers[2].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(answers[2].Headers.RetryAfter);
        Assert.NotEqual(Guid.Empty, raised.Id);
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"commandId\":\"0195a1c0-0000-7000-8000-000000000020\",\"complaint\":null,\"description\":\"\",\"location\":null}")]
    public async Task Where_nobody_turned_it_on_there_is_no_such_thing_and_half_a_call_is_refused(string body)
    {
        var off = new ServerHost();
        await off.InitializeAsync();
        using var stranger = new Browser(off.Address);
        Assert.Equal("not_found", await (await stranger.Get("/api/help")).Code());
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await (await stranger.Http.PostAsync(new Uri("/api/help", UriKind.Relative), content)).Code());
        await off.DisposeAsync();
    }

    private static async Task<ServerHost> Start(int perNetwork)
    {
        var host = new ServerHost
        {
            Settings = new Dictionary<string, string?>
            {
                ["Service:HelpWithoutAccount"] = "true", ["Service:EmergencyNumber"] = "999", ["StrangerHelp:PerNetwork"] = $"{perNetwork}",
            },
        };
        await host.InitializeAsync();
        return host;
    }
}
