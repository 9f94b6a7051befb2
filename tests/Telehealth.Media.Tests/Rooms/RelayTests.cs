using System.Text;
using Telehealth.Media.Rooms;
using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

public sealed class RelayTests : IDisposable
{
    private readonly VirtualNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Theory]
    [InlineData("SRTP_AEAD_AES_128_GCM")]
    [InlineData("SRTP_AEAD_AES_256_GCM")]
    [InlineData("SRTP_AES128_CM_SHA1_80")]
    public void Sound_and_picture_reach_the_other_peer_under_its_own_numbers(string profile)
    {
        var ann = _network.Add("room", "ann", profile);
        ann.Publish(Microphone);
        ann.Publish(Camera);
        ann.Negotiate();
        var ben = _network.Add("room", "ben", profile);
        (ben.OpusType, ben.Vp8Type, ben.MidId, ben.LevelId) = (109, 120, 3, 7);
        ben.Want(1, 1);
        ben.Negotiate();
        _network.RunUntil(() => ann.Transport.IsConnected && ben.Transport.IsConnected);

        ann.SendSound("hello", levelDb: 33);
        ann.SendPicture(isKeyFrame: true, "look");

        var sound = Assert.Single(ben.Take("ann", Microphone));
        Assert.Equal("hello", sound.Text);
        Assert.Equal(109, sound.PayloadType);
        Assert.Equal([33], sound.Extension(7));
        Assert.Equal(Encoding.ASCII.GetBytes(ben.Tracks.Single(track => track.Source == Microphone).Mid), sound.Extension(3));
        var picture = Assert.Single(ben.Take("ann", Camera));
        Assert.EndsWith("look", picture.Text, StringComparison.Ordinal);
        Assert.Equal(120, picture.PayloadType);
        Assert.True(picture.Marker);
        Assert.NotEqual(ann.SectionOf(Camera).Ssrc, picture.Ssrc);
    }

    [Fact]
    public void A_source_that_the_offer_did_not_number_is_found_by_its_mid()
    {
        var ann = _network.Add("room", "ann");
        ann.DeclaresSsrc = false;
        ann.Publish(Microphone);
        ann.Negotiate();
        _network.RunUntil(() => ann.Transport.IsConnected);
        var ben = _network.Join("room", "ben");

        ann.SendSound("found");

        Assert.Equal("found", Assert.Single(ben.Take("ann", Microphone)).Text);
    }

    [Fact]
    public void Everyone_is_told_how_many_slots_to_have()
    {
        var ann = _network.Join("room", "ann", Microphone, Camera);
        var ben = _network.Join("room", "ben", Microphone, Camera);
        _network.Join("room", "cleo", Microphone);
        _network.Run(5);

        Assert.Contains(new RoomNotice.PeerConnected("room", "ann"), _network.Notices);
        Assert.Equal(new RoomNotice.MediaChanged("room", "ann", 2, 1), LastMediaNotice("ann"));
        Assert.Equal(new RoomNotice.MediaChanged("room", "ben", 2, 1), LastMediaNotice("ben"));
        Assert.Equal(new RoomNotice.MediaChanged("room", "cleo", 2, 2), LastMediaNotice("cleo"));
        ann.FollowNotices();
        ben.FollowNotices();
        Assert.Equal(["ben", "ben", "cleo"], ann.Tracks.Select(track => track.ParticipantId).Order());
        Assert.Equal(["ann", "ann", "cleo"], ben.Tracks.Select(track => track.ParticipantId).Order());
    }

    [Fact]
    public void A_late_joiner_gets_a_picture_from_a_key_frame_on_and_the_publisher_is_asked_for_one()
    {
        var ann = _network.Join("room", "ann", Camera);
        ann.SendPicture(isKeyFrame: true);
        ann.Transport.ReceivedRtcp.Clear();
        var ben = _network.Join("room", "ben");
        ben.Want(0, 1);
        ben.Negotiate();
        _network.Run(5);

        Assert.NotEmpty(ann.TakeRtcp(PictureLoss));
        ann.SendPicture(isKeyFrame: false, "too early");
        Assert.Empty(ben.Take("ann", Camera));
        ann.SendPicture(isKeyFrame: true, "start");
        ann.SendPicture(isKeyFrame: false, "next");
        Assert.Equal(["start", "next"], ben.Take("ann", Camera).Select(arrival => arrival.Text[2..]));
    }

    [Fact]
    public void Many_wishes_for_a_key_frame_become_one_request_an_interval()
    {
        var (ann, ben) = Pair();
        ann.SendPicture(isKeyFrame: true);
        _network.Run(1000);
        ann.Transport.ReceivedRtcp.Clear();
        var ssrc = Assert.Single(ben.Take("ann", Camera)).Ssrc;

        for (var i = 0; i < 40; i++)
        {
            ben.SendFeedback((ref RtcpWriter writer) => writer.TryWritePictureLoss(1, ssrc));
            ben.SendFeedback((ref RtcpWriter writer) => writer.TryWriteFullIntra(1, ssrc, (byte)i));
            _network.Run(20);
        }

        Assert.Equal(2, ann.TakeRtcp(PictureLoss).Count);
    }

    [Fact]
    public void A_packet_lost_on_the_way_down_is_sent_again_from_the_cache_but_not_twice_at_once()
    {
        var (ann, ben) = Pair();
        ann.SendPicture(isKeyFrame: true, "one");
        _network.Loses = (to, datagram) => to == ben.Transport.Address && datagram[0] >> 6 == 2;
        ann.SendPicture(isKeyFrame: false, "two");
        _network.Loses = null;
        ann.SendPicture(isKeyFrame: false, "three");
        var arrived = ben.Take("ann", Camera);
        var missing = (ushort)(arrived[0].Sequence + 1);
        Assert.Equal(missing + 1, arrived[1].Sequence);

        for (var i = 0; i < 3; i++) ben.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, arrived[0].Ssrc, [missing]));

        var again = Assert.Single(ben.Take("ann", Camera));
        Assert.Equal((missing, "two"), (again.Sequence, again.Text[2..]));
        Assert.Equal(1, _network.Relay.Counters.PacketsResent);
    }

    [Fact]
    public void A_packet_lost_on_the_way_up_is_asked_for_and_fills_its_gap()
    {
        var (ann, ben) = Pair();
        ann.SendPicture(isKeyFrame: true, "one");
        var lost = ann.SectionOf(Camera).Sequence;
        ann.SkipNumber(Camera);
        ann.SendPicture(isKeyFrame: false, "three");
        ann.Transport.ReceivedRtcp.Clear();
        _network.Run(10);

        Assert.Equal(lost, Assert.Single(ann.TakeRtcp(Nack)).PacketId);
        var next = ann.SectionOf(Camera).Sequence;
        ann.SectionOf(Camera).Sequence = lost;
        ann.SendPicture(isKeyFrame: false, "two");
        ann.SectionOf(Camera).Sequence = next;
        _network.Run(500);

        Assert.Empty(ann.TakeRtcp(Nack));
        var arrived = ben.Take("ann", Camera);
        Assert.Equal(["one", "three", "two"], arrived.Select(arrival => arrival.Text[2..]));
        Assert.Equal([0, 2, 1], arrived.Select(arrival => arrival.Sequence - arrived[0].Sequence));
    }

    [Fact]
    public void A_leaving_peers_slots_go_and_the_others_numbers_stay_continuous()
    {
        var ann = _network.Join("room", "ann", Microphone);
        var ben = _network.Join("room", "ben", Microphone);
        var cleo = _network.Join("room", "cleo", Microphone);
        ben.FollowNotices();
        cleo.FollowNotices();
        ann.SendSound("a1");
        ben.SendSound("b1");
        var before = Assert.Single(cleo.Take("ann", Microphone));
        var departed = Assert.Single(cleo.Take("ben", Microphone)).Ssrc;

        _network.Relay.RemovePeer("room", "ben", _network.Now, _network);
        _network.Run(5);
        ann.SendSound("a2");
        cleo.FollowNotices();
        ann.SendSound("a3");

        Assert.Equal(["ann"], cleo.Tracks.Select(track => track.ParticipantId));
        Assert.Contains("a=inactive", cleo.Answer, StringComparison.Ordinal);
        Assert.Equal([1, 2], cleo.Take("ann", Microphone).Select(arrival => arrival.Sequence - before.Sequence));
        Assert.Contains(cleo.TakeRtcp(Bye), bye => bye.Ssrc == departed);
        Assert.Contains(ben.TakeRtcp(Bye), bye => bye.Ssrc != 0);
        Assert.Equal(new RoomNotice.MediaChanged("room", "cleo", 1, 0), LastMediaNotice("cleo"));
        Assert.Null(_network.Relay.StatisticsOf("room", "ben"));
    }

    [Fact]
    public void A_slot_that_has_become_free_carries_the_next_track_under_a_new_source()
    {
        var ann = _network.Join("room", "ann", Microphone);
        var ben = _network.Join("room", "ben");
        ann.SendSound();
        var before = Assert.Single(ben.Take("ann", Microphone)).Ssrc;
        _network.Relay.RemovePeer("room", "ann", _network.Now, _network);
        var cleo = _network.Join("room", "cleo", Microphone);
        ben.Negotiate();

        cleo.SendSound("cleo");

        Assert.Equal(new ReceivedTrack("0", "cleo", Microphone), Assert.Single(ben.Tracks));
        var arrival = Assert.Single(ben.Take("cleo", Microphone));
        Assert.NotEqual(before, arrival.Ssrc);
        Assert.Equal("0"u8.ToArray(), arrival.Extension(ben.MidId));
    }

    [Fact]
    public void A_peer_that_comes_back_with_a_new_connection_keeps_its_seat_and_the_others_hear_no_jump()
    {
        var (ann, ben) = Pair();
        ann.SendPicture(isKeyFrame: true, "before");
        var before = Assert.Single(ben.Take("ann", Camera));
        var notices = _network.Notices.Count;

        ann.Reload();
        ann.SendPicture(isKeyFrame: false, "not yet");
        ann.SendPicture(isKeyFrame: true, "after");

        var after = Assert.Single(ben.Take("ann", Camera));
        Assert.Equal("after", after.Text[2..]);
        Assert.Equal((before.Ssrc, (ushort)(before.Sequence + 1)), (after.Ssrc, after.Sequence));
        Assert.InRange((int)(after.Timestamp - before.Timestamp), 1, 900_000);
        Assert.DoesNotContain(_network.Notices.Skip(notices).OfType<RoomNotice.MediaChanged>(), notice => notice.Peer == "ben");
    }

    [Fact]
    public void A_stack_that_calls_its_session_otherwise_in_each_offer_keeps_its_connection()
    {
        var (ann, ben) = Pair();

        ann.RenameSession();
        ann.Negotiate();
        ann.SendPicture(isKeyFrame: true, "to ben");
        ben.SendPicture(isKeyFrame: true, "to ann");

        Assert.Single(ben.Take("ann", Camera));
        Assert.Single(ann.Take("ben", Camera));
    }

    [Fact]
    public void An_ice_restart_from_another_network_interrupts_nothing()
    {
        var (ann, ben) = Pair();
        ben.SendPicture(isKeyFrame: true, "one");
        ann.SendPicture(isKeyFrame: true, "one");
        var before = Assert.Single(ann.Take("ben", Camera));

        ann.Transport.Address = _network.NextAddress();
        ann.RestartIce();
        _network.Run(10);
        ben.SendPicture(isKeyFrame: false, "two");
        ann.SendPicture(isKeyFrame: false, "two");

        var after = Assert.Single(ann.Take("ben", Camera));
        Assert.Equal((before.Ssrc, (ushort)(before.Sequence + 1)), (after.Ssrc, after.Sequence));
        Assert.Equal(2, ben.Take("ann", Camera).Count);
    }

    [Fact]
    public void A_peer_that_falls_silent_is_lost_and_is_found_again_in_its_seat()
    {
        var (ann, ben) = Pair();
        _network.Remove(ann);
        _network.Run(32_000);
        Assert.Contains(new RoomNotice.PeerLost("room", "ann", "media.consent_expired"), _network.Notices);
        Assert.False(_network.Relay.StatisticsOf("room", "ann")!.IsConnected);

        ann.Transport.SendCheck(_network.Now);
        while (ann.Transport.TryTakeDatagram(out var datagram))
            _network.Relay.Receive(datagram, ann.Transport.Address, _network.Now, _network);
        _network.Run(5);

        Assert.Equal(2, _network.Notices.Count(notice => notice is RoomNotice.PeerConnected { Peer: "ann" }));
        Assert.True(_network.Relay.StatisticsOf("room", "ann")!.IsConnected);
        Assert.NotNull(ben);
    }

    [Fact]
    public void A_closed_page_is_lost_at_once()
    {
        var (ann, _) = Pair();
        ann.Transport.Close(_network.Now);
        _network.Run(2);
        Assert.Contains(new RoomNotice.PeerLost("room", "ann", "media.closed"), _network.Notices);
    }

    [Fact]
    public void Media_from_an_address_that_no_check_has_validated_is_dropped()
    {
        var (ann, ben) = Pair();
        ann.Transport.Address = _network.NextAddress();
        ann.SendSound("from nowhere");
        Assert.Empty(ben.Take("ann", Microphone));
        Assert.Equal(1, _network.Relay.Counters.Dropped(DropReason.UnvalidatedPath));
    }

    [Fact]
    public void Rooms_hear_nothing_of_each_other()
    {
        var ann = _network.Join("one", "ann", Microphone);
        var ben = _network.Join("two", "ben");
        ann.SendSound();
        Assert.Empty(ben.Tracks);
        Assert.Empty(ben.Transport.ReceivedRtp);
    }

    private (FakeBrowser Ann, FakeBrowser Ben) Pair()
    {
        var ann = _network.Join("room", "ann", Microphone, Camera);
        var ben = _network.Join("room", "ben", Microphone, Camera);
        _network.Run(5);
        ann.FollowNotices();
        ben.FollowNotices();
        _network.Run(5);
        return (ann, ben);
    }

    private RoomNotice.MediaChanged LastMediaNotice(string peer) =>
        _network.Notices.OfType<RoomNotice.MediaChanged>().Last(notice => notice.Peer == peer);

    private static object? PictureLoss(byte[] packet) => First(packet).IsPictureLoss ? packet : null;

    private static NackEntry? Nack(byte[] packet) => First(packet) is { NackCount: > 0 } nack ? new(nack.Nack(0).PacketId) : null;

    private static ByeEntry? Bye(byte[] packet) => First(packet) is { ByeCount: > 0 } bye ? new(bye.ByeSsrc(0)) : null;

    private static RtcpPacket First(byte[] packet)
    {
        ReadOnlySpan<byte> rest = packet;
        Assert.True(RtcpPacket.TryTake(ref rest, out var first));
        return first;
    }

    private sealed record NackEntry(ushort PacketId);

    private sealed record ByeEntry(uint Ssrc);
}
