using System.Net;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Receiving;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.ConnectionTests;
using Telehealth.Server.Visits.Consults;
using Telehealth.Server.Visits.MediaLoop;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.ConnectionTests;

/// <summary>Anybody may see how a call would do, within bounds.</summary>
public sealed class ConnectionTestTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Side_b_is_offered_what_side_a_sends_and_nobody_needs_an_account()
    {
        using var page = new Browser(Host.Address);
        var test = await Begin(page);

        var a = await (await Offer(page, test, "a", Sending())).Of<ConnectionTestAnswer>();
        var b = await (await Offer(page, test, "b", Receiving())).Of<ConnectionTestAnswer>();

        Assert.StartsWith("v=0", a.Sdp, StringComparison.Ordinal);
        Assert.Empty(a.Tracks);
        Assert.Equal([MediaSource.Camera, MediaSource.Microphone], b.Tracks.Select(track => track.Source).OrderDescending());
        await End();
    }

    [Fact]
    public async Task Nobody_enters_a_test_without_its_id()
    {
        using var page = new Browser(Host.Address);
        var test = await Begin(page);

        foreach (var (id, side) in new[] { ("guess", "a"), (Guid.NewGuid().ToString(), "a"), (test.TestId, "c"), (test.TestId[..^1], "b") })
        {
            var answer = await Offer(page, test with { TestId = id }, side, Sending());
            Assert.Equal((HttpStatusCode.NotFound, "test.not_found"), (answer.StatusCode, await answer.Code()));
        }

        Assert.Equal("media.sdp_malformed", await (await Offer(page, test, "a", new ConnectionTestOffer("hello", []))).Code());
        Assert.Equal(
            "request.invalid",
            await (await page.Post($"/api/connection-test/{test.TestId}/a", new { sources = Array.Empty<object>() })).Code());
        await End();
    }

    [Fact]
    public async Task A_test_ends_by_itself_and_its_room_with_it()
    {
        using var page = new Browser(Host.Address);
        await End();
        await Eventually.True(() => Rooms == 0, "the relay closes what other tests left open");
        var test = await Begin(page);
        await (await Offer(page, test, "a", Sending())).Of<ConnectionTestAnswer>();
        await Eventually.True(() => Rooms == 1, "the relay opens the room");

        Host.Time.Advance(test.EndsAt - Host.Time.GetUtcNow());

        Assert.Equal("test.not_found", await (await Offer(page, test, "b", Receiving())).Code());
        await Eventually.True(() => Rooms == 0, "the relay closes the room");
    }

    [Fact]
    public async Task A_flood_of_tests_is_told_to_wait_and_ends_with_them()
    {
        using var page = new Browser(Host.Address);
        await End();
        for (var test = 0; test < 20; test++)
            await Begin(page);

        var refused = await page.Post("/api/connection-test", new { });

        Assert.Equal((HttpStatusCode.TooManyRequests, "test.too_many"), (refused.StatusCode, await refused.Code()));
        await End();
        await Begin(page);
        await End();
    }

    [Fact]
    public async Task A_link_or_picture_that_somebody_else_shows_begins_no_test()
    {
        using var page = new Browser(Host.Address);

        var refused = await page.Get("/api/connection-test");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "request.method_not_allowed"), (refused.StatusCode, await refused.Code()));
    }

    [Fact]
    public void Three_addresses_do_not_take_all_places_and_each_has_a_TURN_name_of_its_own()
    {
        var consults = new ConsultOptions { TurnSecret = "secret", IceServers = ["turn:turn.example.org"] };
        using var relay = new RelayLoops(
            Options.Create(new MediaOptions()), TimeProvider.System, Host.Get<System.Diagnostics.Metrics.IMeterFactory>(),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<RelayLoops>.Instance);
        var tests = new ConnectionTestCommands(
            relay, new IceServerList(Options.Create(consults), Host.Get<ConsultMetrics>(), TimeProvider.System),
            Options.Create(new ConnectionTestOptions()), TimeProvider.System);
        string[] addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];

        var begun = addresses.SelectMany(address => Enumerable.Range(0, 20).Select(_ =>
            (address, Test: tests.Begin(IPAddress.Parse(address)).Value)))
            .Where(attempt => attempt.Test is not null).ToList();

        Assert.Equal(12, begun.Count);
        Assert.NotNull(tests.Begin(IPAddress.Parse("198.51.100.7")).Value);
        var names = begun
            .Select(attempt => (attempt.address, Name: Assert.Single(attempt.Test!.IceServers).Username!.Split(':')[1]))
            .Distinct()
            .ToList();
        Assert.Equal(3, names.Count);
        Assert.Equal(3, names.Select(name => name.Name).Distinct().Count());
        Assert.DoesNotContain(
            names, name => name.Name.Contains("192", StringComparison.Ordinal) && name.Name.Contains('.', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_takes_offers_for_as_long_as_one_needs_them()
    {
        using var page = new Browser(Host.Address);
        var test = await Begin(page);
        for (var offer = 0; offer < 24; offer++)
            await (await Offer(page, test, "a", Sending())).Of<ConnectionTestAnswer>();

        Assert.Equal("test.not_found", await (await Offer(page, test, "a", Sending())).Code());
        await End();
    }

    [Fact]
    public void One_address_begins_only_so_many_tests_and_a_household_is_one_address()
    {
        using var limits = new ConnectionTestLimits(Options.Create(new ConnectionTestOptions { PerMinute = 2 }));

        Assert.True(limits.Takes(IPAddress.Parse("2001:db8:1:2::1")));
        Assert.True(limits.Takes(IPAddress.Parse("2001:db8:1:2::2")));
        Assert.False(limits.Takes(IPAddress.Parse("2001:db8:1:2::3")));
        Assert.True(limits.Takes(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.True(limits.Takes(IPAddress.Parse("192.0.2.7")));
    }

    private long Rooms => Host.Get<RelayLoops>().Total(counters => counters.Rooms);

    private static async Task<ConnectionTest> Begin(Browser page) =>
        await (await page.Post("/api/connection-test", new { })).Of<ConnectionTest>();

    private static Task<HttpResponseMessage> Offer(Browser page, ConnectionTest test, string side, ConnectionTestOffer offer) =>
        page.Post($"/api/connection-test/{test.TestId}/{side}", offer);

    private static ConnectionTestOffer Sending()
    {
        using var network = new VirtualNetwork();
        var page = network.Add("room", "a");
        page.Publish(TrackSource.Microphone);
        page.Publish(TrackSource.Camera);
        return new ConnectionTestOffer(page.Offer(), [new MidSource("0", MediaSource.Microphone), new MidSource("1", MediaSource.Camera)]);
    }

    private static ConnectionTestOffer Receiving()
    {
        using var network = new VirtualNetwork();
        var page = network.Add("room", "b");
        page.Want(1, 1);
        return new ConnectionTestOffer(page.Offer(), []);
    }

    /// <summary>Lets the tests that run end, so that the next one finds room.</summary>
    private async Task End()
    {
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.Get<ConnectionTestCommands>().CloseEnded(CancellationToken.None);
    }
}
