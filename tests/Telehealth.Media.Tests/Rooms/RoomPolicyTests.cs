using Telehealth.Media.Rooms;
using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>What a room's owner and its listeners decide: muting, the interpreter, who leads, and one-way media that is noticed.</summary>
public sealed class RoomPolicyTests : IDisposable
{
    private readonly VirtualNetwork network = new(seed: 21);

    public void Dispose() => network.Dispose();

    [Fact]
    public void A_muted_track_reaches_nobody_until_it_is_let_through_and_then_goes_on_without_a_jump()
    {
        var (ann, bob) = Pair();
        ann.SendSound("one");
        Assert.True(network.Relay.Mute("room", "ann", Microphone, isMuted: true, network.Now));
        network.Run(5);
        for (var i = 0; i < 50; i++) ann.SendSound("secret");
        network.Relay.Mute("room", "ann", Microphone, isMuted: false, network.Now);
        network.Run(5);
        ann.SendSound("two");

        var arrived = bob.Take("ann", Microphone);

        Assert.Equal(["one", "two"], arrived.Select(arrival => arrival.Text));
        Assert.Equal((ushort)(arrived[0].Sequence + 1), arrived[1].Sequence);
        Assert.Equal(50, network.Relay.Counters.Dropped(DropReason.Muted));
    }

    [Fact]
    public void A_mute_outlives_the_participants_reload()
    {
        var (ann, bob) = Pair();
        network.Relay.Mute("room", "ann", Camera, isMuted: true, network.Now);
        ann.Reload();
        ann.SendPicture(isKeyFrame: true);

        Assert.Empty(bob.Take("ann", Camera));
    }

    [Fact]
    public void A_listener_hears_the_interpreter_instead_of_the_floor_and_sees_everybody()
    {
        var (ann, bob) = Pair();
        var ines = network.Join("room", "ines", Microphone);
        bob.FollowNotices();
        network.Relay.ListenTo("room", "bob", "ines", network.Now);
        network.Run(5);

        ann.SendSound("floor");
        ines.SendSound("translated");
        ann.SendPicture(isKeyFrame: true);

        Assert.Empty(bob.Take("ann", Microphone));
        Assert.Equal("translated", Assert.Single(bob.Take("ines", Microphone)).Text);
        Assert.Single(bob.Take("ann", Camera));

        network.Relay.ListenTo("room", "bob", null, network.Now);
        network.Run(5);
        ann.SendSound("floor");
        Assert.Single(bob.Take("ann", Microphone));
    }

    [Fact]
    public void Whose_voice_leads_is_told_and_silence_leads_to_nobody()
    {
        var (ann, _) = Pair();
        for (var i = 0; i < 60; i++)
        {
            ann.SendSound("voice", levelDb: 20);
            network.Run(20);
        }
        Assert.Equal("ann", network.Notices.OfType<RoomNotice.SpeakerChanged>().Last().Peer);

        network.Run(4000);
        Assert.Equal("", network.Notices.OfType<RoomNotice.SpeakerChanged>().Last().Peer);
    }

    [Fact]
    public void A_peer_whose_microphone_is_on_and_who_is_not_heard_is_asked_to_mend_its_path_within_five_seconds()
    {
        var (ann, _) = Pair();
        network.Relay.ExpectSound("room", "ann", isExpected: true, network.Now);
        for (var i = 0; i < 300; i++)
        {
            ann.SendSound();
            network.Run(20);
        }
        Assert.Empty(network.Notices.OfType<RoomNotice.RepairNeeded>());

        network.Run(5000);

        Assert.Equal("ann", Assert.Single(network.Notices.OfType<RoomNotice.RepairNeeded>()).Peer);
    }

    [Fact]
    public void A_peer_that_no_longer_tells_of_what_it_is_sent_is_asked_to_mend_its_path()
    {
        var (ann, bob) = Pair(browser => browser.TransportId = 3);
        ann.SendPicture(isKeyFrame: true);
        var sent = Assert.Single(bob.Take("ann", Camera));
        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteReceiverReport(2, [new(sent.Ssrc, 0, 0, sent.Sequence, 0, 0, 0)]));
        for (var i = 0; i < 100; i++)
        {
            ann.SendPicture(isKeyFrame: false);
            network.Run(50);
        }

        Assert.Contains(network.Notices.OfType<RoomNotice.RepairNeeded>(), notice => notice.Peer == "bob");
    }

    [Fact]
    public void A_peer_that_tells_only_of_what_it_had_before_is_asked_to_mend_its_path_within_five_seconds()
    {
        var (ann, bob) = Pair(browser => browser.TransportId = 3);
        ann.SendPicture(isKeyFrame: true);
        var sent = Assert.Single(bob.Take("ann", Camera));
        for (var i = 0; i < 100; i++)
        {
            ann.SendPicture(isKeyFrame: false);
            bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteReceiverReport(2, [new(sent.Ssrc, 0, 0, sent.Sequence, 0, 0, 0)]));
            network.Run(50);
        }

        Assert.Contains(network.Notices.OfType<RoomNotice.RepairNeeded>(), notice => notice.Peer == "bob");
    }

    [Fact]
    public void What_a_way_carried_is_forgotten_when_the_peer_comes_another_way()
    {
        var (_, bob) = Pair(browser => browser.TransportId = 3);
        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteRemb(1, 80_000, [1]));
        network.Run(20);
        Assert.Equal(80_000, network.Relay.StatisticsOf("room", "bob")!.EstimateBitsPerSecond);

        bob.Transport.Address = network.NextAddress();
        bob.Transport.SendCheck(network.Now);
        network.Run(20);

        Assert.Null(network.Relay.StatisticsOf("room", "bob")!.EstimateBitsPerSecond);
    }

    [Fact]
    public void A_flood_of_checks_from_one_address_is_cut_off_and_does_not_stop_another()
    {
        var stranger = network.NextAddress();
        var flooder = stranger with { Address = stranger.Address + 1 };
        byte[] check = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        for (var i = 0; i < 5000; i++) network.Relay.Receive(check, flooder, network.Now, network);

        Assert.InRange(network.Relay.Counters.Dropped(DropReason.Flood), 4700, 4900);
        var (ann, _) = Pair();
        Assert.True(ann.Transport.IsConnected);
    }

    private (FakeBrowser Ann, FakeBrowser Bob) Pair(Action<FakeBrowser>? with = null)
    {
        var ann = network.Add("room", "ann");
        with?.Invoke(ann);
        ann.Publish(Microphone);
        ann.Publish(Camera);
        ann.Negotiate();
        var bob = network.Add("room", "bob");
        with?.Invoke(bob);
        bob.Want(1, 1);
        bob.Negotiate();
        network.RunUntil(() => ann.Transport.IsConnected && bob.Transport.IsConnected);
        network.Run(20);
        return (ann, bob);
    }
}
