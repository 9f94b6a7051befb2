using System.Buffers.Binary;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Tests.Rtcp;

public sealed class TransportWideTests
{
    private const string Sources = "00000001" + "00000002";

    [Fact]
    public void Feedback_of_every_kind_of_chunk_is_read_by_the_draft()
    {
        // Base 5, 16 statuses, reference 3 x 64 ms, feedback 9. Draft section 3.1.3: a run of 5 lost (0x0005); section 3.1.4: seven
        // in two bits: small, large, lost, small, lost, lost, large; then fourteen in one bit, of which four count: 1, 0, 1, 1.
        var packet = Feedback(
            "0005" + "0010" + "000003" + "09" + "0005" + "D842" + "AC00" + "04" + "FFFC" + "08" + "1000" + "01" + "02" + "03");

        Assert.True(packet.TryReadTransportWide(out var feedback));
        Assert.Equal((5, 16, 3, 9), (feedback.BaseSequence, feedback.StatusCount, feedback.ReferenceTime, feedback.FeedbackCount));
        Assert.Equal(
            [null, null, null, null, null, 4, -4, null, 8, null, null, 4096, 1, null, 2, 3],
            Walk(feedback).Select(status => status.IsReceived ? status.DeltaQuarterMs : (int?)null));
        Assert.Equal(Enumerable.Range(5, 16), Walk(feedback).Select(status => (int)status.Sequence));
    }

    [Fact]
    public void The_reference_time_has_a_sign()
    {
        Assert.True(Feedback("0005" + "0001" + "FFFFFF" + "00" + "2001" + "00").TryReadTransportWide(out var feedback));
        Assert.Equal(-1, feedback.ReferenceTime);
    }

    [Fact]
    public void Numbers_go_on_over_the_end_of_their_range()
    {
        Assert.True(Feedback("FFFF" + "0002" + "000000" + "00" + "2002" + "0000").TryReadTransportWide(out var feedback));
        Assert.Equal([65_535, 0], Walk(feedback).Select(status => (int)status.Sequence));
    }

    [Theory]
    [InlineData("nothing is told", "0005" + "0000" + "000000" + "00" + "2001" + "00")]
    [InlineData("the reserved symbol in a run", "0005" + "0001" + "000000" + "00" + "6001" + "0000")]
    [InlineData("the reserved symbol in a vector", "0005" + "0001" + "000000" + "00" + "F000" + "0000")]
    [InlineData("chunks end before the statuses", "0005" + "0010" + "000000" + "00" + "0001" + "0001")]
    [InlineData("a small delta is missing", "0005" + "0003" + "000000" + "00" + "2003" + "0000")]
    [InlineData("half of a large delta is missing", "0005" + "0002" + "000000" + "00" + "4002" + "000000", 3)]
    [InlineData("runs of none, for ever", "0005" + "0001" + "000000" + "00" + "2000" + "2000")]
    public void What_lies_about_its_lengths_is_refused(string why, string body, int padding = 0)
    {
        Assert.False(Feedback(body, padding).TryReadTransportWide(out _), why);
    }

    [Fact]
    public void A_browser_pads_the_bytes_that_deltas_leave_open()
    {
        Assert.True(Feedback("0005" + "0003" + "000000" + "00" + "2003" + "010203", padding: 3).TryReadTransportWide(out var feedback));
        Assert.Equal([1, 2, 3], Walk(feedback).Select(status => status.DeltaQuarterMs));
    }

    [Fact]
    public void A_chunk_is_chosen_by_what_it_saves()
    {
        // 20 in a row: one run. Every other: fourteen in one bit. A large delta among them: seven in two bits.
        Assert.Equal("2014", Chunks(Enumerable.Range(0, 20).Select(i => new PacketArrival(i, i))));
        Assert.Equal("AAAA", Chunks(Enumerable.Range(0, 7).Select(i => new PacketArrival(2 * i, i))));
        Assert.Equal("D800", Chunks([new(0, 0), new(1, 1000)]));
        // A gap of 20,000: thirteen of it beside the first packet in one bit each, the rest in three runs.
        Assert.Equal("A000" + "1FFF" + "1FFF" + "0E15" + "2001", Chunks([new(0, 0), new(20_001, 1)]));
    }

