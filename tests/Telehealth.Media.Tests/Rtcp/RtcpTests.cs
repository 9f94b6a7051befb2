using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Tests.Rtcp;

public sealed class RtcpTests
{
    [Fact]
    public void A_receiver_report_has_the_layout_of_the_rfc()
    {
        var writer = new RtcpWriter(new byte[100]);
        Assert.True(writer.TryWriteReceiverReport(0x01020304, [new(0x0A0B0C0D, 64, -2, 0x00010005, 7, 0x11223344, 65536)]));

        Assert.Equal(
            "81C9000701020304" + "0A0B0C0D" + "40FFFFFE" + "00010005" + "00000007" + "11223344" + "00010000",
            Convert.ToHexString(writer.Written));
        var report = Take(writer.Written).Report(0);
        Assert.Equal(new ReportBlock(0x0A0B0C0D, 64, -2, 0x00010005, 7, 0x11223344, 65536), report);
    }

    [Fact]
    public void A_sender_report_has_the_layout_of_the_rfc()
    {
        var writer = new RtcpWriter(new byte[100]);
        writer.TryWriteSenderReport(0x01020304, new(0x1122334455667788, 9, 10, 11));
        Assert.Equal("80C8000601020304" + "1122334455667788" + "00000009" + "0000000A" + "0000000B", Convert.ToHexString(writer.Written));
        Assert.True(Take(writer.Written).TryReadSenderInfo(out var info));
        Assert.Equal(new SenderInfo(0x1122334455667788, 9, 10, 11), info);
    }

    [Theory]
    [InlineData("a", "81CA0002" + "00000005" + "01016100")]
    [InlineData("ab", "81CA0003" + "00000005" + "01026162" + "00000000")]
    public void A_source_description_ends_with_one_to_four_zeros(string name, string hex)
    {
        var writer = new RtcpWriter(new byte[100]);
        writer.TryWriteSourceDescription(5, name);
        Assert.Equal(hex, Convert.ToHexString(writer.Written));
        Assert.Equal(name, Take(writer.Written).CanonicalName());
    }

    [Fact]
    public void Lost_neighbours_share_an_entry()
    {
        var writer = new RtcpWriter(new byte[100]);
        writer.TryWriteNack(1, 2, [65_535, 0, 15, 16, 40]);
        Assert.Equal("81CD0005" + "00000001" + "00000002" + "FFFF8001" + "00100000" + "00280000", Convert.ToHexString(writer.Written));
        var nack = Take(writer.Written);
        Assert.Equal(3, nack.NackCount);
        Assert.Equal((65_535, 0x8001), nack.Nack(0));
    }

    [Fact]
    public void A_compound_is_taken_apart_and_what_is_broken_ends_it()
    {
        var writer = new RtcpWriter(new byte[100]);
        writer.TryWriteReceiverReport(1, []);
        writer.TryWritePictureLoss(1, 77);
        writer.TryWriteFullIntra(1, 78, 4);
        writer.TryWriteBye(79);
        byte[] compound = [.. writer.Written, 0x80, 200, 0xFF, 0xFF, 0, 0, 0, 0];
        ReadOnlySpan<byte> rest = compound;

        Assert.True(RtcpPacket.TryTake(ref rest, out var report));
        Assert.Equal(0, report.ReportCount);
        Assert.True(RtcpPacket.TryTake(ref rest, out var loss));
        Assert.True(loss.IsPictureLoss);
        Assert.Equal(77u, loss.MediaSsrc);
        Assert.True(RtcpPacket.TryTake(ref rest, out var intra));
        Assert.Equal(78u, intra.FullIntraSsrc(0));
        Assert.True(RtcpPacket.TryTake(ref rest, out var bye));
        Assert.Equal(79u, bye.ByeSsrc(0));
        Assert.False(RtcpPacket.TryTake(ref rest, out _));
        Assert.Equal(8, rest.Length);
    }

    [Fact]
    public void What_does_not_fit_is_not_written()
    {
        var writer = new RtcpWriter(new byte[20]);
        Assert.True(writer.TryWriteReceiverReport(1, []));
        Assert.False(writer.TryWriteSenderReport(1, default));
        Assert.Equal(8, writer.Length);
    }

    [Fact]
    public void No_mutation_of_a_compound_throws()
    {
        const int seed = 4;
        var random = new Random(seed);
        var writer = new RtcpWriter(new byte[300]);
        writer.TryWriteSenderReport(1, new(2, 3, 4, 5));
        writer.TryWriteReceiverReport(1, [default, default]);
        writer.TryWriteSourceDescription(1, "someone");
        writer.TryWriteNack(1, 2, [3, 4, 50]);
        writer.TryWriteFullIntra(1, 2, 3);
        writer.TryWriteBye(1);
        var good = writer.Written.ToArray();
        for (var i = 0; i < 50_000; i++)
        {
            ReadOnlySpan<byte> rest = Mutation.Of(good, random);
            while (RtcpPacket.TryTake(ref rest, out var packet)) ReadAll(packet);
        }
    }

    private static void ReadAll(RtcpPacket packet)
    {
        packet.TryReadSenderInfo(out _);
        packet.CanonicalName();
        _ = packet.MediaSsrc;
        for (var i = 0; i < packet.ReportCount; i++) packet.Report(i);
        for (var i = 0; i < packet.NackCount; i++) packet.Nack(i);
        for (var i = 0; i < packet.FullIntraCount; i++) packet.FullIntraSsrc(i);
        for (var i = 0; i < packet.ByeCount; i++) packet.ByeSsrc(i);
    }

    private static RtcpPacket Take(ReadOnlySpan<byte> bytes)
    {
        Assert.True(RtcpPacket.TryTake(ref bytes, out var packet));
        return packet;
    }
}
