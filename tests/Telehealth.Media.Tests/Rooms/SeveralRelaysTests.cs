using System.Text;
using Telehealth.Media.Ice;
using Telehealth.Media.Rooms;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>What relays of one process share, and what tells them apart.</summary>
public sealed class SeveralRelaysTests
{
    [Fact]
    public void Two_relays_have_no_more_peers_together_than_the_process_may()
    {
        var capacity = new RelayCapacity(maxRooms: 10, maxPeers: 2);
        using var one = new VirtualNetwork(change: options => options with { Capacity = capacity });
        using var other = new VirtualNetwork(change: options => options with { Capacity = capacity });
        one.Add("here", "ann").PublishAndNegotiate(Microphone);
        other.Add("there", "ben").PublishAndNegotiate(Microphone);

        Assert.Equal("media.relay_full", Ask(one, "here", "cleo"));
        Assert.Equal("media.relay_full", Ask(other, "there", "dan"));
        other.Relay.RemovePeer("there", "ben", other.Now, other);
        Assert.Null(Ask(one, "here", "cleo"));
        Assert.Equal("media.relay_full", Ask(other, "elsewhere", "dan"));
    }

    [Fact]
    public void Two_relays_have_no_more_rooms_together_than_the_process_may()
    {
        var capacity = new RelayCapacity(maxRooms: 1, maxPeers: 10);
        using var one = new VirtualNetwork(change: options => options with { Capacity = capacity });
        using var other = new VirtualNetwork(change: options => options with { Capacity = capacity });
        one.Add("here", "ann").PublishAndNegotiate(Microphone);

        Assert.Equal("media.relay_full", Ask(other, "there", "ben"));
        Assert.Null(Ask(one, "here", "cleo"));
        one.Relay.CloseRoom("here", one.Now, one);
        Assert.Null(Ask(other, "there", "ben"));
        other.Relay.RemovePeer("there", "ben", other.Now, other);
        Assert.Null(Ask(one, "again", "ann"));
    }

    [Fact]
    public void Every_place_is_given_back_with_the_relay()
    {
        var capacity = new RelayCapacity(maxRooms: 1, maxPeers: 2);
        using (var gone = new VirtualNetwork(change: options => options with { Capacity = capacity }))
        {
            gone.Add("room", "ann").PublishAndNegotiate(Microphone);
            gone.Add("room", "ben").PublishAndNegotiate(Microphone);
        }
        using var next = new VirtualNetwork(change: options => options with { Capacity = capacity });

        Assert.Null(Ask(next, "room", "ann"));
        Assert.Null(Ask(next, "room", "ben"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    public void A_users_fragment_names_its_relay_before_and_after_an_ICE_restart(int number)
    {
        using var network = new VirtualNetwork(change: options => options with { Number = number });
        var ann = network.Join("room", "ann", Microphone);
        var first = RelayIn(ann.Answer);

        ann.RestartIce();

        Assert.Equal((number, number), (first, RelayIn(ann.Answer)));
    }

    [Fact]
    public void What_is_no_fragment_names_no_relay()
    {
        Assert.Equal(-1, IceCredentials.RelayOf(""u8));
        Assert.Equal(-1, IceCredentials.RelayOf("?bcd"u8));
        Assert.Equal(-1, IceCredentials.RelayOf([0xFF, 1, 2]));
    }

    [Fact]
    public void A_room_is_known_from_its_first_seat_until_its_last_is_gone()
    {
        using var network = new VirtualNetwork();

        Assert.False(network.Relay.HasRoom("room"));
        network.Relay.Admit("room", "ann", 1, network.Now);
        Assert.True(network.Relay.HasRoom("room"));
        network.Relay.RemovePeer("room", "ann", network.Now, network, version: 2);
        Assert.False(network.Relay.HasRoom("room"));
        network.Join("room", "ben", Microphone);
        network.Relay.CloseRoom("room", network.Now, network);
        Assert.False(network.Relay.HasRoom("room"));
    }

    // The refusal's code, or null when there is a seat.
    private static string? Ask(VirtualNetwork network, string room, string peer)
    {
        var browser = network.Add(room, peer);
        browser.Publish(Microphone);
        return browser.TryNegotiate() is NegotiationOutcome.Refused refused ? refused.Refusal.Code : null;
    }

    private static int RelayIn(string answer)
    {
        var line = answer.Split("\r\n").First(line => line.StartsWith("a=ice-ufrag:", StringComparison.Ordinal));
        return IceCredentials.RelayOf(Encoding.ASCII.GetBytes(line["a=ice-ufrag:".Length..]));
    }
}
