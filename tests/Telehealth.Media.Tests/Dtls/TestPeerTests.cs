using System.Net;
using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Srtp;
using Telehealth.Media.Stun;
using Telehealth.Testing.Media;

namespace Telehealth.Media.Tests.Dtls;

/// <summary>The whole transport at once: a fake browser against agent, DTLS and SRTP on one address.</summary>
public sealed class TestPeerTests : IDisposable
{
    private readonly DtlsIdentity identity = DtlsIdentity.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly IceLiteAgent agent = new(IceCredentials.Create(new Random(1)));
    private readonly TestPeer peer = new(NetworkPath.From(IPAddress.Loopback, 50_000), new Random(2));
    private readonly DtlsServerTransport dtls;
    private readonly byte[] buffer = new byte[1_500];

    public TestPeerTests() => dtls = new(identity, peer.Fingerprint);

    public void Dispose()
    {
        peer.Dispose();
        dtls.Dispose();
        identity.Dispose();
    }

    [Fact]
    public void A_fake_browser_connects_and_media_flows_both_ways()
    {
        Connect();

        Assert.True(peer.IsConnected);
        Assert.Equal(peer.Address, peer.MappedAddress);
        Assert.Equal(peer.Address, agent.SelectedPath);
        Assert.True(agent.IsNominated);
        using var sender = new SrtpSender(dtls.Profile, dtls.Keys!.ServerKey, dtls.Keys.ServerSalt);
        using var receiver = new SrtpReceiver(dtls.Profile, dtls.Keys.ClientKey, dtls.Keys.ClientSalt);
        byte[] packet = [0x80, 96, 4, 210, 0, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3];
        byte[] report = [0x80, 201, 0, 1, 0, 0, 0, 9];

        peer.SendRtp(packet);
        peer.SendRtcp(report);
        Assert.True(peer.TryTakeDatagram(out var rtp));
        Assert.True(peer.TryTakeDatagram(out var rtcp));
        Assert.True(receiver.TryUnprotectRtp(rtp, buffer, out var length));
        Assert.Equal(packet, buffer[..length]);
        Assert.True(receiver.TryUnprotectRtcp(rtcp, buffer, out length));
        Assert.Equal(report, buffer[..length]);

        length = sender.ProtectRtp(packet.AsSpan(0, 12), packet.AsSpan(12), buffer);
        peer.Receive(buffer.AsSpan(0, length), TimeSpan.Zero);
        length = sender.ProtectRtcp(report, buffer);
        peer.Receive(buffer.AsSpan(0, length), TimeSpan.Zero);
        Assert.Equal(packet, peer.ReceivedRtp.Dequeue());
        Assert.Equal(report, peer.ReceivedRtcp.Dequeue());
        Assert.Equal(0, peer.DroppedCount);
    }

    [Fact]
    public void A_fake_browser_restarts_ICE_from_another_network_without_a_new_handshake()
    {
        Connect();
        var renewed = IceCredentials.Create(new Random(3));

        peer.BeginRestart();
        Assert.True(agent.IsRestart(peer.Ice.Ufrag, peer.Ice.Password));
        agent.Restart(renewed, peer.Ice.Ufrag, peer.Ice.Password);
        peer.Address = NetworkPath.From(IPAddress.Parse("127.0.0.9"), 50_001);
        peer.FinishRestart(renewed.Ufrag, renewed.Password, TimeSpan.Zero);
        Run();

        Assert.Equal(peer.Address, agent.SelectedPath);
        Assert.Equal(2, peer.AnsweredChecks);
        Assert.Equal(DtlsState.Connected, dtls.State);
    }

    private void Connect()
    {
        agent.SetRemote(peer.Ice.Ufrag, peer.Ice.Password);
        peer.Connect(agent.Local.Ufrag, agent.Local.Password, $"sha-256 {identity.FingerprintSha256}", TimeSpan.Zero);
        Run();
    }

    private void Run()
    {
        while (peer.TryTakeDatagram(out var datagram))
        {
            if (DatagramKind.Classify(datagram) == DatagramKind.Stun)
            {
                agent.HandleRequest(datagram, peer.Address, TimeSpan.Zero, buffer, out var written);
                if (written > 0) peer.Receive(buffer.AsSpan(0, written), TimeSpan.Zero);
            }
            else
            {
                dtls.Receive(datagram, TimeSpan.Zero);
            }
            while (dtls.TryTakeDatagram(buffer, out var length)) peer.Receive(buffer.AsSpan(0, length), TimeSpan.Zero);
        }
    }
}
