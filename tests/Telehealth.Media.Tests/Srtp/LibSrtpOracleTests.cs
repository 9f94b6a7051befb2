using System.Buffers.Binary;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Tests.Srtp;

/// <summary>
/// Random packets through ours and through the reference implementation side by side: what is sent must be the same bytes, and of
/// what arrives (late, twice, damaged, cut) both must take the same and read the same. A million over the three profiles.
/// </summary>
public sealed class LibSrtpOracleTests
{
    private const int PacketsPerProfile = 333_334;
    private const int InFlight = 64;
    private const int MaximumPacket = 1_400;
    private const uint RtcpSsrc = 0xC0FFEE;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AeadAes256Gcm)]
    [InlineData(SrtpProfile.Aes128CmSha1_80)]
    public void A_million_packets_are_the_same_as_the_reference_implementation_has_them(SrtpProfile profile)
    {
        var seed = 3_711 + (int)profile;
        using var run = new Run(profile, new Random(seed));
        for (var packet = 0; packet < PacketsPerProfile; packet++)
        {
            var difference = run.Send();
            Assert.True(difference is null, $"seed {seed}, packet {packet}: {difference}");
        }

        // Else the run would have shown less than it says.
        Assert.All(run.Wraps, wraps => Assert.InRange(wraps, 5, 1_000));
        Assert.InRange(run.Taken, PacketsPerProfile * 8 / 10, PacketsPerProfile);
        Assert.InRange(run.Refused, PacketsPerProfile / 20, PacketsPerProfile / 2);
    }

    private sealed class Run : IDisposable
    {
        private readonly Random random;
        private readonly int tagLength;
        private readonly SrtpSender sender;
        private readonly SrtpReceiver receiver;
        private readonly LibSrtp referenceSender;
        private readonly LibSrtp referenceReceiver;
        private readonly byte[] noise = new byte[1 << 16];
        private readonly byte[] clear = new byte[MaximumPacket];
        private readonly byte[] ours = new byte[MaximumPacket + LibSrtp.MaximumTrailer];
        private readonly byte[] theirs = new byte[MaximumPacket + LibSrtp.MaximumTrailer];
        private readonly byte[] wire = new byte[MaximumPacket + LibSrtp.MaximumTrailer];
        private readonly (byte[] Bytes, int Length, bool IsRtcp)[] flying = new (byte[], int, bool)[InFlight];
        private readonly long[] sequences;

        public Run(SrtpProfile profile, Random random)
        {
            this.random = random;
            random.NextBytes(noise);
            tagLength = profile.TagLength;
            var key = noise.AsSpan(0, profile.KeyLength);
            var salt = noise.AsSpan(64, profile.SaltLength);
            // The reference numbers its first RTCP packet 1.
            sender = new(SrtpTransform.Derive(profile, key, salt, sends: true), tagLength, firstRtcpIndex: 1);
            receiver = new(profile, key, salt);
            referenceSender = new(profile, key, salt, sends: true);
            referenceReceiver = new(profile, key, salt, sends: false);
            sequences = [.. Enumerable.Range(0, 4).Select(_ => (long)random.Next(3_000, 32_768))];
            for (var i = 0; i < InFlight; i++) flying[i].Bytes = new byte[MaximumPacket + LibSrtp.MaximumTrailer];
        }

        public IEnumerable<int> Wraps => sequences.Select(sequence => (int)(sequence >> 16));

        public int Taken { get; private set; }

        public int Refused { get; private set; }

        /// <summary>Protects a random packet on both sides and puts it in flight, in the place of one that arrives, or is lost.</summary>
        /// <returns>Where the two sides differ, or null.</returns>
        public string? Send()
        {
            ref var slot = ref flying[random.Next(InFlight)];
            var difference = random.Next(50) == 0 ? null : Deliver(slot);
            // One more that is still in flight, which arrives again later.
            if (random.Next(8) == 0) difference ??= Deliver(flying[random.Next(InFlight)]);
            if (difference is not null) return difference;

            var isRtcp = random.Next(10) == 0;
            int length, headerLength = 0;
            if (isRtcp) length = WriteRtcp();
            else (headerLength, length) = WriteRtp();

            var plain = clear.AsSpan(0, length);
            var cut = Math.Min(random.Next(3), length - headerLength); // a payload in one piece or in two
            var ourLength = isRtcp
                ? sender.ProtectRtcp(plain, ours)
                : sender.ProtectRtp(plain[..headerLength], plain.Slice(headerLength, cut), plain[(headerLength + cut)..], ours);
            plain.CopyTo(theirs);
            var theirLength = referenceSender.Protect(theirs, length, isRtcp);
            if (!ours.AsSpan(0, ourLength).SequenceEqual(theirs.AsSpan(0, theirLength)))
                return $"sent {length} bytes, rtcp {isRtcp}, as {ourLength} and {theirLength} bytes that differ";

            ours.AsSpan(0, ourLength).CopyTo(slot.Bytes);
            (slot.Length, slot.IsRtcp) = (ourLength, isRtcp);
            return null;
        }

        public void Dispose()
        {
            sender.Dispose();
            receiver.Dispose();
            referenceSender.Dispose();
            referenceReceiver.Dispose();
        }

        /// <summary>Gives both sides a packet, one in thirty damaged.</summary>
        private string? Deliver((byte[] Bytes, int Length, bool IsRtcp) packet)
        {
            if (packet.Length == 0) return null;
            packet.Bytes.AsSpan(0, packet.Length).CopyTo(wire);
            var length = random.Next(30) == 0 ? Damage(packet.Length) : packet.Length;

            wire.AsSpan(0, length).CopyTo(theirs);
            var theirLength = referenceReceiver.Unprotect(theirs, length, packet.IsRtcp);
            var isTaken = packet.IsRtcp
                ? receiver.TryUnprotectRtcp(wire.AsSpan(0, length), ours, out var ourLength)
                : receiver.TryUnprotectRtp(wire.AsSpan(0, length), ours, out ourLength);
            if (isTaken) Taken++;
            else Refused++;
            return isTaken == (theirLength > 0) && ours.AsSpan(0, ourLength).SequenceEqual(theirs.AsSpan(0, theirLength))
                ? null
                : $"arrived with {length} bytes, rtcp {packet.IsRtcp}, read as {ourLength} and {theirLength} bytes";
        }

        private (int HeaderLength, int Length) WriteRtp()
        {
            var source = random.Next(sequences.Length);
            // Mostly the next, sometimes after a loss, and seldom one that was overtaken.
            sequences[source] += random.Next(100) switch { 0 => random.Next(2_000), 1 => -random.Next(20), _ => 1 };
            var contributors = random.Next(4) == 0 ? random.Next(16) : 0;
            var extensionWords = random.Next(2) == 0 ? random.Next(20) : -1;
            var headerLength = 12 + (4 * contributors) + (extensionWords < 0 ? 0 : 4 + (4 * extensionWords));
            var length = headerLength + (random.Next(20) == 0 ? 0 : random.Next(1_150));
            Fill(length);
            clear[0] = (byte)(0x80 | (extensionWords < 0 ? 0 : 0x10) | contributors);
            BinaryPrimitives.WriteUInt16BigEndian(clear.AsSpan(2), (ushort)sequences[source]);
            BinaryPrimitives.WriteUInt32BigEndian(clear.AsSpan(8), 1_000u + (uint)source);
            if (extensionWords >= 0) BinaryPrimitives.WriteUInt16BigEndian(clear.AsSpan(14 + (4 * contributors)), (ushort)extensionWords);
            return (headerLength, length);
        }

        private int WriteRtcp()
        {
            var length = 8 + (4 * random.Next(60));
            Fill(length);
            clear[0] = 0x81;
            clear[1] = 201;
            BinaryPrimitives.WriteUInt32BigEndian(clear.AsSpan(4), RtcpSsrc);
            return length;
        }

        private void Fill(int length) => noise.AsSpan(random.Next(noise.Length - length), length).CopyTo(clear);

        private int Damage(int length)
        {
            if (random.Next(4) == 0) return random.Next(length);
            for (var times = random.Next(1, 4); times > 0; times--) wire[random.Next(length)] ^= (byte)(1 << random.Next(8));
            return length;
        }
    }
}
