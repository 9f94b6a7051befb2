using Telehealth.Media.Srtp;

namespace Telehealth.Media.Tests.Srtp;

/// <summary>The published vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17.</summary>
public sealed class SrtpVectorTests
{
    private const string Key128 = "000102030405060708090a0b0c0d0e0f";
    private const string Key256 = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string GcmSalt = "517569642070726f2071756f";
    private const string RtpHeader = "8040f17b8041f8d35501a0b2";
    private const string RtpPayload = "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private const string Rtcp =
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void The_usual_way_to_give_a_cipher_its_vector_and_the_short_one_are_the_same(int keyLength)
    {
        var key = Hex(Key256)[..keyLength];
        using var usual = new GcmCipher(key, encrypts: true, takesIvAsParameter: false);
        using var direct = new GcmCipher(key, encrypts: true, takesIvAsParameter: true);
        using var usualReader = new GcmCipher(key, encrypts: false, takesIvAsParameter: false);
        using var directReader = new GcmCipher(key, encrypts: false, takesIvAsParameter: true);
        var iv = Hex(GcmSalt);
        for (var packet = 0; packet < 100; packet++)
        {
            iv[^1]++;
            var input = Hex(RtpPayload)[..(packet % 39)];
            var (output, other) = (new byte[input.Length + 16], new byte[input.Length + 16]);
            Assert.True(usual.Seal(iv, Hex(RtpHeader), input, output, output.AsSpan(input.Length)));
            Assert.True(direct.Seal(iv, Hex(RtpHeader), input, other, other.AsSpan(input.Length)));
            Assert.Equal(output, other);

            other[^1] ^= 1;
            foreach (var reader in new[] { usualReader, directReader })
            {
                var clear = new byte[input.Length];
                Assert.True(reader.Open(iv, Hex(RtpHeader), output.AsSpan(0, input.Length), clear, output.AsSpan(input.Length)));
                Assert.Equal(input, clear);
                Assert.False(reader.Open(iv, Hex(RtpHeader), other.AsSpan(0, input.Length), clear, other.AsSpan(input.Length)));
            }
        }
    }

