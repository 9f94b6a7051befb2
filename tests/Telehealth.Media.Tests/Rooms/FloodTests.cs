using System.Buffers.Binary;
using Telehealth.Media.Peers;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Stun;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>
/// A peer with keys that asks for as much work as it can. What is done for it is bounded by what is counted, and another room gets
/// every packet meanwhile.
/// </summary>
public sealed class FloodTests : IDisposable
{
    private const int Seconds = 2;
    private const int Slices = 1 + (int)(Seconds / 0.25);
    private const byte TransportId = 3;

    private readonly VirtualNetwork network = new(seed: 17);
    private readonly FakeBrowser ann;
    private readonly FakeBrowser ben;
    private readonly FakeBrowser mallory;
    private readonly FakeBrowser accomplice;

    public FloodTests()
    {
        ann = network.Join("ward", "ann", Microphone);
        ben = network.Join("ward", "ben");
        mallory = network.Add("den", "mallory");
        accomplice = network.Add("den", "accomplice");
        foreach (var peer in new[] { mallory, accomplice })
        {
            (peer.TransportId, peer.RtxType) = (TransportId, 97);
            peer.Publish(Camera);
            peer.Want(0, 1);
            peer.Negotiate();
        }
        mallory.Negotiate();
        network.RunUntil(() => mallory.Transport.IsConnected && accomplice.Transport.IsConnected);
        network.Run(20);
        accomplice.SendPicture(isKeyFrame: true);
    }

    public void Dispose() => network.Dispose();

    [Fact]
    public void Feedback_that_tells_of_the_same_window_again_and_again_is_read_within_a_budget()
    {
        for (var i = 0; i < 2_100; i++)
        {
            accomplice.SendPicture(isKeyFrame: false);
            if (i % 3 == 0) network.Run(1);
        }
        var before = Counters.StatusesRead;
        // As many as fit into a datagram, each of 2,048 packets that did not come.
        var compound = Repeat(58, Feedback(first: 0, count: 2_048));

        Flood(() => mallory.Transport.SendRtcp(compound));

        Assert.InRange(Counters.StatusesRead - before, 1, Slices * WorkBudget.Statuses);
        Assert.True(Counters.Dropped(DropReason.StatusBudget) > 1_000);
    }

    [Fact]
    public void Feedback_about_packets_that_were_not_sent_is_not_read()
    {
        var compound = Repeat(58, Feedback(first: 20_000, count: 2_048));

        Flood(() => mallory.Transport.SendRtcp(compound));

        Assert.Equal(0, Counters.StatusesRead);
        Assert.True(Counters.Dropped(DropReason.FeedbackUnsent) > 0);
    }

    [Fact]
    public void Packets_that_are_wanted_again_are_looked_for_within_a_budget()
    {
        var slot = mallory.SsrcOf(mallory.Tracks.Single(track => track.Source == Camera).Mid);
        var compound = new byte[1_400];
        WriteHead(compound, 0x81, RtcpType.TransportFeedback, 1_400);
        BinaryPrimitives.WriteUInt32BigEndian(compound.AsSpan(8), slot);
        compound.AsSpan(12).Fill(0xFF);

        Flood(() => mallory.Transport.SendRtcp(compound));

        Assert.InRange(Counters.RepeatsSought, 1, Slices * WorkBudget.Repeats);
        Assert.True(Counters.Dropped(DropReason.RepeatBudget) > 0);
    }

    [Fact]
    public void Key_frames_are_asked_for_within_a_budget()
    {
        var slot = mallory.SsrcOf(mallory.Tracks.Single(track => track.Source == Camera).Mid);
        var one = new byte[12];
        WriteHead(one, 0x81, RtcpType.PayloadFeedback, 12);
        BinaryPrimitives.WriteUInt32BigEndian(one.AsSpan(8), slot);
        var compound = Repeat(100, one);
        var before = Counters.KeyFramesRequested;

        Flood(() => mallory.Transport.SendRtcp(compound));

        Assert.True(Counters.Dropped(DropReason.KeyFrameBudget) > 1_000);
        Assert.InRange(Counters.KeyFramesRequested - before, 0, Slices);
    }

