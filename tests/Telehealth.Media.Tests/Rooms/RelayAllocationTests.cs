using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>Not one byte for a packet: what one needs is made with the relay and its peers.</summary>
public sealed class RelayAllocationTests : IDisposable
{
    private const int WarmUp = 2_000;
    private const int Packets = 12_000;
    private const int FeedbackEvery = 50;
    private const byte TransportId = 3;

    private readonly VirtualNetwork network = new();

    public void Dispose() => network.Dispose();

    [Fact]
    public void A_forwarded_packet_allocates_nothing()
    {
        var (ann, _) = Meet(_ => { });
        var pictures = Pictures(ann);
        var sink = new CountingSink();
        var now = network.Now;

        var allocated = AllocatedAfterWarmUp(i =>
        {
            network.Relay.Receive(pictures[i], ann.Transport.Address, now += TimeSpan.FromMicroseconds(500), sink);
            if (i % 8 == 7) network.Relay.EndBurst(now, sink);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2 * Packets, sink.Count);
    }

    [Fact]
    public void A_packet_with_a_transport_wide_number_its_feedback_and_its_retransmission_allocate_nothing()
    {
        var (ann, receivers) = Meet(browser => (browser.TransportId, browser.RtxType) = (TransportId, 97));
        var pictures = Pictures(ann);
        var feedback = receivers.ConvertAll(Feedback);
        var sink = new CountingSink();
        var now = network.Now;

        var allocated = AllocatedAfterWarmUp(i =>
        {
            network.Relay.Receive(pictures[i], ann.Transport.Address, now += TimeSpan.FromMilliseconds(1), sink);
            if (i % FeedbackEvery == FeedbackEvery - 1)
                for (var r = 0; r < receivers.Count; r++)
                    network.Relay.Receive(feedback[r][i / FeedbackEvery], receivers[r].Transport.Address, now, sink);
            network.Relay.EndBurst(now, sink);
            network.Relay.Tick(now, sink);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2 * Packets, network.Relay.Counters.PacketsForwarded - 2);
        Assert.Equal(2 * Packets / FeedbackEvery, network.Relay.Counters.PacketsResent);
        Assert.All(receivers, receiver => Assert.NotNull(network.Relay.StatisticsOf("room", receiver.Peer)!.EstimateBitsPerSecond));
        // Beside the video: feedback to the publisher ten times a second, and reports.
        Assert.True(sink.Count > 2 * Packets + 2 * Packets / FeedbackEvery + 100);
    }

    private static long AllocatedAfterWarmUp(Action<int> relay)
    {
        for (var i = 0; i < WarmUp; i++) relay(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = WarmUp; i < Packets; i++) relay(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // After one frame, so that all that is there once is there.
    private (FakeBrowser Publisher, List<FakeBrowser> Receivers) Meet(Action<FakeBrowser> with)
    {
        var ann = network.Add("room", "ann");
        with(ann);
        ann.Publish(Camera);
        ann.Negotiate();
        List<FakeBrowser> receivers = [network.Add("room", "ben"), network.Add("room", "cleo")];
        foreach (var receiver in receivers)
        {
            with(receiver);
            receiver.Want(0, 1);
            receiver.Negotiate();
        }
        network.RunUntil(() => ann.Transport.IsConnected && receivers.TrueForAll(receiver => receiver.Transport.IsConnected));
        network.Run(20);
        ann.SendPicture(isKeyFrame: true);
        return (ann, receivers);
    }

    private static List<byte[]> Pictures(FakeBrowser publisher)
    {
        var section = publisher.SectionOf(Camera);
        return Datagrams(
            publisher, Packets,
            (packet, _) =>
            {
                var writer = new RtpHeaderWriter(
                    packet, false, true, publisher.Vp8Type, section.Sequence++, section.Timestamp += 90, section.Ssrc);
                var number = publisher.TransportSequence++;
                if (publisher.TransportId != 0)
                    writer.AddExtension(publisher.TransportId, [(byte)(number >> 8), (byte)number]);
                var header = writer.Finish();
                (packet[header], packet[header + 1]) = (0x10, 1);
                publisher.Transport.SendRtp(packet.AsSpan(0, header + 60), header);
            });
    }

    // All came, in time, and one of them is wanted once more.
    private List<byte[]> Feedback(FakeBrowser receiver)
    {
        var first = Assert.Single(receiver.Take("ann", Camera));
        var arrivals = new ArrivalLog();
        var now = network.Now;
        return Datagrams(receiver, Packets / FeedbackEvery, (buffer, round) =>
        {
            for (var i = 0; i < FeedbackEvery; i++) arrivals.Note((ushort)(round * FeedbackEvery + i), now += TimeSpan.FromMilliseconds(1));
            var writer = new RtcpWriter(buffer);
            writer.TryWriteReceiverReport(1, []);
            writer.TryWriteNack(1, first.Ssrc, [(ushort)(first.Sequence + round * FeedbackEvery + 1)]);
            while (arrivals.TryWrite(ref writer, 1, first.Ssrc, now)) { }
            receiver.Transport.SendRtcp(writer.Written);
        });
    }

    private static List<byte[]> Datagrams(FakeBrowser browser, int count, Action<byte[], int> send)
    {
        var datagrams = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            send(new byte[1200], i);
            Assert.True(browser.Transport.TryTakeDatagram(out var datagram));
            datagrams.Add(datagram);
        }
        return datagrams;
    }

    private sealed class CountingSink : IDatagramSink
    {
        public int Count { get; private set; }

        private readonly byte[] _room = new byte[IDatagramSink.DatagramRoom];

        public Span<byte> Rent(NetworkPath to) => _room;

        public void Commit(int length) => Count += length > 0 ? 1 : 0;
    }
}
