using System.Net;
using Telehealth.Media.Ice;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>
/// Source addresses can be forged: what a check says of where it comes from is believed when something has come back from there.
/// </summary>
public sealed class PathTests : IDisposable
{
    private static readonly NetworkPath ThirdParty = NetworkPath.From(IPAddress.Parse("203.0.113.99"), 9_999);
    private readonly VirtualNetwork network = new(seed: 23);

    public void Dispose() => network.Dispose();

    [Fact]
    public void Checks_of_another_peer_from_a_victims_address_take_nothing_of_its_call()
    {
        var ann = network.Join("room", "ann", Microphone);
        var ben = network.Join("room", "ben");
        var mallory = network.Join("den", "mallory", Microphone);

        for (var i = 0; i < 50; i++)
        {
            Forge(mallory, ann.Transport.Address);
            ann.SendSound();
            network.Run(200);
        }

        Assert.Equal(50, ben.Take("ann", Microphone).Count);
        Assert.Equal(50, network.Relay.Counters.Dropped(DropReason.PathTaken));
    }

    [Fact]
    public void A_check_from_a_victims_address_before_the_victim_comes_does_not_keep_it_out()
    {
        var mallory = network.Join("den", "mallory", Microphone);
        var ann = network.Add("room", "ann");
        ann.Publish(Microphone);
        for (var i = 0; i < 5; i++) Forge(mallory, ann.Transport.Address);

        ann.Negotiate();
        network.RunUntil(() => ann.Transport.IsConnected);
        var ben = network.Join("room", "ben");
        Forge(mallory, ann.Transport.Address);
        ann.SendSound("here");

        Assert.Equal("here", Assert.Single(ben.Take("ann", Microphone)).Text);
    }

    [Fact]
    public void A_forged_nomination_does_not_aim_media_at_somebody_who_never_asked()
    {
        var (ann, ben) = (network.Join("room", "ann", Microphone), network.Join("room", "ben"));
        var toThirdParty = 0;
        network.Loses = (to, datagram) => (toThirdParty += to == ThirdParty ? datagram.Length : 0) < 0;

        Forge(ben, ThirdParty);
        for (var i = 0; i < 100; i++)
        {
            ann.SendSound();
            network.Run(20);
        }

        Assert.Equal(100, ben.Take("ann", Microphone).Count);
        // The answer to the check, and one check back.
        Assert.InRange(toThirdParty, 1, 400);
    }

    [Fact]
    public void Somebody_who_begins_a_handshake_with_forged_addresses_has_little_sent_there()
    {
        var ann = network.Add("room", "ann");
        ann.Transport.AnswersChecks = false;
        ann.Publish(Microphone);
        ann.Negotiate();
        var (toThirdParty, checks) = (0, 0);
        network.Loses = (to, datagram) => to == ThirdParty && (toThirdParty += datagram.Length) > 0;
        ann.Transport.Address = ThirdParty;
        network.Settle();
        byte[] hello = [];
        ann.Transport.Address = network.NextAddress();
        ann.Transport.SendCheck(network.Now);
        network.Settle();

        // What would have gone on from the true address goes on from the forged one.
        for (var i = 0; i < 200; i++)
        {
            Forge(ann, ThirdParty);
            checks++;
            if (hello.Length > 0) network.Relay.Receive(hello, ThirdParty, network.Now, network);
            ann.Transport.OnTime(network.Now);
            while (ann.Transport.TryTakeDatagram(out var datagram))
                network.Relay.Receive(hello = datagram, ThirdParty, network.Now, network);
            network.Run(150);
        }

        Assert.InRange(toThirdParty, 1, IceLiteAgent.UnprovenBytes + checks * 250);
    }

    [Fact]
    public void A_peer_that_roams_is_followed_as_soon_as_it_answers_from_there()
    {
        var (ann, ben) = (network.Join("room", "ann", Microphone), network.Join("room", "ben"));
        ben.Transport.Address = network.NextAddress();
        ben.Transport.SendCheck(network.Now);
        network.Run(5);

        ann.SendSound("at the new place");

        Assert.Equal("at the new place", Assert.Single(ben.Take("ann", Microphone)).Text);
        Assert.Equal(0, network.Relay.Counters.Dropped(DropReason.PathUnproven));
    }

    [Fact]
    public void A_peer_that_cannot_be_reached_at_a_new_address_goes_on_being_reached_at_the_old_one()
    {
        var (ann, ben) = (network.Join("room", "ann", Microphone), network.Join("room", "ben"));
        ben.Transport.AnswersChecks = false;

        Forge(ben, network.NextAddress());
        ann.SendSound("still here");

        Assert.Equal("still here", Assert.Single(ben.Take("ann", Microphone)).Text);
    }

    [Fact]
    public void A_path_that_one_peer_forgets_stays_with_the_peer_that_has_it_now()
    {
        var ann = network.Join("room", "ann", Microphone);
        var ben = network.Add("room", "ben");
        ben.Want(1, 0);
        Forge(ann, ben.Transport.Address);
        ben.Negotiate();
        network.RunUntil(() => ben.Transport.IsConnected);
        for (var i = 0; i < IceLiteAgent.MaximumPaths; i++)
        {
            network.Run(10);
            Forge(ann, network.NextAddress());
        }

        ben.Transport.SendCheck(network.Now);
        ben.Transport.SendRtcp([0x80, 201, 0, 1, 0, 0, 0, 1]);
        network.Settle();

        Assert.Equal(0, network.Relay.Counters.Dropped(DropReason.UnvalidatedPath));
        ann.SendSound("all there");
        Assert.Equal("all there", Assert.Single(ben.Take("ann", Microphone)).Text);
    }

    // A check with the peer's own credentials, from where it is not.
    private void Forge(FakeBrowser peer, NetworkPath from)
    {
        peer.Transport.SendCheck(network.Now);
        Assert.True(peer.Transport.TryTakeDatagram(out var check));
        network.Relay.Receive(check, from, network.Now, network);
        network.Settle();
    }
}
