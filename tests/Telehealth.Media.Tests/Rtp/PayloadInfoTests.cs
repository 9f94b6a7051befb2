using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Rtp;

public sealed class PayloadInfoTests
{
    // Every shape of head that the readers know, each with something behind it.
    private static readonly (MediaCodec Codec, string Hex)[] Heads =
    [
        (MediaCodec.Vp8, "10 00 9D 01 2A"),
        (MediaCodec.Vp8, "90 80 12 00 9D"),
        (MediaCodec.Vp8, "90 E0 92 34 01 40 00 9D"),
        (MediaCodec.Vp8, "90 F0 92 34 FE A3 01 9D"),
        (MediaCodec.Vp9, "8A 92 34 08 55 00"),
        (MediaCodec.Vp9, "FC 92 34 50 03 05 00"),
        (MediaCodec.Vp9, "0A 18 01 00 77 82"),
        (MediaCodec.H264, "67 42 E0 1F 8C 68"),
        (MediaCodec.H264, "78 00 02 09 10 00 06 67 42 E0 1F 8C 68 00 02 68 CE"),
        (MediaCodec.H264, "7C 87 42 E0 1F 8C 68"),
        (MediaCodec.Av1, "28 03 08 00 00 34 40 11 22"),
        (MediaCodec.Av1, "00 02 34 40 03 24 40 11"),
        (MediaCodec.Av1, "A0 02 99 98 34 40 11 22"),
    ];

    [Theory]
    [InlineData("10 00", true, true)]
    [InlineData("10 01", false, true)] // P = 1
    [InlineData("00 00", false, false)] // goes on with a partition
    [InlineData("11 00", false, false)] // begins the second partition
    [InlineData("10", false, true)] // nothing behind the descriptor
    [InlineData("90 80 12 00", true, true)]
    [InlineData("90 80 92 34 00", true, true)]
    [InlineData("90 80 92", false, false)] // the picture id is cut
    [InlineData("90 00 00", true, true)]
    [InlineData("90", false, false)]
    [InlineData("", false, false)]
    public void Vp8_starts_where_its_first_partition_does(string hex, bool isKey, bool isStart) =>
        AssertStarts(MediaCodec.Vp8, hex, isKey, isStart);

    [Theory]
    [InlineData("90 E0 92 34 FE 40 00", 15, 0x1234, 0xFE, 1, true, true, 6)] // TID 1 in two bits; a key frame opens every layer
    [InlineData("90 E0 12 FE 40 01", 7, 0x12, 0xFE, 1, true, false, 5)]
    [InlineData("90 E0 12 FE A0 01", 7, 0x12, 0xFE, 2, true, true, 5)] // Y
    [InlineData("90 E0 12 FE 00 01", 7, 0x12, 0xFE, 0, true, true, 5)]
    [InlineData("90 50 FE DF 01", 0, -1, 0xFE, 0, false, true, 4)] // no layer, only a key index, whose neighbours are to be ignored
    [InlineData("90 20 C0 01", 0, -1, -1, 3, true, false, 3)]
    [InlineData("00 01", 0, -1, -1, 0, false, true, 1)]
    public void Vp8_tells_its_picture_and_its_layer(
        string hex, int bits, int pictureId, int tl0, int layer, bool tells, bool isSwitchPoint, int length)
    {
        var info = Read(MediaCodec.Vp8, hex);

        Assert.Equal((bits, pictureId, tl0), (info.PictureIdBits, info.PictureId, info.Tl0PictureIndex));
        Assert.Equal((layer, tells, isSwitchPoint), (info.TemporalLayer, info.TellsTemporalLayer, info.IsSwitchPoint));
        Assert.Equal(length, info.DescriptorLength);
    }

