using System.Globalization;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

public sealed class RelayLimitTests
{
    [Fact]
    public void The_seventeenth_peer_finds_no_seat()
    {
        using var network = new VirtualNetwork();
        for (var i = 0; i < 16; i++) network.Add("room", i.ToString(CultureInfo.InvariantCulture)).PublishAndNegotiate(Microphone);
        var last = network.Add("room", "late");
        last.Publish(Microphone);

        Assert.Equal("media.room_full", Refusal(last.TryNegotiate()));
        Assert.Equal(16, network.Relay.Counters.Peers);
    }

    [Fact]
    public void A_relay_takes_no_more_rooms_than_it_may_and_a_room_ends_with_its_last_peer()
    {
        using var network = new VirtualNetwork(change: options => options with { Capacity = new(maxRooms: 2, maxPeers: 1_000) });
        network.Add("one", "ann").PublishAndNegotiate(Microphone);
        network.Add("two", "ben").PublishAndNegotiate(Microphone);
        var cleo = network.Add("three", "cleo");
        cleo.Publish(Microphone);

        Assert.Equal("media.relay_full", Refusal(cleo.TryNegotiate()));
        network.Relay.CloseRoom("one", network.Now, network);
        Assert.IsType<NegotiationOutcome.Answered>(cleo.TryNegotiate());
    }

    [Fact]
    public void One_camera_is_enough_for_one_peer()
    {
        using var network = new VirtualNetwork();
        var ann = network.Add("room", "ann");
        ann.Publish(Camera);
        ann.Publish(Camera);

        Assert.Equal("media.duplicate_source", Refusal(ann.TryNegotiate()));
        Assert.Equal(0, network.Relay.Counters.Peers);
    }

    [Fact]
    public void More_tracks_than_allowed_are_refused_and_nothing_changes()
    {
        using var network = new VirtualNetwork(change: options => options with { MaxUpTracksPerPeer = 2 });
        var ann = network.Add("room", "ann");
        ann.PublishAndNegotiate(Microphone);
        ann.Publish(Camera);
        ann.Publish(Screen);

        Assert.Equal("media.too_many_tracks", Refusal(ann.TryNegotiate()));
        Assert.Single(network.Relay.StatisticsOf("room", "ann")!.Published);
    }

    private static string? Refusal(NegotiationOutcome outcome) => (outcome as NegotiationOutcome.Refused)?.Refusal.Code;
}

internal static class FakeBrowserSteps
{
    public static void PublishAndNegotiate(this FakeBrowser browser, TrackSource source)
    {
        browser.Publish(source);
        browser.Negotiate();
    }
}
