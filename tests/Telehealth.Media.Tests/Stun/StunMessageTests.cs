using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Tests.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes(StunVectors.Password);

    [Fact]
    public void The_sample_request_of_RFC_5769_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(StunVectors.Request, out var request));

        Assert.Equal(StunMessageType.BindingRequest, request.Type);
        Assert.Equal("b7e7a701bc34d686fa87dfae", Convert.ToHexStringLower(request.TransactionId));
        Assert.Equal("evtj:h6vY", Encoding.UTF8.GetString(request.Username));
        Assert.Equal(0x6e0001ffu, request.Priority);
        Assert.True(request.IceControlled);
        Assert.False(request.IceControlling);
        Assert.False(request.UseCandidate);
        Assert.True(request.TryGetAttribute(StunAttribute.Software, out var software));
        Assert.Equal("STUN test client", Encoding.UTF8.GetString(software));
        Assert.True(request.VerifyIntegrity(Key));
        Assert.True(request.VerifyFingerprint());
        Assert.False(request.VerifyIntegrity("another password"u8));
    }

    [Fact]
    public void The_sample_IPv4_response_of_RFC_5769_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(StunVectors.IPv4Response, out var response));

        Assert.Equal(StunMessageType.BindingSuccess, response.Type);
        Assert.True(response.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(NetworkPath.From(IPAddress.Parse("192.0.2.1"), 32853), mapped);
        Assert.True(response.VerifyIntegrity(Key));
        Assert.True(response.VerifyFingerprint());
    }

    [Fact]
    public void The_sample_IPv6_response_of_RFC_5769_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(StunVectors.IPv6Response, out var response));

        Assert.True(response.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(NetworkPath.From(IPAddress.Parse("2001:db8:1234:5678:11:2233:4455:6677"), 32853), mapped);
        Assert.True(response.VerifyIntegrity(Key));
        Assert.True(response.VerifyFingerprint());
    }

    [Fact]
    [SuppressMessage("Security", "CA5351", Justification = "RFC 8489 section 9.2.2 fixes MD5 for the long-term key.")]
    public void The_long_term_request_of_RFC_5769_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(StunVectors.LongTermRequest, out var request));

        Assert.Equal("マトリックス", Encoding.UTF8.GetString(request.Username));
        Assert.True(request.VerifyIntegrity(MD5.HashData(Encoding.UTF8.GetBytes("マトリックス:example.org:TheMatrIX"))));
        Assert.False(request.HasFingerprint);
        Assert.False(request.VerifyFingerprint());
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677")]
    public void The_writer_makes_the_sample_responses_of_RFC_5769(string address)
    {
        var expected = address.Contains(':') ? StunVectors.IPv6Response : StunVectors.IPv4Response;
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunMessageType.BindingSuccess, expected.AsSpan(8, 12));
        writer.WriteAttribute(StunAttribute.Software, "test vector"u8);
        // The RFC pads with a space where RFC 8489 asks for zero; both are to be ignored, but the checksums cover them.
        buffer[writer.Length - 1] = (byte)' ';
        writer.WriteXorMappedAddress(NetworkPath.From(IPAddress.Parse(address), 32853));
        writer.AppendIntegrity(Key);
        writer.AppendFingerprint();

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(buffer, 0, writer.Length));
    }

    [Fact]
    public void Every_flipped_bit_before_the_fingerprint_is_noticed()
    {
        for (var bit = 0; bit < (StunVectors.Request.Length - 32) * 8; bit++)
        {
            var changed = StunVectors.Request.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var passes = StunMessage.TryParse(changed, out var request) && request.VerifyFingerprint() && request.VerifyIntegrity(Key);
            Assert.False(passes, $"bit {bit}");
        }
    }

    [Fact]
    public void An_attribute_behind_the_integrity_is_not_seen()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        writer.WriteAttribute(StunAttribute.Username, "a:b"u8);
        writer.AppendIntegrity(Key);
        writer.WriteAttribute(StunAttribute.UseCandidate, default);

        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var request));
        Assert.True(request.VerifyIntegrity(Key));
        Assert.False(request.UseCandidate);
    }

    [Fact]
    public void Only_unknown_attributes_that_must_be_understood_are_collected()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        writer.WriteUInt32((StunAttribute)0xC057, 1);
        writer.WriteUInt32((StunAttribute)0x7ABC, 1);
        writer.WriteUInt32(StunAttribute.Nomination, 1);
        writer.WriteUInt32((StunAttribute)0x0002, 1);
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var request));
        Span<ushort> unknown = stackalloc ushort[4];

        var count = request.CollectUnknownRequired(unknown);

        Assert.Equal([0x7ABC, 0x0002], unknown[..count].ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00010000")]
    [InlineData("000100002112a443b7e7a701bc34d686fa87dfae")] // another cookie
    [InlineData("400100002112a442b7e7a701bc34d686fa87dfae")] // a leading bit
    [InlineData("000100042112a442b7e7a701bc34d686fa87dfae")] // longer than the datagram
    [InlineData("000100002112a442b7e7a701bc34d686fa87dfae00000000")] // shorter than the datagram
    [InlineData("000100042112a442b7e7a701bc34d686fa87dfae00060001")] // a value over the end
    [InlineData("000100042112a442b7e7a701bc34d686fa87dfae00080000")] // an integrity of no length
    [InlineData("0001000c2112a442b7e7a701bc34d686fa87dfae802800040000000000250000")] // the fingerprint is not last
    public void What_is_not_a_message_is_not_read(string hex) =>
        Assert.False(StunMessage.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_writer_without_room_says_so()
    {
        Assert.Throws<ArgumentException>(() =>
        {
            var writer = new StunWriter(new byte[24], StunMessageType.BindingRequest, new byte[12]);
            writer.WriteXorMappedAddress(default);
        });
    }

    [Fact]
    public void Mutated_messages_never_throw()
    {
        const int seed = 20_260;
        var random = new Random(seed);
        byte[][] good = [StunVectors.Request, StunVectors.IPv4Response, StunVectors.IPv6Response, StunVectors.LongTermRequest];
        for (var input = 0; input < 50_000; input++)
        {
            var datagram = Mutation.Of(good[random.Next(good.Length)], random);
            var thrown = Record.Exception(() => ReadAll(datagram));
            Assert.True(thrown is null, $"seed {seed}, input {input}: {thrown}");
        }
    }

    private static void ReadAll(byte[] datagram)
    {
        DatagramKind.Classify(datagram);
        if (!StunMessage.TryParse(datagram, out var message)) return;
        Span<ushort> unknown = stackalloc ushort[4];
        _ = (message.Type, message.Priority, message.UseCandidate, message.IceControlling, message.ErrorCode);
        _ = message.Username;
        message.TryGetXorMappedAddress(out _);
        message.CollectUnknownRequired(unknown);
        message.VerifyFingerprint();
        message.VerifyIntegrity(Key);
    }
}
