using Telehealth.Media.Dtls;
using Telehealth.Testing.Media;

namespace Telehealth.Media.Tests.Dtls;

/// <summary>A client and a server with a wire between them that can lose datagrams, on a clock that the wire moves.</summary>
internal sealed class DtlsWire : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private readonly Func<bool> drops;
    private readonly byte[] buffer = new byte[DtlsServerTransport.MaximumDatagram];
    private bool hasStarted;

    public DtlsWire(DtlsIdentity identity, DtlsTestClient client, string? announcedFingerprint = null, Func<bool>? drops = null)
    {
        Client = client;
        Server = new(identity, announcedFingerprint ?? client.Fingerprint);
        this.drops = drops ?? (() => false);
    }

    public DtlsTestClient Client { get; }

    public DtlsServerTransport Server { get; }

    public TimeSpan Now { get; private set; }

    public List<byte[]> FromClient { get; } = [];

    public List<byte[]> FromServer { get; } = [];

    public int DatagramsOfFirstClientFlight { get; private set; }

    /// <summary>Carries datagrams without moving the clock until nobody has anything to say.</summary>
    public void RunUntilQuiet()
    {
        Start();
        while (CarryOnce()) { }
    }

    /// <summary>Carries datagrams and moves the clock until the condition holds or the time is over.</summary>
    public void RunUntil(Func<bool> condition, TimeSpan atMost)
    {
        Start();
        for (var end = Now + atMost; !condition() && Now < end; Now += Step)
        {
            while (CarryOnce()) { }
            Client.OnTime(Now);
            if (Server.NextDeadline(Now) <= Now) Server.OnDeadline(Now);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private void Start()
    {
        if (hasStarted) return;
        hasStarted = true;
        Client.Start(Now);
    }

    private bool CarryOnce()
    {
        var carried = false;
        while (Client.TryTakeDatagram(out var datagram))
        {
            carried = true;
            if (FromServer.Count == 0) DatagramsOfFirstClientFlight++;
            FromClient.Add(datagram);
            if (!drops()) Server.Receive(datagram, Now);
        }
        while (Server.TryTakeDatagram(buffer, out var length))
        {
            carried = true;
            FromServer.Add(buffer[..length]);
            if (!drops()) Client.Receive(buffer.AsSpan(0, length), Now);
        }
        return carried;
    }
}
