using Telehealth.Media.Rtp;

namespace Telehealth.Media.Tests.Rtp;

public sealed class RedundantAudioTests
{
    // One piece of type 111, 960 units old and 3 bytes long: 960 << 10 | 3 = 0F0003.
    private const string One = "EF0F0003" + "6F" + "AABBCC" + "0102";

    [Fact]
    public void A_worked_example_is_read_piece_by_piece()
    {
        var payload = Convert.FromHexString("EF1E0002" + "EF0F0003" + "6F" + "1122" + "AABBCC" + "0102");

        Assert.True(RedundantAudio.TryReadPrimary(payload, out var type, out var primary));
        Assert.True(RedundantAudio.TryReadBlock(payload, 0, out var oldest));
        Assert.True(RedundantAudio.TryReadBlock(payload, 1, out var older));
        Assert.False(RedundantAudio.TryReadBlock(payload, 2, out _));
        Assert.False(RedundantAudio.TryReadBlock(payload, -1, out _));

        Assert.Equal((111, "0102"), (type, Convert.ToHexString(primary)));
        Assert.Equal((111, 1_920, "1122"), (oldest.PayloadType, oldest.TimestampOffset, Convert.ToHexString(oldest.Data)));
        Assert.Equal((111, 960, "AABBCC"), (older.PayloadType, older.TimestampOffset, Convert.ToHexString(older.Data)));
    }

    [Fact]
    public void A_packet_may_repeat_nothing()
    {
        Assert.True(RedundantAudio.TryReadPrimary([0x6F, 1, 2], out var type, out var primary));

        Assert.Equal((111, "0102"), (type, Convert.ToHexString(primary)));
        Assert.False(RedundantAudio.TryReadBlock([0x6F, 1, 2], 0, out _));
    }

    [Fact]
    public void A_payload_that_is_cut_before_its_own_sound_is_refused()
    {
        var payload = Convert.FromHexString(One);
        for (var length = 0; length < payload.Length; length++)
        {
            var fits = length >= 8;
            Assert.Equal(fits, RedundantAudio.TryReadPrimary(payload.AsSpan(0, length), out _, out _));
            Assert.Equal(fits, RedundantAudio.TryReadBlock(payload.AsSpan(0, length), 0, out _));
        }
    }

    [Fact]
    public void More_pieces_than_anybody_sends_are_refused()
    {
        byte[] Chain(int count) => [.. Enumerable.Repeat<byte[]>([0xEF, 0, 4, 0], count).SelectMany(header => header), 0x6F, 9];

        Assert.True(RedundantAudio.TryReadPrimary(Chain(RedundantAudio.MaximumBlocks), out _, out _));
        Assert.False(RedundantAudio.TryReadPrimary(Chain(RedundantAudio.MaximumBlocks + 1), out _, out _));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        const int seed = 2_198;
        var random = new Random(seed);
        var destination = new byte[4_000];
        for (var round = 0; round < 20_000; round++)
        {
            var (primary, older, oldest) = (Noise(random, 1_500), Noise(random, 1_100), Noise(random, 1_100));
            var (timestamp, olderAge, oldestAge) = ((uint)random.NextInt64(1L << 32), (uint)random.Next(17_000), (uint)random.Next(17_000));
            var type = (byte)random.Next(128);

            var length = RedundantAudio.Write(
                primary, type, timestamp, older, unchecked(timestamp - olderAge), oldest, unchecked(timestamp - oldestAge), destination);

            var expected = new List<(uint Age, byte[] Data)>();
            if (oldest.Length is > 0 and <= 1_023 && oldestAge is > 0 and <= 16_383) expected.Add((oldestAge, oldest));
            if (older.Length is > 0 and <= 1_023 && olderAge is > 0 and <= 16_383) expected.Add((olderAge, older));
            var payload = destination.AsSpan(0, length);
            Assert.True(RedundantAudio.TryReadPrimary(payload, out var readType, out var readPrimary), $"seed {seed}, round {round}");
            Assert.True(readType == type && readPrimary.SequenceEqual(primary), $"seed {seed}, round {round}");
            for (var i = 0; i < expected.Count; i++)
            {
                Assert.True(RedundantAudio.TryReadBlock(payload, i, out var block), $"seed {seed}, round {round}");
                Assert.True(
                    block.PayloadType == type && block.TimestampOffset == expected[i].Age && block.Data.SequenceEqual(expected[i].Data),
                    $"seed {seed}, round {round}");
            }
            Assert.False(RedundantAudio.TryReadBlock(payload, expected.Count, out _), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Room_goes_to_the_sound_itself_then_to_the_newer_piece()
    {
        byte[] primary = [1, 2, 3], older = [4, 5], oldest = [6, 7];
        int Write(int room, out bool hasBlock, out string first)
        {
            var destination = new byte[room];
            var length = RedundantAudio.Write(primary, 111, 2_000, older, 1_040, oldest, 80, destination);
            hasBlock = RedundantAudio.TryReadBlock(destination.AsSpan(0, length), 0, out var block);
            first = Convert.ToHexString(block.Data);
            return length;
        }

        Assert.Throws<ArgumentException>(() => Write(3, out _, out _));
        Assert.Equal((4, false, ""), (Write(9, out var none, out var nothing), none, nothing));
        Assert.Equal((10, true, "0405"), (Write(15, out var one, out var newer), one, newer));
        Assert.Equal((16, true, "0607"), (Write(16, out var both, out var old), both, old));
    }

    [Fact]
    public void Mutated_payloads_never_throw_and_never_reach_outside()
    {
        const int seed = 21_980;
        var random = new Random(seed);
        var good = Convert.FromHexString(One);
        for (var round = 0; round < 200_000; round++)
        {
            var payload = Mutation.Of(good, random);
            var thrown = Record.Exception(() =>
            {
                var isWhole = RedundantAudio.TryReadPrimary(payload, out _, out var primary);
                var total = primary.Length;
                var blocks = 0;
                while (RedundantAudio.TryReadBlock(payload, blocks, out var block))
                    (total, blocks) = (total + block.Data.Length, blocks + 1);
                Assert.Equal(isWhole ? payload.Length : 0, isWhole ? total + (4 * blocks) + 1 : blocks);
            });
            Assert.True(thrown is null, $"seed {seed}, round {round}, {Convert.ToHexString(payload)}: {thrown}");
        }
    }

    private static byte[] Noise(Random random, int limit)
    {
        var bytes = new byte[random.Next(4) == 0 ? 0 : random.Next(limit)];
        random.NextBytes(bytes);
        return bytes;
    }
}
