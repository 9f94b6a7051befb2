using Telehealth.Media.Rooms;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>Offers are taken for seats that the relay was told of, as of the newest that it was told.</summary>
public sealed class SeatTests : IDisposable
{
    private readonly VirtualNetwork network = new(seed: 5);

    public void Dispose() => network.Dispose();

    [Fact]
    public void Nobody_gets_a_seat_by_an_offer_alone()
    {
        Assert.Equal("media.no_seat", Offer("stranger"));

        Assert.Equal((0, 0), (network.Relay.Counters.Peers, network.Relay.Counters.Rooms));
    }

    [Fact]
    public void A_removed_guest_whose_offer_comes_late_has_no_seat_and_hears_nothing()
    {
        var ann = network.Join("room", "ann", Microphone);
        var guest = network.Join("room", "guest", Microphone);

        network.Relay.RemovePeer("room", "guest", network.Now, network);
        var late = guest.TryNegotiate();
        network.Run(5);
        ann.SendSound("between us");

        Assert.Equal("media.no_seat", Assert.IsType<NegotiationOutcome.Refused>(late).Refusal.Code);
        Assert.Empty(guest.Transport.ReceivedRtp);
        Assert.Equal(1, network.Relay.Counters.Peers);
    }

    [Fact]
    public void A_closed_room_does_not_open_again()
    {
        var ann = network.Join("room", "ann", Microphone);

        network.Relay.CloseRoom("room", network.Now, network);

        Assert.IsType<NegotiationOutcome.Refused>(ann.TryNegotiate());
        Assert.False(network.Relay.Admit("room", "ann", 99, network.Now));
        Assert.Equal(0, network.Relay.Counters.Rooms);
    }

    [Fact]
    public void A_room_that_was_emptied_opens_again_and_its_people_hear_each_other()
    {
        network.Join("room", "ann", Microphone);
        network.Join("room", "ben", Microphone);

        network.Relay.EmptyRoom("room", network.Now, network);

        Assert.Equal((0, 0), (network.Relay.Counters.Rooms, network.Relay.Counters.Peers));
        Assert.False(network.Relay.HasRoom("room"));
        var ann = network.Join("room", "ann", Microphone);
        var ben = network.Join("room", "ben", Microphone);
        ann.Want(1, 0);
        ann.Negotiate();
        network.Run(5);
        ben.SendSound("back again");
        Assert.NotEmpty(ann.Transport.ReceivedRtp);
    }

    [Theory]
    [InlineData(3, 4, false)]
    [InlineData(4, 4, false)]
    [InlineData(5, 4, true)]
    public void Of_taken_and_emptied_the_later_is_so_whichever_is_told_first(long taken, long emptied, bool isSeated)
    {
        network.Relay.Admit("one", "ann", taken, network.Now);
        network.Relay.RemovePeer("one", "ann", network.Now, network, emptied);
        network.Relay.RemovePeer("two", "ann", network.Now, network, emptied);
        network.Relay.Admit("two", "ann", taken, network.Now);

        Assert.Equal(isSeated, Offer("ann", "one") is null);
        Assert.Equal(isSeated, Offer("ann", "two") is null);
    }

    [Fact]
    public void Seats_are_bounded_and_one_that_is_emptied_makes_room()
    {
        using var small = new VirtualNetwork(change: options => options with { Capacity = new(maxRooms: 1_000, maxPeers: 1) });
        for (var i = 0; i < 8; i++) Assert.True(small.Relay.Admit("room", $"peer{i}", 0, small.Now));

        Assert.False(small.Relay.Admit("room", "late", 0, small.Now));

        small.Relay.RemovePeer("room", "peer0", small.Now, small);
        Assert.True(small.Relay.Admit("room", "late", 0, small.Now));
    }

    private string? Offer(string peer, string room = "room")
    {
        var browser = network.Add(room, peer);
        browser.Publish(Microphone);
        return network.Relay.Negotiate(room, peer, browser.Offer(), [], network.Now) is NegotiationOutcome.Refused refused
            ? refused.Refusal.Code
            : null;
    }
}
