using System.Buffers.Binary;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>What was lost comes again: video by retransmission (RFC 4588), audio by redundancy (RFC 2198).</summary>
public sealed class RepairTests : IDisposable
{
    private readonly VirtualNetwork network = new(seed: 5);

    public void Dispose() => network.Dispose();

    [Fact]
    public void A_lost_picture_comes_again_under_the_retransmissions_own_numbers()
    {
        var (ann, bob) = Couple(browser => browser.RtxType = 97);
        ann.SendPicture(isKeyFrame: true, "one");
        ann.SendPicture(isKeyFrame: false, "two");
        var sent = bob.Take("ann", Camera);

        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, sent[1].Ssrc, [sent[1].Sequence]));

        var repeated = Assert.Single(bob.Transport.ReceivedRtp.Select(Arrival.Read));
        Assert.NotEqual(sent[1].Ssrc, repeated.Ssrc);
        Assert.Contains($"a=ssrc-group:FID {sent[1].Ssrc} {repeated.Ssrc}", bob.Answer, StringComparison.Ordinal);
        Assert.Equal(97, repeated.PayloadType);
        Assert.Equal(sent[1].Timestamp, repeated.Timestamp);
        Assert.Equal(sent[1].Sequence, BinaryPrimitives.ReadUInt16BigEndian(repeated.Payload));
        Assert.Equal(sent[1].Payload, repeated.Payload[2..]);
    }

    [Fact]
    public void What_comes_again_names_its_section_also_where_the_packet_itself_no_longer_did()
    {
        var (ann, bob) = Couple(browser => browser.RtxType = 97);
        ann.SendPicture(isKeyFrame: true, "one");
        var first = Assert.Single(bob.Take("ann", Camera));
        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteReceiverReport(2, [new(first.Ssrc, 0, 0, first.Sequence, 0, 0, 0)]));
        ann.SendPicture(isKeyFrame: false, "two");
        var sent = Assert.Single(bob.Take("ann", Camera));

        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, sent.Ssrc, [sent.Sequence]));

        var repeated = Assert.Single(bob.Transport.ReceivedRtp.Select(Arrival.Read));
        Assert.Null(sent.Extension(bob.MidId));
        Assert.Equal(first.Extension(bob.MidId), repeated.Extension(bob.MidId));
    }

    [Fact]
    public void Without_an_agreed_retransmission_the_same_packet_comes_again_to_the_bit()
    {
        var (ann, bob) = Couple(browser => browser.TransportId = 3);
        ann.SendPicture(isKeyFrame: true, "one");
        var sent = Assert.Single(bob.Take("ann", Camera));

        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, sent.Ssrc, [sent.Sequence]));

        // The receiver's replay window drops it as the copy that it is; on the wire it was the same.
        Assert.Empty(bob.Transport.ReceivedRtp);
        Assert.Equal(1, network.Relay.Counters.PacketsResent);
    }

    [Fact]
    public void To_a_peer_that_judges_the_delay_itself_each_packet_names_its_time_and_a_repetition_the_first_ones()
    {
        var (ann, bob) = Couple(browser => browser.SendTimeId = 2);
        List<byte[]> wire = [];
        network.Loses = (to, datagram) =>
        {
            if (to == bob.Transport.Address && datagram[0] >> 6 == 2 && (datagram[1] & 0x7f) == bob.Vp8Type) wire.Add(datagram);
            return false;
        };
        ann.SendPicture(isKeyFrame: true, "one");
        network.Run(500);
        ann.SendPicture(isKeyFrame: false, "two");
        var sent = bob.Take("ann", Camera);
        network.Run(200);

        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, sent[0].Ssrc, [sent[0].Sequence]));

        // 24 bits with 18 behind the point, by milliseconds.
        var times = sent.Select(arrival => BinaryPrimitives.ReadUInt16BigEndian(arrival.Extension(bob.SendTimeId)) / 1024.0).ToList();
        Assert.Equal(0.5, times[1] - times[0], 0.05);
        Assert.Equal(3, wire.Count);
        Assert.Equal(wire[0], wire[2]);
        Assert.NotEqual(wire[0], wire[1]);
    }

    [Fact]
    public void A_retransmission_under_its_own_number_names_its_own_time()
    {
        var (ann, bob) = Couple(browser => (browser.SendTimeId, browser.RtxType) = (2, 97));
        ann.SendPicture(isKeyFrame: true, "one");
        var sent = Assert.Single(bob.Take("ann", Camera));
        network.Run(500);

        bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, sent.Ssrc, [sent.Sequence]));

        var repeated = Assert.Single(bob.Transport.ReceivedRtp.Select(Arrival.Read));
        var times = new[] { sent, repeated }
            .Select(arrival => BinaryPrimitives.ReadUInt16BigEndian(arrival.Extension(bob.SendTimeId)) / 1024.0)
            .ToList();
        Assert.Equal(0.5, times[1] - times[0], 0.05);
    }

    [Fact]
    public void A_hole_that_the_publisher_mends_by_retransmission_closes_for_the_receivers()
    {
        var (ann, bob) = Couple(browser => browser.RtxType = 97);
        var section = ann.SectionOf(Camera);
        ann.SendPicture(isKeyFrame: true, "one");
        var lost = section.Sequence++;
        ann.SendPicture(isKeyFrame: false, "three");
        network.Run(30);
        Assert.Contains(lost, ann.TakeRtcp(Nacked).SelectMany(numbers => numbers));

        byte[] repeated = [(byte)(lost >> 8), (byte)lost, 0x10, 1, .. "two"u8];
        ann.Send(section, 3001, ann.RtxType, true, 500, section.Timestamp - 3000, repeated, -1, null);
        ann.Send(section, 3001, ann.RtxType, true, 501, section.Timestamp - 3000, repeated, -1, null);

        var arrived = bob.Take("ann", Camera).OrderBy(arrival => arrival.Sequence).ToList();
        Assert.Equal(["one", "two", "three"], arrived.Select(arrival => arrival.Text[2..]));
        Assert.Equal(1, network.Relay.Counters.Dropped(DropReason.Duplicate));
    }

    [Fact]
    public void Broken_retransmissions_are_counted_and_change_nothing()
    {
        var (ann, bob) = Couple(browser => browser.RtxType = 97);
        ann.SendPicture(isKeyFrame: true, "one");
        var section = ann.SectionOf(Camera);

        ann.Send(section, 3001, ann.RtxType, true, 500, 1, [7], -1, null);

        Assert.Equal(1, network.Relay.Counters.Dropped(DropReason.MalformedRepair));
        Assert.Single(bob.Take("ann", Camera));
    }

    [Fact]
    public void Sound_takes_older_sound_along_once_the_listener_loses_packets()
    {
        var (ann, bob) = Couple(browser => browser.RedType = 63);
        ann.SendSound("one");
        var plain = Assert.Single(bob.Take("ann", Microphone));
        Assert.Equal(bob.OpusType, plain.PayloadType);

        for (var i = 0; i < 4; i++) Report(bob, plain, fractionLost: 50);
        ann.SendSound("two");
        ann.SendSound("three");

        var arrived = bob.Take("ann", Microphone);
        Assert.All(arrived, arrival => Assert.Equal(63, arrival.PayloadType));
        Assert.True(RedundantAudio.TryReadPrimary(arrived[1].Payload, out var type, out var primary));
        Assert.Equal(bob.OpusType, type);
        Assert.Equal("three"u8, primary);
        Assert.True(RedundantAudio.TryReadBlock(arrived[1].Payload, 1, out var older));
        Assert.Equal("two"u8, older.Data);

        for (var i = 0; i < 20; i++) Report(bob, plain, fractionLost: 0);
        ann.SendSound("four");
        Assert.Equal(bob.OpusType, Assert.Single(bob.Take("ann", Microphone)).PayloadType);
    }

    [Fact]
    public void Sound_goes_out_once_where_the_line_does_not_carry_it_three_times()
    {
        var (ann, bob) = Couple(browser => (browser.RedType, browser.RtxType, browser.TransportId) = (63, 97, 3));
        ann.SendSound("one");
        var plain = Assert.Single(bob.Take("ann", Microphone));

        Assert.All(TypesAfterLossOn(200_000), type => Assert.Equal(bob.OpusType, type));
        Assert.All(TypesAfterLossOn(1_000_000), type => Assert.Equal(63, type));

        // Two seconds of audio of 100 kbit/s; what came of the last tenth of a second.
        IEnumerable<int> TypesAfterLossOn(long bitsPerSecond)
        {
            for (var i = 0; i < 100; i++)
            {
                if (i % 25 == 0)
                {
                    bob.SendFeedback((ref RtcpWriter writer) => writer.TryWriteRemb(1, bitsPerSecond, [plain.Ssrc]));
                    Report(bob, plain, fractionLost: 15);
                }
                ann.SendSound(new string('a', 250));
                network.Run(20);
                if (i < 95) bob.Take("ann", Microphone);
            }
            var types = bob.Take("ann", Microphone).Select(arrival => (int)arrival.PayloadType).ToList();
            Assert.Equal(5, types.Count);
            return types;
        }
    }

    [Fact]
    public void Redundant_sound_of_a_publisher_mends_what_was_lost_and_reaches_listeners_as_plain_sound()
    {
        var (ann, bob) = Couple(browser => browser.RedType = 63);
        var section = ann.SectionOf(Microphone);
        ann.SendSound("one");
        section.Sequence++;
        section.Timestamp += 960;
        var payload = new byte[100];
        var length = RedundantAudio.Write(
            "three"u8, ann.OpusType, section.Timestamp + 960, "two"u8, section.Timestamp, "one"u8, section.Timestamp - 960, payload);
        ann.Send(section, ann.RedType, false, section.Timestamp += 960, payload[..length], -1);

        var arrived = bob.Take("ann", Microphone).OrderBy(arrival => arrival.Sequence).ToList();

        Assert.Equal(["one", "two", "three"], arrived.Select(arrival => arrival.Text));
        Assert.Equal([960u, 960u], arrived.Skip(1).Zip(arrived, (next, one) => next.Timestamp - one.Timestamp));
    }

    [Fact]
    public void A_publisher_hears_when_each_of_its_packets_came()
    {
        var (ann, _) = Couple(browser => browser.TransportId = 3);
        var first = ann.TransportSequence;
        for (var i = 0; i < 5; i++) ann.SendPicture(isKeyFrame: i == 0);
        ann.TransportSequence++;
        ann.SendPicture(isKeyFrame: false);
        network.Run(120);

        var told = ann.TakeRtcp(packet =>
        {
            ReadOnlySpan<byte> rest = packet;
            return RtcpPacket.TryTake(ref rest, out var read) && read.IsTransportWide ? packet : null;
        });

        // Base number and count (draft 01 section 3.1): six came and one did not.
        var feedback = Assert.Single(told);
        Assert.Equal(first, BinaryPrimitives.ReadUInt16BigEndian(feedback.AsSpan(12)));
        Assert.Equal(7, BinaryPrimitives.ReadUInt16BigEndian(feedback.AsSpan(14)));
    }

    [Fact]
    public void Packets_to_a_peer_carry_its_transports_numbers_across_all_slots_without_a_gap()
    {
        var (ann, bob) = Couple(browser => browser.TransportId = 3);
        ann.SendSound();
        ann.SendPicture(isKeyFrame: true);
        ann.SendSound();

        var numbers = bob
            .Transport.ReceivedRtp.Select(packet => BinaryPrimitives.ReadUInt16BigEndian(Arrival.Read(packet).Extension(3)))
            .ToList();

        Assert.Equal([(ushort)0, (ushort)1, (ushort)2], numbers);
    }

    private (FakeBrowser Ann, FakeBrowser Bob) Couple(Action<FakeBrowser> with)
    {
        var ann = network.Add("room", "ann");
        with(ann);
        ann.Publish(Microphone);
        ann.Publish(Camera);
        ann.Negotiate();
        var bob = network.Add("room", "bob");
        with(bob);
        bob.Want(1, 1);
        bob.Negotiate();
        network.RunUntil(() => ann.Transport.IsConnected && bob.Transport.IsConnected);
        network.Run(20);
        return (ann, bob);
    }

    private static void Report(FakeBrowser browser, Arrival of, byte fractionLost) =>
        browser.SendFeedback(
            (ref RtcpWriter writer) => writer.TryWriteReceiverReport(2, [new(of.Ssrc, fractionLost, 0, of.Sequence, 0, 0, 0)]));

    private static ushort[]? Nacked(byte[] packet)
    {
        ReadOnlySpan<byte> rest = packet;
        if (!RtcpPacket.TryTake(ref rest, out var read) || read.NackCount == 0) return null;
        return [.. Enumerable.Range(0, read.NackCount).Select(index => First(packet, index))];
    }

    private static ushort First(byte[] packet, int index) => BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(12 + index * 4));
}