    [Fact]
    public void A_remb_has_the_layout_of_the_draft()
    {
        // Section 2.2: six bits of exponent, eighteen of mantissa. 1,000,000 = 250,000 << 2.
        var writer = new RtcpWriter(new byte[100]);
        Assert.True(writer.TryWriteRemb(1, 1_000_000, [7, 8]));
        Assert.Equal(
            "8FCE0006" + "00000001" + "00000000" + "52454D42" + "020BD090" + "00000007" + "00000008", Convert.ToHexString(writer.Written));
        var remb = Take(writer.Written);
        Assert.True(remb.IsRemb);
        Assert.Equal(1_000_000, remb.RembBitsPerSecond);
    }

    [Theory]
    [InlineData("0003FFFF", 0x3FFFFL)]
    [InlineData("00B7FFFF", 0x3FFFFL << 45)]
    [InlineData("00BBFFFF", long.MaxValue)]
    [InlineData("00FC0001", long.MaxValue)]
    [InlineData("00FC0000", 0L)]
    public void A_remb_beyond_all_links_is_the_largest_number(string word, long bitsPerSecond)
    {
        Assert.Equal(
            bitsPerSecond, Take(Convert.FromHexString("8FCE0004" + "00000001" + "00000000" + "52454D42" + word)).RembBitsPerSecond);
    }

    [Fact]
    public void Other_payload_feedback_of_that_format_is_no_remb()
    {
        Assert.False(Take(Convert.FromHexString("8FCE0004" + "00000001" + "00000000" + "52454D43" + "0003FFFF")).IsRemb);
        Assert.False(Take(Convert.FromHexString("8FCE0003" + "00000001" + "00000000" + "52454D42")).IsRemb);
    }

    [Fact]
    public void No_mutation_throws_or_tells_of_more_than_it_counts()
    {
        const int seed = 15;
        var random = new Random(seed);
        var writer = new RtcpWriter(new byte[600]);
        var received = Enumerable.Range(0, 120).Where(i => i % 7 != 3);
        var arrivals = received.Select(i => new PacketArrival(i, i * (i % 50 == 0 ? 9 : 3))).ToArray();
        writer.WriteTransportWide(1, 2, 3, 0, arrivals);
        writer.TryWriteRemb(1, 300_000, [1, 2, 3]);
        var good = writer.Written.ToArray();
        var read = 0;
        for (var i = 0; i < 100_000; i++)
        {
            ReadOnlySpan<byte> rest = Mutation.Of(good, random);
            while (RtcpPacket.TryTake(ref rest, out var packet))
            {
                Assert.True(packet.RembBitsPerSecond >= 0);
                if (!packet.TryReadTransportWide(out var feedback)) continue;
                var statuses = 0;
                foreach (var _ in feedback) statuses++;
                Assert.Equal(feedback.StatusCount, statuses);
                read++;
            }
        }
        Assert.True(read > 10_000, $"{read} were read; seed {seed}");
    }

    internal static List<PacketStatus> Walk(TransportWideFeedback feedback)
    {
        var statuses = new List<PacketStatus>();
        foreach (var status in feedback) statuses.Add(status);
        return statuses;
    }

    private static string Chunks(IEnumerable<PacketArrival> arrivals)
    {
        var writer = new RtcpWriter(new byte[200]);
        var all = arrivals.ToArray();
        Assert.Equal(all.Length, writer.WriteTransportWide(1, 2, 0, 0, all));
        Assert.True(Take(writer.Written).TryReadTransportWide(out var feedback));
        var end = 20;
        for (var left = feedback.StatusCount; left > 0; end += 2)
            left -= new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(writer.Written[end..])).Count;
        return Convert.ToHexString(writer.Written[20..end]);
    }

    private static RtcpPacket Feedback(string body, int padding = 0)
    {
        var bytes = Convert.FromHexString("8FCD0000" + Sources + body).ToList();
        if (padding == 0) while (bytes.Count % 4 != 0) bytes.Add(0);
        for (var i = 1; i <= padding; i++) bytes.Add((byte)(i == padding ? padding : 0));
        var packet = bytes.ToArray();
        if (padding > 0) packet[0] |= 0x20;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(packet.Length / 4 - 1));
        return Take(packet);
    }

    private static RtcpPacket Take(ReadOnlySpan<byte> bytes)
    {
        Assert.True(RtcpPacket.TryTake(ref bytes, out var packet));
        return packet;
    }
}
