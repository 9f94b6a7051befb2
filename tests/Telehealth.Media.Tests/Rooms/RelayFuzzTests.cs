using System.Net;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

public sealed class RelayFuzzTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void No_datagram_from_anywhere_throws_or_disturbs_a_call(int seed)
    {
        using var network = new VirtualNetwork(seed);
        var random = new Random(seed);
        var ann = network.Join("room", "ann", Microphone, Camera);
        var ben = network.Join("room", "ben");
        var samples = Samples(network, ann);
        var stranger = NetworkPath.From(IPAddress.Parse("203.0.113.66"), 6666);

        for (var i = 0; i < 20_000; i++)
        {
            var from = random.Next(2) == 0 ? stranger : ann.Transport.Address;
            network.Relay.Receive(Mutation.Of(samples[random.Next(samples.Count)], random), from, network.Now, network);
            if (i % 100 == 0) network.Run(1);
        }

        ann.SendSound("still here");
        Assert.Equal("still here", ben.Take("ann", Microphone)[^1].Text);
    }

    [Fact]
    public void No_protected_packet_of_a_hostile_peer_throws()
    {
        const int seed = 13;
        using var network = new VirtualNetwork(seed);
        var random = new Random(seed);
        var ann = network.Join("room", "ann", Microphone, Camera);
        var ben = network.Join("room", "ben", Microphone, Camera);
        ann.FollowNotices();
        ben.FollowNotices();
        ben.SendPicture(isKeyFrame: true);
        var slot = ann.SsrcOf(ann.Tracks.Single(track => track.Source == Camera).Mid);
        var feedback = new RtcpWriter(new byte[300]);
        feedback.TryWriteSenderReport(ann.SectionOf(Camera).Ssrc, new(1, 2, 3, 4));
        feedback.TryWriteReceiverReport(1, [new(slot, 1, 2, 3, 4, 5, 6)]);
        feedback.TryWriteNack(1, slot, [1, 2, 3]);
        feedback.TryWritePictureLoss(1, slot);
        var compound = feedback.Written.ToArray();
        var packet = new byte[60];
        var writer = new RtpHeaderWriter(packet, isTwoByte: false, true, ann.Vp8Type, 1, 2, ann.SectionOf(Camera).Ssrc);
        writer.AddExtension(ann.MidId, "1"u8);
        writer.Finish();

        for (var i = 0; i < 5_000; i++)
        {
            var rtcp = Mutation.Of(compound, random);
            if (rtcp.Length >= 8) ann.Transport.SendRtcp(rtcp);
            var rtp = Mutation.Of(packet, random);
            if (rtp.Length >= 12) ann.Transport.SendRtp(rtp);
            network.Run(1);
        }

        ben.SendSound("unmoved");
        Assert.Equal("unmoved", ann.Take("ben", Microphone)[^1].Text);
    }

    [Fact]
    public void Mutated_offers_leave_a_call_as_it_was_or_are_answered()
    {
        const int seed = 14;
        using var network = new VirtualNetwork(seed);
        var random = new Random(seed);
        var ann = network.Join("room", "ann", Microphone);
        var good = System.Text.Encoding.Latin1.GetBytes(ann.Offer());
        network.Relay.Admit("other", "mallory", 0, network.Now);
        for (var i = 0; i < 2_000; i++)
        {
            var text = System.Text.Encoding.Latin1.GetString(Mutation.Of(good, random));
            network.Relay.Negotiate("other", "mallory", text, [], network.Now);
        }
        var ben = network.Join("room", "ben");
        ann.SendSound("fine");
        Assert.Equal("fine", ben.Take("ann", Microphone)[^1].Text);
    }

    private static List<byte[]> Samples(VirtualNetwork network, FakeBrowser browser)
    {
        var samples = new List<byte[]> { new byte[] { 22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4 } };
        browser.Transport.SendCheck(network.Now);
        var packet = new byte[40];
        new RtpHeaderWriter(
            packet, isTwoByte: false, false, browser.OpusType, browser.SectionOf(Microphone).Sequence++, 1,
            browser.SectionOf(Microphone).Ssrc).Finish();
        browser.Transport.SendRtp(packet);
        var report = new RtcpWriter(new byte[100]);
        report.TryWriteReceiverReport(1, [default]);
        browser.Transport.SendRtcp(report.Written);
        while (browser.Transport.TryTakeDatagram(out var datagram)) samples.Add(datagram);
        return samples;
    }
}
