using System.Buffers.Binary;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Tests.Srtp;

public sealed class SrtpSessionTests
{
    public static TheoryData<SrtpProfile> Profiles =>
        [SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.Aes128CmSha1_80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtp_with_sources_and_extension_goes_through_and_leaves_the_header_readable(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var header = Convert.FromHexString("92600001000000010000002a" + "0000000100000002" + "bede0001" + "10aa0000");
        var payload = Enumerable.Range(0, 1_000).Select(i => (byte)i).ToArray();
        var sent = new byte[1_200];

        var length = pair.Sender.ProtectRtp(header, payload, sent);
        var clear = new byte[length];

        Assert.True(pair.Receiver.TryUnprotectRtp(sent.AsSpan(0, length), clear, out var clearLength));
        Assert.Equal(header.Length + payload.Length + profile.TagLength, length);
        Assert.Equal(header, sent[..header.Length]);
        Assert.NotEqual(payload, sent[header.Length..(header.Length + payload.Length)]);
        Assert.Equal([.. header, .. payload], clear[..clearLength]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_payload_in_two_pieces_behind_a_header_in_its_place_is_the_same_packet(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var payload = Enumerable.Range(0, 1_000).Select(i => (byte)i).ToArray();
        for (var cut = 0; cut <= 20; cut++)
        {
            var whole = pair.Protect(7, ssrc: 5, payload);
            var pieces = new byte[1_100];
            Pair.Header(7, 5).CopyTo(pieces, 0);

            var length = pair.Sender.ProtectRtp(pieces.AsSpan(0, 12), payload.AsSpan(0, cut), payload.AsSpan(cut), pieces);

            Assert.Equal(whole, pieces[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_can_be_unprotected_in_place_and_may_have_no_payload(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var full = pair.Protect(1, ssrc: 5, [1, 2, 3]);
        var empty = pair.Protect(2, ssrc: 5, []);

        Assert.True(pair.Receiver.TryUnprotectRtp(full, full, out var fullLength));
        Assert.True(pair.Receiver.TryUnprotectRtp(empty, empty, out var emptyLength));

        Assert.Equal([1, 2, 3], full[12..fullLength]);
        Assert.Equal(12, emptyLength);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtcp_goes_through_in_order_and_once(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var report = Convert.FromHexString("81c90007" + "00000007" + "0000000500000000000000010000000200000003" + "00000004");
        var (first, second, clear) = (new byte[80], new byte[80], new byte[80]);
        var length = pair.Sender.ProtectRtcp(report, first);
        pair.Sender.ProtectRtcp(report, second);

        Assert.True(pair.Receiver.TryUnprotectRtcp(second.AsSpan(0, length), clear, out _));
        Assert.True(pair.Receiver.TryUnprotectRtcp(first.AsSpan(0, length), clear, out var clearLength));
        Assert.False(pair.Receiver.TryUnprotectRtcp(first.AsSpan(0, length), clear, out _));

        Assert.Equal(report, clear[..clearLength]);
        Assert.Equal(1, pair.Receiver.ReplayedCount);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_rollover_counter_follows_three_wraps_with_loss_and_reordering(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        const int seed = 4;
        var random = new Random(seed);
        var burst = new List<byte[]>();
        for (var sequence = 65_000; sequence < 65_000 + (3 * 65_536); sequence += 7)
        {
            var packet = pair.Protect((ushort)sequence, ssrc: 5, [(byte)sequence, (byte)(sequence >> 8)]);
            if (random.Next(10) > 0) burst.Insert(random.Next(burst.Count + 1), packet);
            if (burst.Count < 20) continue;
            foreach (var shuffled in burst)
            {
                var clear = new byte[shuffled.Length];
                Assert.True(pair.Receiver.TryUnprotectRtp(shuffled, clear, out _), $"seed {seed}, {sequence}");
                Assert.Equal((clear[3], clear[2]), (clear[12], clear[13]));
            }
            burst.Clear();
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_sent_again_across_a_wrap_is_the_same_packet(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var original = pair.Protect(65_535, ssrc: 5, [9, 9]);
        pair.Protect(0, ssrc: 5, [1]);
        pair.Protect(1, ssrc: 5, [1]);

        var again = pair.Protect(65_535, ssrc: 5, [9, 9]);

        Assert.Equal(original, again);
        Assert.True(pair.Receiver.TryUnprotectRtp(again, new byte[100], out _));
        Assert.False(pair.Receiver.TryUnprotectRtp(original, new byte[100], out _));
    }

    [Fact]
    public void A_number_from_before_the_first_cycle_is_neither_sent_nor_taken()
    {
        using var pair = new Pair(SrtpProfile.AeadAes128Gcm);
        var first = pair.Protect(3, ssrc: 5, [1]);

        Assert.Equal(0, pair.Sender.ProtectRtp(Pair.Header(65_530, 5), [1], new byte[100]));
        Assert.True(pair.Receiver.TryUnprotectRtp(first, new byte[100], out _));
        Assert.True(pair.Receiver.TryUnprotectRtp(pair.Protect(4, ssrc: 5, [1]), new byte[100], out _));
    }

    [Fact]
    public void A_packet_is_taken_once_and_an_old_one_never()
    {
        using var pair = new Pair(SrtpProfile.AeadAes128Gcm);
        var packets = Enumerable.Range(0, 1_100).Select(i => pair.Protect((ushort)(1_000 + i), ssrc: 5, [1])).ToArray();
        bool Take(int i) => pair.Receiver.TryUnprotectRtp(packets[i], new byte[100], out _);

        Assert.True(Take(50));
        Assert.True(Take(1_050));
        Assert.False(Take(50));
        Assert.False(Take(26)); // 1,024 behind the highest
        Assert.True(Take(27)); // 1,023 behind
        Assert.False(Take(27));
        Assert.True(Take(1_049));
        Assert.False(Take(1_050));

        Assert.Equal(4, pair.Receiver.ReplayedCount);
        Assert.Equal(0, pair.Receiver.RejectedCount);
    }

    [Fact]
    public void Every_order_of_a_window_is_taken_exactly_once()
    {
        const int seed = 11;
        var random = new Random(seed);
        var window = new ReplayWindow();
        var reference = new HashSet<ulong>();
        ulong highest = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var index = (ulong)Math.Max(0, (i / 2) + random.Next(-1_500, 1_500));
            var expected = !reference.Contains(index) && (index >= highest || highest - index < ReplayWindow.Size);
            Assert.True(expected == window.IsFresh(index), $"seed {seed}, step {i}, index {index}, highest {highest}");
            if (!expected) continue;
            window.Record(index);
            reference.Add(index);
            highest = Math.Max(highest, index);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_forged_packet_is_refused_and_leaves_no_state(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var packet = pair.Protect(7, ssrc: 5, [1, 2, 3, 4]);
        for (var position = 0; position < packet.Length; position++)
        {
            var forged = packet.ToArray();
            forged[position] ^= 0x20;
            Assert.False(pair.Receiver.TryUnprotectRtp(forged, new byte[100], out _), $"byte {position}");
        }

        Assert.True(pair.Receiver.TryUnprotectRtp(packet, new byte[100], out _));
        Assert.Equal(packet.Length, pair.Receiver.RejectedCount);
    }

    [Fact]
    public void Rtcp_that_claims_not_to_be_encrypted_is_refused()
    {
        using var pair = new Pair(SrtpProfile.AeadAes128Gcm);
        var packet = new byte[60];
        var length = pair.Sender.ProtectRtcp(Convert.FromHexString("80c9000100000007"), packet);
        packet[length - 4] &= 0x7F;

        Assert.False(pair.Receiver.TryUnprotectRtcp(packet.AsSpan(0, length), new byte[100], out _));
    }

    [Fact]
    public void A_sixty_fifth_source_pushes_out_the_one_that_was_silent_longest()
    {
        using var pair = new Pair(SrtpProfile.AeadAes128Gcm);
        var first = pair.Protect(1, ssrc: 1, [1]);
        var second = pair.Protect(1, ssrc: 2, [1]);
        foreach (var packet in new[] { first, second }) Assert.True(pair.Receiver.TryUnprotectRtp(packet, new byte[100], out _));
        for (var ssrc = 3u; ssrc <= 64; ssrc++) pair.Receiver.TryUnprotectRtp(pair.Protect(1, ssrc, [1]), new byte[100], out _);
        pair.Receiver.TryUnprotectRtp(pair.Protect(2, ssrc: 1, [1]), new byte[100], out _);

        Assert.True(pair.Receiver.TryUnprotectRtp(pair.Protect(1, ssrc: 65, [1]), new byte[100], out _));

        Assert.False(pair.Receiver.TryUnprotectRtp(first, new byte[100], out _));
        Assert.True(pair.Receiver.TryUnprotectRtp(second, new byte[100], out _));
    }

    [Fact]
    public void Each_side_reads_only_what_the_other_sends()
    {
        var material = Enumerable.Range(0, 56).Select(i => (byte)i).ToArray();
        using var keys = new SrtpKeys(SrtpProfile.AeadAes128Gcm, material);
        using var client = new SrtpSender(keys.Profile, keys.ClientKey, keys.ClientSalt);
        using var server = new SrtpReceiver(keys.Profile, keys.ServerKey, keys.ServerSalt);
        var packet = new byte[60];
        var length = client.ProtectRtp(Pair.Header(1, 5), [1, 2, 3], packet);

        Assert.False(server.TryUnprotectRtp(packet.AsSpan(0, length), new byte[60], out _));
        Assert.Equal(material[..16], keys.ClientKey.ToArray());
        Assert.Equal(material[44..], keys.ServerSalt.ToArray());
    }

    [Fact]
    public void A_caller_that_gives_too_little_room_is_told()
    {
        using var pair = new Pair(SrtpProfile.AeadAes128Gcm);

        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtp(Pair.Header(1, 5), [1, 2, 3], new byte[30]));
        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtp([1, 2, 3], [1, 2, 3], new byte[100]));
        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtcp(new byte[8], new byte[27]));
        Assert.False(pair.Receiver.TryUnprotectRtp(pair.Protect(1, 5, [1, 2, 3]), new byte[10], out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Nothing_is_allocated_for_a_packet(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var header = Pair.Header(0, 5);
        var payload = new byte[1_100];
        payload[0] = 0x80; // its first bytes also serve as an RTCP packet
        var (sent, clear) = (new byte[1_200], new byte[1_200]);
        RoundTrips(pair, header, payload, sent, clear, 200);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var good = RoundTrips(pair, header, payload, sent, clear, 10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(20_000, good);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Mutated_packets_never_throw_and_never_pass(SrtpProfile profile)
    {
        const int seed = 20_263;
        var random = new Random(seed);
        using var pair = new Pair(profile);
        var rtcp = new byte[100];
        var rtcpLength = pair.Sender.ProtectRtcp(Convert.FromHexString("81c90001000000070102030405060708"), rtcp);
        byte[][] good = [pair.Protect(7, ssrc: 5, new byte[50]), rtcp[..rtcpLength]];
        for (var input = 0; input < 50_000; input++)
        {
            var packet = Mutation.Of(good[input % 2], random);
            if (good.Any(original => original.AsSpan().SequenceEqual(packet))) continue;
            var passed = false;
            var thrown = Record.Exception(() =>
            {
                passed = pair.Receiver.TryUnprotectRtp(packet, new byte[packet.Length], out _)
                    || pair.Receiver.TryUnprotectRtcp(packet, new byte[packet.Length], out _);
            });
            Assert.True(thrown is null && !passed, $"seed {seed}, input {input}: {thrown}");
        }
    }

    private static int RoundTrips(Pair pair, byte[] header, byte[] payload, byte[] sent, byte[] clear, int count)
    {
        var good = 0;
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) + 1));
            var length = pair.Sender.ProtectRtp(header, payload, sent);
            if (pair.Receiver.TryUnprotectRtp(sent.AsSpan(0, length), clear, out _)) good++;
            length = pair.Sender.ProtectRtcp(payload.AsSpan(0, 80), sent);
            if (pair.Receiver.TryUnprotectRtcp(sent.AsSpan(0, length), clear, out _)) good++;
        }
        return good;
    }

    private sealed class Pair : IDisposable
    {
        public Pair(SrtpProfile profile)
        {
            var key = Enumerable.Range(1, profile.KeyLength).Select(i => (byte)i).ToArray();
            var salt = Enumerable.Range(101, profile.SaltLength).Select(i => (byte)i).ToArray();
            Sender = new(profile, key, salt);
            Receiver = new(profile, key, salt);
        }

        public SrtpSender Sender { get; }

        public SrtpReceiver Receiver { get; }

        public static byte[] Header(ushort sequence, uint ssrc)
        {
            var header = new byte[12];
            header[0] = 0x80;
            header[1] = 96;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), sequence);
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), ssrc);
            return header;
        }

        public byte[] Protect(ushort sequence, uint ssrc, byte[] payload)
        {
            var packet = new byte[12 + payload.Length + SrtpSender.MaximumOverhead];
            return packet[..Sender.ProtectRtp(Header(sequence, ssrc), payload, packet)];
        }

        public void Dispose()
        {
            Sender.Dispose();
            Receiver.Dispose();
        }
    }
}
