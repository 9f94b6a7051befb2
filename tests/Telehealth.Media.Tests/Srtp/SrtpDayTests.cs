using System.Buffers.Binary;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Tests.Srtp;

/// <summary>
/// Twenty-four hours of four sources with 500 packets a second each, 659 wraps for each. The index is followed for every packet;
/// one in about 5,000, and all around some wraps, go through the ciphers too.
/// </summary>
public sealed class SrtpDayTests
{
    private const int PacketsPerSecond = 500;
    private const ulong Day = 24 * 3_600 * PacketsPerSecond;
    private const int Reach = ReplayWindow.Size - 1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_index_of_every_packet_of_a_day_is_right(int seed)
    {
        var random = new Random(seed);
        var source = new Source(firstSequence: (ulong)random.Next(1_000, 32_768));
        while (source.Next < Day)
        {
            // Between 2 and 12 seconds of calm, and then something happens.
            Assert.True(source.Run(random.Next(1_000, 6_000)), $"seed {seed} at {source.Next}");
            var isRight = random.Next(4) switch
            {
                0 => source.Lose(random.Next(1, 50)),
                1 => source.Lose(random.Next(50, 20_000)), // up to 40 seconds
                2 => source.Shuffle(random, random.Next(2, 500)),
                _ => source.Repeat((ulong)random.Next(1, Reach)),
            };
            Assert.True(isRight, $"seed {seed} at {source.Next}");
        }
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AeadAes256Gcm)]
    [InlineData(SrtpProfile.Aes128CmSha1_80)]
    public void A_day_goes_through_the_ciphers_with_the_index_of_the_day(SrtpProfile profile)
    {
        const int seed = 24;
        var random = new Random(seed);
        var key = new byte[profile.KeyLength];
        var salt = new byte[profile.SaltLength];
        using var sender = new SrtpSender(profile, key, salt);
        using var receiver = new SrtpReceiver(profile, key, salt);
        using var truth = SrtpTransform.Derive(profile, key, salt, sends: true);
        var next = Enumerable.Range(0, 4).Select(_ => (ulong)random.Next(1_000, 32_768)).ToArray();
        var (header, payload, sent, expected, clear) = (new byte[12], new byte[40], new byte[80], new byte[80], new byte[80]);
        header[0] = 0x80;
        while (next.Min() < Day)
        {
            for (var source = 0; source < next.Length; source++)
            {
                var index = next[source];
                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)index);
                BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), (uint)source);
                var length = sender.ProtectRtp(header, payload, sent);
                truth.ProtectRtp(header, payload, expected, (uint)source, index);

                var where = $"seed {seed}, source {source}, index {index}";
                Assert.True(sent.AsSpan(0, length).SequenceEqual(expected.AsSpan(0, length)), where);
                Assert.True(receiver.TryUnprotectRtp(sent.AsSpan(0, length), clear, out _), where);
                Assert.False(receiver.TryUnprotectRtp(sent.AsSpan(0, length), clear, out _), where);
                next[source] += Step(index, random);
            }
        }
    }

    /// <summary>Mostly thousands of packets on; every eighth wrap is met and passed packet by packet.</summary>
    private static ulong Step(ulong index, Random random)
    {
        const ulong near = 20;
        var step = (ulong)random.Next(1, 10_000);
        var toWrap = 65_536 - (ulong)(ushort)index;
        if (toWrap <= near || toWrap > 65_536 - near) return random.Next(400) == 0 ? step : 1;
        return toWrap < step && random.Next(8) == 0 ? toWrap - near : step;
    }

    /// <summary>A source whose true index is known, and both ends of the wire, which see the 16 bits of it.</summary>
    private sealed class Source(ulong firstSequence)
    {
        private readonly ulong first = firstSequence;
        private readonly ReplayWindow window = new();
        private readonly ulong[] order = new ulong[500];
        private PacketIndex sender;
        private PacketIndex receiver;
        private ulong highest;

        public ulong Next { get; private set; } = firstSequence;

        public bool Run(int count)
        {
            var isRight = true;
            for (; count > 0; count--) isRight &= Send(Next) && Arrive(Next++);
            return isRight;
        }

        public bool Lose(int count)
        {
            var isRight = true;
            for (; count > 0; count--) isRight &= Send(Next++);
            return isRight;
        }

        public bool Shuffle(Random random, int count)
        {
            var burst = order.AsSpan(0, count);
            var isRight = true;
            foreach (ref var index in burst) isRight &= Send(index = Next++);
            random.Shuffle(burst);
            foreach (var index in burst) isRight &= Arrive(index);
            return isRight;
        }

        /// <summary>A packet from before is sent again; the receiver knows its index, and that it has been there if it has.</summary>
        public bool Repeat(ulong back)
        {
            if (Next <= first + back || highest < back) return true;
            var index = highest - back;
            var isRight = Send(index) && receiver.TryGuess((ushort)index, out var guess) && guess == index;
            if (window.IsFresh(index)) isRight &= Arrive(index); // it was lost before
            return isRight && !window.IsFresh(index);
        }

        private bool Send(ulong index)
        {
            var isRight = sender.TryGuess((ushort)index, out var guess) && guess == index;
            sender.Record(index);
            return isRight;
        }

        private bool Arrive(ulong index)
        {
            var isRight = receiver.TryGuess((ushort)index, out var guess) && guess == index && window.IsFresh(index);
            receiver.Record(index);
            window.Record(index);
            highest = Math.Max(highest, index);
            return isRight;
        }
    }
}