    [Fact]
    public void Media_and_RTCP_are_taken_within_a_budget()
    {
        var before = Counters.PacketsReceived;
        var report = Repeat(100, Empty());

        Flood(() =>
        {
            for (var i = 0; i < 10; i++) SendPicture();
            mallory.Transport.SendRtcp(report);
        });

        Assert.InRange(Counters.PacketsReceived - before, 1, Slices * WorkBudget.Packets + Seconds * 1000);
        Assert.True(Counters.Dropped(DropReason.PacketBudget) > 1_000);
        Assert.True(Counters.Dropped(DropReason.FeedbackBudget) > 100);
    }

    [Fact]
    public void Checks_and_handshake_records_are_taken_within_a_budget()
    {
        var answered = mallory.Transport.AnsweredChecks;
        byte[] record = [22, 254, 253, 0, 1, 0, 0, 0, 0, 0, 9, 0, 1, 0];

        Flood(() =>
        {
            for (var i = 0; i < 5; i++) mallory.Transport.SendCheck(network.Now);
            mallory.Transport.SendRaw(Repeat(100, record));
        });

        Assert.InRange(mallory.Transport.AnsweredChecks - answered, 1, Slices * WorkBudget.Checks);
        Assert.True(Counters.Dropped(DropReason.CheckBudget) > 1_000);
        Assert.True(Counters.Dropped(DropReason.RecordBudget) > 1_000);
    }

    [Fact]
    public void A_publisher_that_numbers_its_packets_in_no_order_is_not_told_of_each_by_itself()
    {
        var told = 0;
        network.Loses = (to, datagram) =>
            to == mallory.Transport.Address && DatagramKind.Classify(datagram) == DatagramKind.Rtcp && ++told < 0;
        // Each second one backwards: no two that follow each other can be told together.
        var number = 30_000;

        Flood(() =>
        {
            for (var i = 0; i < 2; i++)
            {
                mallory.TransportSequence = (ushort)(number -= 2);
                SendPicture();
            }
        });

        Assert.InRange(told, 1, Seconds * 20 * 16 + Seconds * 60);
        Assert.True(Counters.Dropped(DropReason.ArrivalBudget) > 0);
    }

    private MediaCounters Counters => network.Relay.Counters;

    // Each millisecond once, beside a talk in another room.
    private void Flood(Action attack)
    {
        var said = new List<string>();
        for (var ms = 0; ms < Seconds * 1_000; ms++)
        {
            attack();
            if (ms % 20 == 0)
            {
                said.Add($"word {ms}");
                ann.SendSound(said[^1]);
            }
            network.Run(1);
        }
        Assert.Equal(said, ben.Take("ann", Microphone).Select(arrival => arrival.Text));
        Assert.Equal(0, Counters.Faults);
    }

    private void SendPicture()
    {
        var section = mallory.SectionOf(Camera);
        var packet = new byte[100];
        var writer = new RtpHeaderWriter(
            packet, isTwoByte: false, true, mallory.Vp8Type, section.Sequence++, section.Timestamp += 90, section.Ssrc);
        writer.AddExtension(TransportId, [(byte)(mallory.TransportSequence >> 8), (byte)mallory.TransportSequence++]);
        mallory.Transport.SendRtp(packet, writer.Finish());
    }

    private static byte[] Repeat(int times, byte[] part) => [.. Enumerable.Repeat(part, times).SelectMany(bytes => bytes)];

    private static byte[] Empty()
    {
        var report = new byte[8];
        WriteHead(report, 0x80, RtcpType.ReceiverReport, 8);
        return report;
    }

    private static byte[] Feedback(ushort first, ushort count)
    {
        var packet = new byte[24];
        WriteHead(packet, 0x8F, RtcpType.TransportFeedback, 24);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), first);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), count);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), count);
        return packet;
    }

    private static void WriteHead(byte[] packet, byte first, RtcpType type, int length)
    {
        (packet[0], packet[1]) = (first, (byte)type);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(length / 4 - 1));
        packet[7] = 1;
    }
}
