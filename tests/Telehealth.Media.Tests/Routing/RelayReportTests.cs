using Telehealth.Media.Routing;
using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Routing.TrackSource;

namespace Telehealth.Media.Tests.Routing;

public sealed class RelayReportTests : IDisposable
{
    private readonly VirtualNetwork _network = new(seed: 5);

    public void Dispose() => _network.Dispose();

    [Fact]
    public void A_publisher_learns_each_second_what_was_lost()
    {
        var ann = _network.Join("room", "ann", Microphone);
        for (var i = 0; i < 100; i++)
        {
            if (i % 4 == 3) ann.SkipNumber(Microphone);
            else ann.SendSound();
            _network.Run(20);
        }

        var reports = ann.TakeRtcp(ReportOn(ann.SectionOf(Microphone).Ssrc));
        Assert.InRange(reports.Count, 1, 3);
        Assert.InRange(reports[^1].Block.FractionLost, 50, 70);
        Assert.InRange(reports[^1].Block.Lost, 20, 25);
        Assert.InRange(reports[^1].Block.Jitter, 0u, 960u);
        Assert.Equal(reports[^1].Block.HighestSequence, (uint)(ushort)reports[^1].Block.HighestSequence);
    }

    [Fact]
    public void Sound_and_picture_keep_the_publishers_clock_through_the_relay()
    {
        var ann = _network.Join("room", "ann", Microphone, Camera);
        var ben = _network.Add("room", "ben");
        ben.Want(1, 1);
        ben.Negotiate();
        _network.RunUntil(() => ben.Transport.IsConnected);
        ann.SendSound();
        ann.SendPicture(isKeyFrame: true);
        var sound = Assert.Single(ben.Take("ann", Microphone));
        var picture = Assert.Single(ben.Take("ann", Camera));
        const ulong ntp = 0x1234_5678_8000_0000;
        // The publisher says: both of these packets were captured at one moment.
        ann.SendFeedback((ref RtcpWriter writer) =>
            writer.TryWriteSenderReport(ann.SectionOf(Microphone).Ssrc, new(ntp, ann.SectionOf(Microphone).Timestamp, 1, 5))
            && writer.TryWriteSenderReport(ann.SectionOf(Camera).Ssrc, new(ntp, ann.SectionOf(Camera).Timestamp, 1, 5)));
        _network.Run(1200);

        var reports = ben.TakeRtcp(SenderReport);
        var ofSound = reports.Last(report => report.Ssrc == sound.Ssrc).Info;
        var ofPicture = reports.Last(report => report.Ssrc == picture.Ssrc).Info;
        var soundAge = (ofSound.Ntp - ntp) / 4294967296.0 - (ofSound.Timestamp - sound.Timestamp) / 48_000.0;
        var pictureAge = (ofPicture.Ntp - ntp) / 4294967296.0 - (ofPicture.Timestamp - picture.Timestamp) / 90_000.0;
        Assert.Equal(0, soundAge, 3);
        Assert.Equal(0, pictureAge, 3);
        Assert.Equal(1u, ofSound.Packets);
    }

    [Fact]
    public void A_receivers_answer_to_a_sender_report_tells_the_round_trip()
    {
        var ann = _network.Join("room", "ann", Microphone);
        var ben = _network.Join("room", "ben");
        ann.SendSound();
        var ssrc = Assert.Single(ben.Take("ann", Microphone)).Ssrc;
        ann.SendFeedback((ref RtcpWriter writer) => writer.TryWriteSenderReport(ann.SectionOf(Microphone).Ssrc, new(1UL << 40, 10_960, 1, 5)));
        _network.RunUntil(() => ben.Transport.ReceivedRtcp.Count > 0 && ben.TakeRtcp(SenderReport).LastOrDefault() is { } && true);
        _network.Run(1000);
        var report = ben.TakeRtcp(SenderReport)[^1];
        var sentAt = _network.Now;
        _network.Run(60);

        // Of the time since, 20 ms were spent in the receiver.
        var block = new ReportBlock(ssrc, 0, 0, 1, 0, (uint)(report.Info.Ntp >> 16), 65536 / 50);
        ben.SendFeedback((ref RtcpWriter writer) => writer.TryWriteReceiverReport(1, [block]));

        var roundTrip = _network.Relay.StatisticsOf("room", "ben")!.RoundTrip;
        Assert.NotNull(roundTrip);
        Assert.InRange(roundTrip.Value.TotalMilliseconds, 40, 1100);
        Assert.True(sentAt < _network.Now);
    }

    private static Func<byte[], Received?> ReportOn(uint ssrc) => packet =>
    {
        ReadOnlySpan<byte> rest = packet;
        RtcpPacket.TryTake(ref rest, out var read);
        for (var i = 0; i < read.ReportCount; i++)
            if (read.Report(i).Ssrc == ssrc)
                return new(read.Report(i));
        return null;
    };

    private static Sent? SenderReport(byte[] packet)
    {
        ReadOnlySpan<byte> rest = packet;
        RtcpPacket.TryTake(ref rest, out var read);
        return read.TryReadSenderInfo(out var info) ? new(read.SenderSsrc, info) : null;
    }

    private sealed record Received(ReportBlock Block);

    private sealed record Sent(uint Ssrc, SenderInfo Info);
}
