using System.Net;
using System.Text.Json;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Tests.Consults;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>A node that was told to end while another goes on.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private readonly TwoNodes _nodes = new(
        ("Drain:Notice", "00:00:02"), ("Drain:MoveOver", "00:00:03"), ("Drain:LeaveWithin", "00:00:02"));

    public async ValueTask InitializeAsync() => await _nodes.InitializeAsync();

    public async ValueTask DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task It_is_not_ready_at_once_and_still_lets_people_in_until_that_has_been_noticed()
    {
        using var http = new HttpClient { BaseAddress = _nodes.HomeAddress };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);

        var drained = _nodes.Home<DrainedStop>().Empty();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        await using var late = await _nodes.ConnectToHome(DemoPeople.Ana);
        Assert.NotNull(await late.Hear<MoveHint>("Move", hint => hint.WithinMs > 0));
        await late.DisposeAsync();
        await drained;
    }

    [Fact]
    public async Task It_tells_each_page_once_to_go_and_closes_those_that_stay_with_the_reason()
    {
        List<LiveClient> pages = [];
        for (var page = 0; page < 10; page++)
            pages.Add(await _nodes.ConnectToHome(DemoPeople.Ana));

        var drained = _nodes.Home<DrainedStop>().Empty();
        await Task.WhenAll(pages.Take(5).Select(async page =>
        {
            await page.Hear<MoveHint>("Move", hint => hint.To is null);
            await page.DisposeAsync();
        }));
        await drained;

        foreach (var page in pages.Skip(5))
        {
            Assert.Contains("hub.moved", (await page.Closed)?.Message, StringComparison.Ordinal);
            await page.DisposeAsync();
        }

        Assert.All(pages, page => Assert.Single(page.Heard<MoveHint>("Move")));
        Assert.Equal(0, _nodes.Home<HubConnections>().Inside);
    }

    [Fact]
    public async Task It_turns_away_whoever_comes_when_people_are_led_away_and_says_so_to_the_proxy()
    {
        await using var page = await _nodes.ConnectToHome(DemoPeople.Ana);
        var token = await _nodes.TokenOf(DemoPeople.Ana);
        var drained = _nodes.Home<DrainedStop>().Empty();
        await page.Hear<MoveHint>("Move", _ => true);

        using var http = new HttpClient { BaseAddress = _nodes.HomeAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hub/consult");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("ending", Assert.Single(answer.Headers.GetValues(HubEntrance.NodeHeader)));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("hub.node_ends", problem.GetProperty("code").GetString());
        await page.DisposeAsync();
        await drained;
    }

    [Fact]
    public async Task Where_all_others_end_too_nobody_is_told_to_go_anywhere()
    {
        await using var page = await _nodes.ConnectToHome(DemoPeople.Ana);

        await Task.WhenAll(_nodes.Home<DrainedStop>().Empty(), _nodes.Other<DrainedStop>().Empty());

        Assert.True(_nodes.Home<EndingNodes>().IsEnding(_nodes.Other<ClusterNodes>().Self));
        Assert.Empty(page.Heard<MoveHint>("Move"));
    }
}
