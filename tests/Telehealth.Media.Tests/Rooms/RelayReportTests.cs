using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

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
        _network.Run(1100);

        // The last number of all is never sent, so nobody can miss it.
        var reports = ann.TakeRtcp(ReportOn(ann.SectionOf(Microphone).Ssrc));
        Assert.InRange(reports.Count, 2, 4);
        // The first report comes soon and covers little.
        Assert.InRange(reports[1].Block.FractionLost, 40, 90);
        Assert.Equal(24, reports[^1].Block.Lost);
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
        ann.SendFeedback(
            (ref RtcpWriter writer) => writer.TryWriteSenderReport(ann.SectionOf(Microphone).Ssrc, new(1UL << 40, 10_960, 1, 5)));
        _network.RunUntil(() => ben.Transport.ReceivedRtcp.Any(compound => IsSenderReportIn(compound)));
        var report = Assert.Single(ben.TakeRtcp(SenderReport));
        _network.Run(60);

        // Of the 60 ms since then, the receiver says that it kept the report for 20.
        var block = new ReportBlock(ssrc, 0, 0, 1, 0, (uint)(report.Info.Ntp >> 16), (uint)(65536 * 0.020));
        ben.SendFeedback((ref RtcpWriter writer) => writer.TryWriteReceiverReport(1, [block]));

        var roundTrip = _network.Relay.StatisticsOf("room", "ben")!.RoundTrip;
        Assert.NotNull(roundTrip);
        Assert.Equal(40, roundTrip.Value.TotalMilliseconds, 1.0);
    }

    private static bool IsSenderReportIn(byte[] compound)
    {
        ReadOnlySpan<byte> rest = compound;
        while (RtcpPacket.TryTake(ref rest, out var packet))
            if (packet.Type == RtcpType.SenderReport)
                return true;
        return false;
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