    [Theory]
    [InlineData("88 12 00", true, true, 0, true)] // picture id, beginning, P = 0
    [InlineData("C8 12 00", false, true, 0, true)] // P = 1
    [InlineData("80 12 00", false, false, 0, true)] // goes on
    [InlineData("AA 92 34 00 55 00", true, true, 0, true)] // not flexible: layers, then the index of the picture of layer 0
    [InlineData("AA 92 34 02 55 00", false, false, 0, true)] // SID 1: the picture began below it
    [InlineData("EA 92 34 40 55 00", false, true, 2, false)] // TID 2
    [InlineData("EA 92 34 51 55 00", false, true, 2, true)] // and U
    [InlineData("FC 92 34 50 03 05 00", false, true, 2, true)] // flexible: layers, then reference indices
    [InlineData("FC 92 34 20 03 05 00", false, true, 1, false)]
    [InlineData("AA 92 34 00 55", false, false, 0, true)] // nothing behind it
    [InlineData("AA 92 34", false, false, 0, true)]
    [InlineData("AA 92", false, false, 0, true)]
    [InlineData("AA", false, false, 0, true)]
    [InlineData("", false, false, 0, true)]
    public void Vp9_tells_its_layer_in_both_modes(string hex, bool isKey, bool isStart, int layer, bool isSwitchPoint)
    {
        AssertStarts(MediaCodec.Vp9, hex, isKey, isStart);
        var info = Read(MediaCodec.Vp9, hex);

        Assert.Equal((layer, isSwitchPoint), (info.TemporalLayer, info.IsSwitchPoint));
    }

    [Theory]
    [InlineData("67 42 E0 1F 8C 68", true, true)] // SPS alone
    [InlineData("67 42 E0 1F 8C", false, true)] // too short to configure anything
    [InlineData("65 88 80", false, true)] // IDR without parameter sets
    [InlineData("41 9A 00", false, true)] // a slice from macroblock 0
    [InlineData("41 4A 00", false, false)] // a later slice
    [InlineData("78 00 02 09 10 00 06 67 42 E0 1F 8C 68", true, true)] // STAP-A: access unit delimiter, SPS
    [InlineData("78 00 02 41 1A 00 02 41 12", false, false)] // STAP-A of later slices
    [InlineData("78 00 02 68 CE", false, true)]
    [InlineData("78 00 06 67 42 E0 1F 8C 68 00 09 68 CE", false, false)] // its second unit is cut: nothing of it is believed
    [InlineData("78 FF FF 68 10", false, false)]
    [InlineData("78 00 00 00 00", false, false)]
    [InlineData("7C 87 42 E0 1F 8C 68", true, true)] // FU-A, first fragment of an SPS
    [InlineData("7C 07 42 E0 1F 8C 68", false, false)]
    [InlineData("7C 85 88 80", false, true)]
    [InlineData("7C 05 88 80", false, false)]
    [InlineData("67", false, false)]
    [InlineData("", false, false)]
    public void H264_starts_at_a_sequence_parameter_set_however_it_is_packed(string hex, bool isKey, bool isStart) =>
        AssertStarts(MediaCodec.H264, hex, isKey, isStart);

    [Theory]
    [InlineData("18 0A 01 02", true, true, false, 0)] // N, one unit: a sequence header
    [InlineData("28 03 0A 01 02 34 20 11", true, true, true, 1)] // N, two units: the second tells its layer
    [InlineData("10 34 40 11", false, true, true, 2)] // a frame on temporal layer 2
    [InlineData("00 03 34 60 11", false, true, true, 3)] // no count: each unit has its length
    [InlineData("10 24 40 11", false, false, true, 2)] // a tile group goes on with a picture
    [InlineData("90 34 40 11", false, false, false, 0)] // goes on with a unit: no header
    [InlineData("A0 02 99 98 34 40 11", false, false, true, 2)] // then a new unit
    [InlineData("98 0A 01 02", false, false, false, 0)] // N and Z exclude each other (section 4.4)
    [InlineData("20 85 00 34 40 11 00 00 32 11", false, true, true, 2)] // a length written in two bytes
    [InlineData("20 09 34 40 11", false, false, false, 0)] // longer than the payload
    [InlineData("20 FF FF FF FF 01 34", false, false, false, 0)]
    [InlineData("10 34", false, false, false, 0)] // the extension byte is missing
    [InlineData("18", false, false, false, 0)]
    [InlineData("", false, false, false, 0)]
    public void Av1_starts_at_a_sequence_and_tells_its_layer_in_a_unit(string hex, bool isKey, bool isStart, bool tells, int layer)
    {
        AssertStarts(MediaCodec.Av1, hex, isKey, isStart);
        var info = Read(MediaCodec.Av1, hex);

        Assert.Equal((tells, layer), (info.TellsTemporalLayer, info.TemporalLayer));
        Assert.Equal(layer == 0 || isKey, info.IsSwitchPoint);
    }

    [Fact]
    public void Sound_starts_anywhere()
    {
        AssertStarts(MediaCodec.Opus, "", isKey: true, isStart: true);
        AssertStarts(MediaCodec.Opus, "78 01", isKey: true, isStart: true);
    }

