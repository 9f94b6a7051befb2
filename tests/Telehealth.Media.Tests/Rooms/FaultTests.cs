using Telehealth.Media.Rooms;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>What goes wrong in the work for one peer stays there.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly VirtualNetwork network = new(seed: 8);

    public void Dispose() => network.Dispose();

    [Fact]
    public void An_exception_while_one_room_is_served_costs_no_other_room_a_packet()
    {
        var (ann, ben) = Room("one");
        var (cleo, dan) = Room("two");
        network.Fails = to => to == ben.Transport.Address;

        // Together, so that both rooms wait for the end of the same burst.
        for (var i = 0; i < 5; i++)
        {
            Hand(ann);
            Hand(cleo);
            network.Relay.EndBurst(network.Now, network);
        }
        network.Settle();

        Assert.Equal(5, dan.Take("cleo", Microphone).Count);
        Assert.Equal(5, network.Relay.Counters.Faults);
        Assert.NotNull(network.Relay.TakeFault());
        Assert.Null(network.Relay.TakeFault());
    }

    [Fact]
    public void What_failed_for_one_listener_is_heard_by_the_others_and_not_sent_twice()
    {
        var (ann, ben) = Room("one");
        var cleo = network.Join("one", "cleo");
        network.Fails = to => to == ben.Transport.Address;
        ann.SendSound("first");
        network.Fails = null;
        ann.SendSound("second");

        Assert.Equal(["first", "second"], cleo.Take("ann", Microphone).Select(arrival => arrival.Text));
        Assert.Equal("second", Assert.Single(ben.Take("ann", Microphone)).Text);
    }

    [Fact]
    public void More_packets_than_a_burst_gathers_go_on_after_a_fault()
    {
        var (ann, ben) = Room("one");
        network.Fails = to => to == ben.Transport.Address;
        for (var i = 0; i < 70; i++) Hand(ann);
        network.Fails = null;
        for (var i = 0; i < 70; i++) Hand(ann);
        network.Relay.EndBurst(network.Now, network);
        network.Settle();

        Assert.InRange(ben.Take("ann", Microphone).Count, 70, 76);
    }

    [Fact]
    public void A_peer_that_fails_again_and_again_loses_its_connection_and_may_make_a_new_one()
    {
        var (ann, ben) = Room("one");
        var (cleo, dan) = Room("two");
        network.Fails = to => to == ben.Transport.Address;
        for (var i = 0; i < 8; i++) ann.SendSound();
        network.Fails = null;

        Assert.Contains(new RoomNotice.PeerLost("one", "ben", "media.fault"), network.Notices);
        Assert.True(network.Relay.Counters.PeersGivenUp > 0);
        cleo.SendSound("not us");
        Assert.Equal("not us", Assert.Single(dan.Take("cleo", Microphone)).Text);

        ann.Reload();
        ben.Reload();
        ann.SendSound("here again");
        Assert.Equal("here again", ben.Take("ann", Microphone)[^1].Text);
    }

    [Fact]
    public void A_peer_whose_reports_fail_does_not_stop_the_others_reports()
    {
        var (_, ben) = Room("one");
        var (cleo, _) = Room("two");
        cleo.SendSound();
        network.Fails = to => to == ben.Transport.Address;
        cleo.Transport.ReceivedRtcp.Clear();

        network.Run(3_000);

        Assert.NotEmpty(cleo.Transport.ReceivedRtcp);
        Assert.True(network.Relay.Counters.Faults > 0);
    }

    private (FakeBrowser Publisher, FakeBrowser Listener) Room(string room) =>
        room == "one"
            ? (network.Join(room, "ann", Microphone), network.Join(room, "ben"))
            : (network.Join(room, "cleo", Microphone), network.Join(room, "dan"));

    // Into the relay, without the end of a burst.
    private void Hand(FakeBrowser browser)
    {
        var section = browser.SectionOf(Microphone);
        var packet = new byte[40];
        new Telehealth.Media.Rtp.RtpHeaderWriter(
            packet, isTwoByte: false, false, browser.OpusType, section.Sequence++, section.Timestamp += 960, section.Ssrc).Finish();
        browser.Transport.SendRtp(packet);
        while (browser.Transport.TryTakeDatagram(out var datagram))
            network.Relay.Receive(datagram, browser.Transport.Address, network.Now, network);
    }
}
