using System.Text;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Rtp;

public sealed class RtpHeaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_again(bool isTwoByte)
    {
        var packet = new byte[100];
        var writer = new RtpHeaderWriter(packet, isTwoByte, marker: true, 96, 65_535, 0xFFFF_FFFE, 0xDEAD_BEEF);
        writer.AddExtension(4, "mid"u8);
        writer.AddExtension(1, [0x55]);
        var length = writer.Finish();

        Assert.True(RtpHeader.TryParse(packet.AsSpan(0, length + 3), out var header));
        Assert.Equal(
            (true, 96, 65_535, 0xFFFF_FFFEu, 0xDEAD_BEEFu),
            (header.Marker, header.PayloadType, header.SequenceNumber, header.Timestamp, header.Ssrc));
        Assert.Equal(length, header.Length);
        Assert.Equal(3, header.Payload.Length);
        Assert.True(header.TryGetExtension(4, out var mid));
        Assert.Equal("mid", Encoding.ASCII.GetString(mid));
        Assert.True(header.TryGetExtension(1, out var level));
        Assert.Equal([0x55], level.ToArray());
        Assert.False(header.TryGetExtension(2, out _));
    }

    [Fact]
    public void Padding_is_no_payload()
    {
        byte[] packet = [0xA0, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 7, 0, 0, 3];
        Assert.True(RtpHeader.TryParse(packet, out var header));
        Assert.Equal([7], header.Payload.ToArray());
        packet[^1] = 5;
        Assert.False(RtpHeader.TryParse(packet, out _));
    }

    [Fact]
    public void No_mutation_of_a_packet_throws()
    {
        const int seed = 3;
        var random = new Random(seed);
        var good = new byte[80];
        var writer = new RtpHeaderWriter(good, isTwoByte: false, true, 96, 1, 2, 3);
        writer.AddExtension(4, "0"u8);
        writer.AddExtension(1, [0x55]);
        writer.Finish();
        for (var i = 0; i < 50_000; i++)
        {
            if (!RtpHeader.TryParse(Mutation.Of(good, random), out var header)) continue;
            header.TryGetExtension(1 + random.Next(255), out _);
            foreach (var codec in Enum.GetValues<MediaCodec>()) PayloadInfo.Read(codec, header.Payload);
        }
    }
}