    [Fact]
    public void A_head_that_is_cut_anywhere_tells_less_and_nothing_else()
    {
        foreach (var (codec, hex) in Heads)
        {
            var payload = Bytes(hex);
            var whole = PayloadInfo.Read(codec, payload);
            for (var length = 0; length < payload.Length; length++)
            {
                var cut = PayloadInfo.Read(codec, payload.AsSpan(0, length));
                var where = $"{codec} {hex} cut at {length}: {cut}";
                Assert.True(whole.StartsKeyFrame || !cut.StartsKeyFrame, where);
                Assert.True(whole.StartsFrame || !cut.StartsFrame, where);
                Assert.True(cut.TemporalLayer == (cut.TellsTemporalLayer ? whole.TemporalLayer : 0), where);
                Assert.True(cut.PictureId == -1 || cut.PictureId == whole.PictureId, where);
                Assert.True(cut.Tl0PictureIndex == -1 || cut.Tl0PictureIndex == whole.Tl0PictureIndex, where);
                Assert.True(cut.DescriptorLength <= length, where);
            }
        }
    }

    [Fact]
    public void Rewriting_changes_the_numbers_and_nothing_else()
    {
        const int seed = 7_741;
        var random = new Random(seed);
        Span<byte> descriptor = stackalloc byte[6];
        for (var round = 0; round < 20_000; round++)
        {
            var payload = new byte[random.Next(1, 20)];
            random.NextBytes(payload);
            var info = PayloadInfo.Read(MediaCodec.Vp8, payload);
            var (pictureId, tl0) = (random.Next(1 << 20), (byte)random.Next(256));

            var length = Vp8Descriptor.Rewrite(payload, info, pictureId, tl0, descriptor);

            byte[] rewritten = [.. descriptor[..length], .. payload[length..]];
            var expected = info with
            {
                PictureId = (short)(info.PictureIdBits == 0 ? -1 : pictureId & ((1 << info.PictureIdBits) - 1)),
                Tl0PictureIndex = (short)(info.Tl0PictureIndex < 0 ? -1 : tl0),
            };
            Assert.True(expected == PayloadInfo.Read(MediaCodec.Vp8, rewritten), $"seed {seed}, round {round}");
            Vp8Descriptor.Rewrite(rewritten, expected, info.PictureId, (byte)info.Tl0PictureIndex, descriptor);
            Assert.True(payload.AsSpan(0, length).SequenceEqual(descriptor[..length]), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Mutated_payloads_never_throw_and_never_contradict_themselves()
    {
        const int seed = 9_628;
        var random = new Random(seed);
        var codecs = Enum.GetValues<MediaCodec>();
        var good = Heads.Select(head => Bytes(head.Hex)).ToArray();
        var descriptor = new byte[6];
        for (var round = 0; round < 200_000; round++)
        {
            var payload = Mutation.Of(good[random.Next(good.Length)], random);
            var codec = codecs[round % codecs.Length];
            PayloadInfo info = default;
            var thrown = Record.Exception(() =>
            {
                info = PayloadInfo.Read(codec, payload);
                Vp8Descriptor.Rewrite(payload, info, round, (byte)round, descriptor);
            });
            var agrees = thrown is null
                && (!info.StartsKeyFrame || (info.StartsFrame && info.IsSwitchPoint))
                && info.TemporalLayer <= (info.TellsTemporalLayer ? 7 : 0)
                && (info.TemporalLayer > 0 || info.IsSwitchPoint)
                && (info.PictureIdBits == 0 ? info.PictureId == -1 : info.PictureId >= 0 && info.PictureId < 1 << info.PictureIdBits)
                && info.Tl0PictureIndex is >= -1 and <= 255
                && info.DescriptorLength <= Math.Min(6, payload.Length);
            Assert.True(agrees, $"seed {seed}, round {round}, {codec} {Convert.ToHexString(payload)}: {info} {thrown}");
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var heads = Heads.Select(head => (head.Codec, Bytes: Bytes(head.Hex))).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++)
        {
            foreach (var (codec, payload) in heads) PayloadInfo.Read(codec, payload);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertStarts(MediaCodec codec, string hex, bool isKey, bool isStart)
    {
        var info = Read(codec, hex);
        Assert.Equal((isKey, isStart), (info.StartsKeyFrame, info.StartsFrame));
    }

    private static PayloadInfo Read(MediaCodec codec, string hex) => PayloadInfo.Read(codec, Bytes(hex));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
