using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;
using Telehealth.Testing.Media;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>A camera in several sizes: who gets which, and that the numbers of what goes out never jump.</summary>
public sealed class SimulcastTests : IDisposable
{
    private const TrackSource Camera = TrackSource.Camera;
    private readonly VirtualNetwork network = new(seed: 11);
    private readonly FakeLayer low = new("q", 1001, 5_000, 111);
    private readonly FakeLayer high = new("f", 1002, 40_000, 2_000_000_000);
    private int lowPicture = 100;
    private int highPicture = 9_000;

    public void Dispose() => network.Dispose();

    [Fact]
    public void The_answer_takes_the_layers_in_the_offers_order()
    {
        var (publisher, _) = PublisherAndWatcher();

        Assert.Contains("a=simulcast:recv q;f\r\n", publisher.Answer, StringComparison.Ordinal);
        Assert.Contains("a=rid:q recv", publisher.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_two_layers_the_watcher_gets_the_higher_from_its_key_frame_on_in_one_line_of_numbers()
    {
        var (publisher, watcher) = PublisherAndWatcher();
        SendLow(publisher, isKeyFrame: true);
        SendLow(publisher, isKeyFrame: false);
        SendHigh(publisher, isKeyFrame: false);
        SendLow(publisher, isKeyFrame: false);
        SendHigh(publisher, isKeyFrame: true);
        SendLow(publisher, isKeyFrame: false);
        SendHigh(publisher, isKeyFrame: false);

        var arrived = watcher.Take("ann", Camera);

        Assert.Equal(["low", "low", "low", "high", "high"], arrived.Select(Word));
        AssertUnbroken(arrived);
    }

    [Fact]
    public void A_small_tile_gets_the_layer_that_is_high_enough_for_it_and_a_hidden_one_nothing()
    {
        var (publisher, watcher) = PublisherAndWatcher();
        SendBoth(publisher, isKeyFrame: true);
        watcher.Take("ann", Camera);

        Assert.True(network.Relay.Subscribe("room", "bob", [new("ann", Camera, 180)], network.Now));
        network.Run(50);
        SendBoth(publisher, isKeyFrame: true);
        SendBoth(publisher, isKeyFrame: false);
        Assert.Equal(["low", "low"], watcher.Take("ann", Camera).Select(Word));

        network.Relay.Subscribe("room", "bob", [], network.Now);
        network.Run(50);
        SendBoth(publisher, isKeyFrame: true);
        Assert.Empty(watcher.Take("ann", Camera));

        network.Relay.Subscribe("room", "bob", null, network.Now);
        network.Run(50);
        SendBoth(publisher, isKeyFrame: true);
        var back = watcher.Take("ann", Camera);
        Assert.Equal("high", Word(back[^1]));
        AssertUnbroken(back);
    }

    [Fact]
    public void A_publisher_is_told_how_many_layers_anybody_wants()
    {
        var (publisher, _) = PublisherAndWatcher();
        SendBoth(publisher, isKeyFrame: true);

        network.Relay.Subscribe("room", "bob", [new("ann", Camera, 180)], network.Now);
        KeepSending(publisher, seconds: 7);
        Assert.Equal(1, Last().Layers);

        network.Relay.Subscribe("room", "bob", [], network.Now);
        KeepSending(publisher, seconds: 7);
        Assert.Equal(0, Last().Layers);

        network.Relay.Subscribe("room", "bob", null, network.Now);
        network.Run(300);
        Assert.Equal(2, Last().Layers);

        RoomNotice.TargetLayers Last() => network.Notices.OfType<RoomNotice.TargetLayers>().Last(notice => notice.Peer == "ann");
    }

    [Fact]
    public void While_a_watchers_link_carries_the_lowest_layer_only_the_publisher_goes_on_with_the_next_so_that_it_can_be_risen_to()
    {
        var (publisher, watcher) = PublisherAndWatcher(watcherTransportId: 5);
        var arrivals = new ArrivalLog();
        for (var second = 0; second < 9; second++)
        {
            arrivals.Note((ushort)second, network.Now);
            watcher.SendFeedback(
                (ref RtcpWriter writer) => arrivals.TryWrite(ref writer, 1, 1, network.Now) && writer.TryWriteRemb(1, 80_000, [1]));
            KeepSending(publisher, seconds: 1, highBytes: 1_100);
        }

        Assert.Equal("low", Word(watcher.Take("ann", Camera)[^1]));
        Assert.DoesNotContain(network.Notices.OfType<RoomNotice.TargetLayers>(), notice => notice.Layers < 2);
    }

    [Theory]
    [InlineData(300_000, "low")]
    [InlineData(3_000_000, "high")]
    [InlineData(0, "high")]
    public void A_watcher_that_tells_nothing_but_what_it_can_take_gets_what_fits_into_that(int asksFor, string layer)
    {
        var (publisher, watcher) = PublisherAndWatcher();
        for (var second = 0; second < 4; second++)
        {
            if (asksFor > 0) watcher.SendFeedback((ref RtcpWriter writer) => writer.TryWriteRemb(1, asksFor, [1]));
            watcher.Take("ann", Camera);
            KeepSending(publisher, seconds: 1, highBytes: 1_100, highPictures: 5);
        }

        Assert.All(watcher.Take("ann", Camera), arrival => Assert.Equal(layer, Word(arrival).TrimEnd()));
        Assert.Equal(asksFor > 0 ? asksFor : null, network.Relay.StatisticsOf("room", "bob")!.EstimateBitsPerSecond);
    }

    [Fact]
    public void A_layer_that_stops_is_replaced_by_the_one_that_still_comes()
    {
        var (publisher, watcher) = PublisherAndWatcher();
        SendBoth(publisher, isKeyFrame: true);
        for (var i = 0; i < 20; i++)
        {
            network.Run(100);
            SendLow(publisher, isKeyFrame: i == 18);
        }

        var arrived = watcher.Take("ann", Camera);

        Assert.Equal("low", Word(arrived[^1]));
        AssertUnbroken(arrived);
    }

    [Fact]
    public void Retransmissions_of_a_layer_are_told_apart_by_the_layers_name()
    {
        var (publisher, watcher) = PublisherAndWatcher();
        SendLow(publisher, isKeyFrame: true);
        var lost = low.Sequence++;
        SendLow(publisher, isKeyFrame: false);
        var section = publisher.SectionOf(Camera);
        byte[] repeated = [(byte)(lost >> 8), (byte)lost, .. Payload(isKeyFrame: false, lowPicture, "mended")];
        publisher.Send(section, 3001, publisher.RtxType, true, 77, low.Timestamp, repeated, -1, (publisher.RepairedRidId, "q"));

        var arrived = watcher.Take("ann", Camera);

        Assert.Equal(["low", "low", "mended"], arrived.Select(Word));
        Assert.Equal(arrived[0].Sequence + 1, arrived[2].Sequence);
        Assert.Equal(arrived[0].Sequence + 2, arrived[1].Sequence);
        Assert.Equal(1, network.Relay.StatisticsOf("room", "ann")!.Published[0].Repaired);
    }

    [Fact]
    public void Another_names_source_does_not_take_a_layer_and_an_unknown_name_is_ignored()
    {
        var (publisher, watcher) = PublisherAndWatcher();
        SendLow(publisher, isKeyFrame: true);
        var dropped = network.Relay.Counters.Dropped(DropReason.UnknownSource);

        publisher.SendLayer(new FakeLayer("x", 4001, 1, 1), Payload(isKeyFrame: true, 1, "alien"));

        Assert.Equal(dropped + 1, network.Relay.Counters.Dropped(DropReason.UnknownSource));
        Assert.Equal(["low"], watcher.Take("ann", Camera).Select(Word));
    }

    private (FakeBrowser Publisher, FakeBrowser Watcher) PublisherAndWatcher(byte watcherTransportId = 0)
    {
        var publisher = network.Add("room", "ann");
        publisher.Rids = ["q", "f"];
        publisher.RtxType = 97;
        publisher.Publish(Camera);
        publisher.Negotiate();
        var watcher = network.Add("room", "bob");
        watcher.TransportId = watcherTransportId;
        watcher.Want(0, 1);
        watcher.Negotiate();
        network.RunUntil(() => publisher.Transport.IsConnected && watcher.Transport.IsConnected);
        network.Run(20);
        return (publisher, watcher);
    }

    private void KeepSending(FakeBrowser publisher, int seconds, int highBytes = 0, int highPictures = 1)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            network.Run(100);
            SendLow(publisher, isKeyFrame: i % 10 == 0);
            for (var picture = 0; picture < highPictures; picture++)
                SendHigh(publisher, isKeyFrame: i % 10 == 0 && picture == 0, highBytes);
        }
    }