    [Fact]
    public void The_key_stream_of_RFC_3711_B_2_comes_out()
    {
        using var cipher = new CounterCipher(Hex("2B7E151628AED2A6ABF7158809CF4F3C"));
        var output = new byte[0xFF02 * 16];

        Assert.True(cipher.Apply(Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), output, output));

        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4", Convert.ToHexString(output, 0, 16));
        Assert.Equal("D23513162B02D0F72A43A2FE4A5F97AB", Convert.ToHexString(output, 16, 16));
        Assert.Equal("41E95B3BB0A2E8DD477901E4FCA894C0", Convert.ToHexString(output, 32, 16));
        Assert.Equal("EC8CDF7398607CB0F2D21675EA9EA1E4", Convert.ToHexString(output, 0xFEFF * 16, 16));
        Assert.Equal("362B7C3C6773516318A077D7FC5073AE", Convert.ToHexString(output, 0xFF00 * 16, 16));
        Assert.Equal("6A2CC3787889374FBEB4C81B17BA6C44", Convert.ToHexString(output, 0xFF01 * 16, 16));
    }

    [Fact]
    public void The_session_keys_of_RFC_3711_B_3_come_out()
    {
        using var derivation = new SrtpKeyDerivation(Hex("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex("0EC675AD498AFEEBB6960B3AABE6"));
        var authentication = new byte[94];
        derivation.Derive(1, authentication);
        using var keys = new SrtpSessionKeys(SrtpProfile.Aes128CmSha1_80, derivation, firstLabel: 0);

        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Convert.ToHexString(keys.Encryption));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Convert.ToHexString(keys.Salt));
        Assert.Equal(
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5F" +
            "BCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2",
            Convert.ToHexString(authentication));
        Assert.Equal("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", Convert.ToHexString(keys.Authentication));
    }

    /// <summary>RFC 7714 has no vector for it; these values let packets pass between us and libsrtp 2.5.</summary>
    [Fact]
    public void A_salt_of_96_bits_is_padded_on_the_right_before_the_label_meets_it()
    {
        using var derivation = new SrtpKeyDerivation(Hex(Key128), Hex("404142434445464748494a4b"));
        using var keys = new SrtpSessionKeys(SrtpProfile.AeadAes128Gcm, derivation, firstLabel: 0);

        Assert.Equal("1fcd5d561e66dc49ec1c3ccb", Convert.ToHexStringLower(keys.Salt));
    }

    [Fact]
    public void The_packet_that_other_implementations_test_counter_mode_with_comes_out()
    {
        var (key, salt) = (Hex("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex("0EC675AD498AFEEBB6960B3AABE6"));
        using var sender = new SrtpSender(SrtpProfile.Aes128CmSha1_80, key, salt);
        var output = new byte[64];

        var length = sender.ProtectRtp(Hex("800f1234decafbadcafebabe"), Hex("abababababababababababababababab"), output);

        Assert.Equal(
            "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb", Convert.ToHexStringLower(output, 0, length));
    }

    [Theory]
    [InlineData(Key128, "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce")]
    [InlineData(Key256, "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13")]
    public void The_SRTP_packets_of_RFC_7714_16_come_out_and_go_back(string key, string expected)
    {
        using var sender = new SrtpSender(Gcm(key, sends: true), tagLength: 16);
        using var receiver = new SrtpReceiver(Gcm(key, sends: false), tagLength: 16);
        var protectedPacket = new byte[128];
        var clear = new byte[128];

        var length = sender.ProtectRtp(Hex(RtpHeader), Hex(RtpPayload), protectedPacket);
        var isGood = receiver.TryUnprotectRtp(protectedPacket.AsSpan(0, length), clear, out var clearLength);

        Assert.Equal(RtpHeader + expected, Convert.ToHexStringLower(protectedPacket, 0, length));
        Assert.True(isGood);
        Assert.Equal(RtpHeader + RtpPayload, Convert.ToHexStringLower(clear, 0, clearLength));
    }

    [Theory]
    [InlineData(
        Key128,
        "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b" + "c84aa45896cf4d2fc5abf87245d9eade")]
    [InlineData(
        Key256,
        "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad" + "1d1eb30c4446839f57ff6f6cb26ac3be")]
    public void The_SRTCP_packets_of_RFC_7714_17_come_out_and_go_back(string key, string expected)
    {
        using var sender = new SrtpSender(Gcm(key, sends: true), tagLength: 16, firstRtcpIndex: 0x5d4);
        using var receiver = new SrtpReceiver(Gcm(key, sends: false), tagLength: 16);
        var protectedPacket = new byte[128];
        var clear = new byte[128];

        var length = sender.ProtectRtcp(Hex(Rtcp), protectedPacket);
        var isGood = receiver.TryUnprotectRtcp(protectedPacket.AsSpan(0, length), clear, out var clearLength);

        Assert.Equal(Rtcp[..16] + expected + "800005d4", Convert.ToHexStringLower(protectedPacket, 0, length));
        Assert.True(isGood);
        Assert.Equal(Rtcp, Convert.ToHexStringLower(clear, 0, clearLength));
    }

    [Theory]
    [InlineData(Key128, "51753c6580c2726f20718414", RtpHeader + RtpPayload, "22493f82d2bce397e9d79e3b19aa4216")]
    [InlineData(Key256, "51753c6580c2726f20718414", RtpHeader + RtpPayload, "a866d5910f887463067ceefec45215d4")]
    [InlineData(Key128, "517524055203726f207170bb", Rtcp + "000005d4", "841dd9683dd78ec92ae58790125f62b3")]
    [InlineData(Key256, "517524055203726f207170bb", Rtcp + "000005d4", "91db4afbfeee5a978fab4393ed2615fe")]
    public void The_tags_without_encryption_of_RFC_7714_16_and_17_come_out(string key, string iv, string associated, string expected)
    {
        using var seal = new GcmCipher(Hex(key), encrypts: true);
        using var open = new GcmCipher(Hex(key), encrypts: false);
        var tag = new byte[16];

        Assert.True(seal.Seal(Hex(iv), Hex(associated), default, default, tag));
        Assert.True(open.Open(Hex(iv), Hex(associated), default, default, tag));

        Assert.Equal(expected, Convert.ToHexStringLower(tag));
    }

    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b617318655057264e28bc0b6fb378c8ef146be00")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")]
    public void The_digests_of_RFC_2202_come_out_of_one_piece_or_two(string key, string data, string expected)
    {
        using var hash = new KeyedSha1(Hex(key));
        var (whole, pieces) = (new byte[20], new byte[20]);

        hash.Compute(Hex(data), default, whole);
        hash.Compute(Hex(data).AsSpan(0, 3), Hex(data).AsSpan(3), pieces);

        Assert.Equal(expected, Convert.ToHexStringLower(whole));
        Assert.Equal(whole, pieces);
    }

    private static GcmTransform Gcm(string key, bool sends) => new(
        new SrtpSessionKeys(Hex(key), [], Hex(GcmSalt)), new SrtpSessionKeys(Hex(key), [], Hex(GcmSalt)), sends);

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
