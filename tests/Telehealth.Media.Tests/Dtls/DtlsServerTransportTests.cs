using Telehealth.Media.Dtls;
using Telehealth.Media.Srtp;
using Telehealth.Testing.Media;

namespace Telehealth.Media.Tests.Dtls;

public sealed class DtlsServerTransportTests : IDisposable
{
    private static readonly DateTimeOffset CertificateTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DtlsIdentity identity = DtlsIdentity.Create(CertificateTime);

    private string ServerFingerprint => $"sha-256 {identity.FingerprintSha256}";

    public void Dispose() => identity.Dispose();

    [Theory]
    [InlineData(DtlsTestClient.BrowserProfiles, SrtpProfile.AeadAes128Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM", SrtpProfile.AeadAes256Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_32:SRTP_AES128_CM_SHA1_80", SrtpProfile.Aes128CmSha1_80)]
    public void Both_ends_agree_on_our_preferred_profile_and_on_the_keys(string offered, SrtpProfile expected)
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint, offered));

        wire.RunUntilQuiet();

        Assert.Equal(DtlsState.Connected, wire.Server.State);
        Assert.Equal(expected, wire.Server.Profile);
        Assert.Equal(wire.Client.Keys!.ClientKey, wire.Server.Keys!.ClientKey);
        Assert.Equal(wire.Client.Keys.ServerKey, wire.Server.Keys.ServerKey);
        Assert.Equal(wire.Client.Keys.ClientSalt, wire.Server.Keys.ClientSalt);
        Assert.Equal(wire.Client.Keys.ServerSalt, wire.Server.Keys.ServerSalt);
        Assert.False(wire.Server.Keys.ClientKey.SequenceEqual(wire.Server.Keys.ServerKey));
        Assert.Null(wire.Server.NextDeadline(wire.Now));
    }

    [Theory]
    [InlineData(1_200)]
    [InlineData(5_000)]
    public void A_client_hello_in_several_datagrams_is_answered(int extraBytes)
    {
        using var wire = new DtlsWire(
            identity, new DtlsTestClient(CertificateTime, ServerFingerprint, DtlsTestClient.BrowserProfiles, extraBytes));

        wire.RunUntilQuiet();

        Assert.True(wire.DatagramsOfFirstClientFlight > 1);
        Assert.Equal(DtlsState.Connected, wire.Server.State);
    }

    [Fact]
    public void Every_datagram_ends_with_a_record_and_fits()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));

        wire.RunUntilQuiet();

        Assert.NotEmpty(wire.FromServer);
        Assert.All(wire.FromServer, datagram =>
        {
            Assert.InRange(datagram.Length, 14, DtlsServerTransport.MaximumDatagram);
            var end = 0;
            while (end < datagram.Length) end += 13 + (datagram[end + 11] << 8) + datagram[end + 12];
            Assert.Equal(datagram.Length, end);
        });
    }

    [Fact]
    public void A_datagram_is_not_taken_into_too_small_a_buffer_and_not_lost()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.Client.Start(wire.Now);
        while (wire.Client.TryTakeDatagram(out var hello)) wire.Server.Receive(hello, wire.Now);

        Assert.False(wire.Server.TryTakeDatagram(new byte[100], out var nothing));
        Assert.Equal(0, nothing);
        Assert.True(wire.Server.TryTakeDatagram(new byte[DtlsServerTransport.MaximumDatagram], out _));
    }

    [Fact]
    public void A_certificate_that_signalling_did_not_announce_fails_with_an_alert()
    {
        var wrong = $"sha-256 {string.Join(':', Enumerable.Repeat("AB", 32))}";
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint), announcedFingerprint: wrong);

        wire.RunUntilQuiet();

        Assert.Equal(DtlsState.Failed, wire.Server.State);
        Assert.Equal(DtlsFailure.FingerprintMismatch, wire.Server.FailureReason);
        Assert.Null(wire.Server.Keys);
        Assert.False(wire.Client.IsConnected);
        Assert.True(wire.Client.IsOver);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha-256")]
    [InlineData("sha-1 AB:CD")]
    [InlineData("sha-256 ZZ:CD:EF")]
    public void A_malformed_fingerprint_gives_a_failed_transport(string announced)
    {
        using var server = new DtlsServerTransport(identity, announced);

        server.Receive([22, 254, 253], TimeSpan.Zero);

        Assert.Equal(DtlsState.Failed, server.State);
        Assert.Equal(DtlsFailure.MalformedFingerprint, server.FailureReason);
        Assert.False(server.TryTakeDatagram(new byte[1_500], out _));
    }

    [Fact]
    public void A_peer_without_a_profile_of_ours_fails()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint, "SRTP_AES128_CM_SHA1_32"));

        wire.RunUntilQuiet();

        Assert.Equal(DtlsState.Failed, wire.Server.State);
        Assert.Equal(DtlsFailure.NoSrtpProfile, wire.Server.FailureReason);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(30, 2)]
    [InlineData(40, 3)]
    public void A_handshake_survives_loss_in_both_directions(int lossPercent, int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 40; seed += 3)
        {
            var random = new Random(seed);
            using var wire = new DtlsWire(
                identity,
                new DtlsTestClient(CertificateTime, ServerFingerprint, DtlsTestClient.BrowserProfiles, extraHelloBytes: 1_000),
                drops: () => random.Next(100) < lossPercent);

            wire.RunUntil(() => wire.Server.State == DtlsState.Connected && wire.Client.IsConnected, DtlsServerTransport.HandshakeLifetime);

            Assert.True(wire.Server.State == DtlsState.Connected && wire.Client.IsConnected, $"seed {seed}, {wire.Server.FailureReason}");
        }
    }

    [Fact]
    public void An_unanswered_flight_is_repeated_with_growing_pauses_until_the_transport_gives_up()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.Client.Start(TimeSpan.Zero);
        Assert.True(wire.Client.TryTakeDatagram(out var hello));
        wire.Server.Receive(hello, TimeSpan.Zero);
        var flight = Take(wire.Server);
        var pauses = new List<double>();
        var now = TimeSpan.Zero;

        while (wire.Server.NextDeadline(now) is { } deadline)
        {
            pauses.Add((deadline - now).TotalMilliseconds);
            now = deadline;
            wire.Server.OnDeadline(now);
            if (wire.Server.State == DtlsState.Handshaking) Assert.Equal(flight, Take(wire.Server));
        }

        Assert.Equal([100, 200, 400, 800, 1_600, 3_000, 3_000], pauses.Take(7));
        Assert.Equal(DtlsState.Failed, wire.Server.State);
        Assert.Equal(DtlsFailure.Timeout, wire.Server.FailureReason);
        Assert.Equal(DtlsServerTransport.HandshakeLifetime, now);
    }

    [Fact]
    public void A_last_flight_that_was_lost_is_sent_again_when_the_client_repeats_its_own()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.Client.Start(TimeSpan.Zero);
        Assert.True(wire.Client.TryTakeDatagram(out var hello));
        wire.Server.Receive(hello, TimeSpan.Zero);
        foreach (var datagram in Take(wire.Server)) wire.Client.Receive(datagram, TimeSpan.Zero);
        while (wire.Client.TryTakeDatagram(out var datagram)) wire.Server.Receive(datagram, TimeSpan.Zero);
        Assert.NotEmpty(Take(wire.Server));

        wire.Client.OnTime(TimeSpan.FromMilliseconds(100));
        while (wire.Client.TryTakeDatagram(out var datagram)) wire.Server.Receive(datagram, TimeSpan.FromMilliseconds(100));
        foreach (var datagram in Take(wire.Server)) wire.Client.Receive(datagram, TimeSpan.FromMilliseconds(100));

        Assert.True(wire.Client.IsConnected);
    }

    [Fact]
    public void A_close_notify_closes_and_later_datagrams_change_nothing()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.RunUntilQuiet();

        wire.Client.Close(wire.Now);
        wire.RunUntilQuiet();
        wire.Server.Receive([21, 254, 253, 0], wire.Now);

        Assert.Equal(DtlsState.Closed, wire.Server.State);
        Assert.Null(wire.Server.FailureReason);
    }

    [Fact]
    public void Closing_tells_the_peer()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.RunUntilQuiet();

        wire.Server.Close(wire.Now);
        wire.RunUntilQuiet();

        Assert.Equal(DtlsState.Closed, wire.Server.State);
        Assert.True(wire.Client.IsOver);
    }

    [Fact]
    public void Garbage_and_forged_alerts_do_not_close_an_established_association()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.RunUntilQuiet();
        var random = new Random(7);

        wire.Server.Receive([21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 2, 40], wire.Now);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[random.Next(1, 3_000)];
            random.NextBytes(garbage);
            garbage[0] = (byte)random.Next(20, 64);
            wire.Server.Receive(garbage, wire.Now);
        }

        Assert.Equal(DtlsState.Connected, wire.Server.State);
    }

    [Fact]
    public void A_datagram_of_64_kilobytes_does_not_throw()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        var huge = new byte[65_507];
        huge[0] = 22;

        wire.Server.Receive(huge, wire.Now);
        wire.RunUntilQuiet();

        Assert.Equal(DtlsState.Connected, wire.Server.State);
    }

    [Fact]
    public void Disposal_wipes_the_keys()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.RunUntilQuiet();
        var keys = wire.Server.Keys!;

        wire.Server.Dispose();

        Assert.Equal(new byte[16], keys.ClientKey.ToArray());
        Assert.Null(wire.Server.Keys);
        wire.Server.Receive([22, 254, 253], wire.Now);
        Assert.Equal(DtlsState.Closed, wire.Server.State);
    }

    [Fact]
    public void Mutated_handshakes_never_throw()
    {
        const int seed = 20_261;
        var random = new Random(seed);
        var recorded = RecordClientDatagrams();
        for (var input = 0; input < 2_000;)
        {
            using var server = new DtlsServerTransport(identity, $"sha-256 {string.Join(':', Enumerable.Repeat("AB", 32))}");
            for (var step = 0; step < 8; step++, input++)
            {
                var datagram = Mutation.Of(recorded[random.Next(recorded.Count)], random);
                var thrown = Record.Exception(() => server.Receive(datagram, TimeSpan.Zero));
                Assert.True(thrown is null, $"seed {seed}, input {input}: {thrown}");
                server.OnDeadline(TimeSpan.FromSeconds(step));
                while (server.TryTakeDatagram(new byte[DtlsServerTransport.MaximumDatagram], out _)) { }
            }
        }
    }

    private List<byte[]> RecordClientDatagrams()
    {
        using var wire = new DtlsWire(identity, new DtlsTestClient(CertificateTime, ServerFingerprint));
        wire.RunUntilQuiet();
        wire.Client.Close(wire.Now);
        wire.RunUntilQuiet();
        return wire.FromClient;
    }

    private static List<byte[]> Take(DtlsServerTransport server)
    {
        var taken = new List<byte[]>();
        var buffer = new byte[DtlsServerTransport.MaximumDatagram];
        while (server.TryTakeDatagram(buffer, out var length)) taken.Add(buffer[..length]);
        return taken;
    }
}