    private void SendBoth(FakeBrowser publisher, bool isKeyFrame)
    {
        SendLow(publisher, isKeyFrame);
        SendHigh(publisher, isKeyFrame);
    }

    private void SendLow(FakeBrowser publisher, bool isKeyFrame)
    {
        low.Timestamp += 3000;
        publisher.SendLayer(low, Payload(isKeyFrame, ++lowPicture, "low", height: 180));
    }

    private void SendHigh(FakeBrowser publisher, bool isKeyFrame, int bytes = 0)
    {
        high.Timestamp += 3000;
        publisher.SendLayer(high, Payload(isKeyFrame, ++highPicture, "high".PadRight(bytes), height: 720));
    }

    // Descriptor with a 15-bit picture id and a TL0 index (RFC 7741 section
    // 4.2), then the frame's head with its size (RFC 6386 section 9.1).
    private static byte[] Payload(bool isKeyFrame, int picture, string word, int height = 360) =>
        [0x90, 0xC0, (byte)(0x80 | (picture >> 8)), (byte)picture, (byte)picture, (byte)(isKeyFrame ? 0 : 1), 0, 0, 0x9D, 0x01, 0x2A, 0, 1,
            (byte)height, (byte)(height >> 8), .. System.Text.Encoding.ASCII.GetBytes(word)];

    private static string Word(Arrival arrival) => arrival.Text[15..];

    private static void AssertUnbroken(List<Arrival> arrived)
    {
        for (var i = 1; i < arrived.Count; i++)
        {
            Assert.Equal((ushort)(arrived[i - 1].Sequence + 1), arrived[i].Sequence);
            Assert.True((int)(arrived[i].Timestamp - arrived[i - 1].Timestamp) is > 0 and < 300_000);
            var (before, after) = (PayloadInfo.Read(MediaCodec.Vp8, arrived[i - 1].Payload),
                PayloadInfo.Read(MediaCodec.Vp8, arrived[i].Payload));
            Assert.Equal((before.PictureId + 1) & 0x7FFF, after.PictureId);
            Assert.Equal((byte)(before.Tl0PictureIndex + 1), after.Tl0PictureIndex);
        }
    }
}
