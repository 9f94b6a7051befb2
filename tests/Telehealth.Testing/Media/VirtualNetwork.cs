using System.Net;
using Telehealth.Media;
using Telehealth.Media.Dtls;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Media.Stun;

namespace Telehealth.Testing.Media;

/// <summary>
/// A relay and fake browsers on a network without sockets and a clock without waiting: a millisecond a step, nothing is lost or late
/// unless <see cref="Loses"/> or <see cref="Impair"/> say so, and one seed decides everything but the certificates.
/// </summary>
public sealed class VirtualNetwork : IDatagramSink, IDisposable
{
    public static readonly NetworkPath RelayAddress = NetworkPath.From(IPAddress.Parse("192.0.2.1"), 40_000);

    private readonly DtlsIdentity identity = DtlsIdentity.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<FakeBrowser> browsers = [];
    private readonly Queue<(NetworkPath To, byte[] Datagram)> onTheWay = new();
    private readonly Dictionary<NetworkPath, (ImpairedLink Up, ImpairedLink Down)> impaired = [];
    private readonly PriorityQueue<(NetworkPath From, NetworkPath To, byte[] Datagram), (TimeSpan At, long Number)> late = new();
    private readonly byte[] room = new byte[IDatagramSink.DatagramRoom];
    private NetworkPath rentedFor;
    private int nextHost;
    private long lateNumber;

    public VirtualNetwork(int seed = 1, Func<RelayOptions, RelayOptions>? change = null)
    {
        Random = new Random(seed);
        var options = new RelayOptions { AdvertisedAddresses = [RelayAddress] };
        Relay = new(change?.Invoke(options) ?? options, identity, new Random(seed + 1));
    }

    public Relay Relay { get; }

    public Random Random { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    /// <summary>Everything that the relay has announced, oldest first.</summary>
    public List<RoomNotice> Notices { get; } = [];

    /// <summary>Whether a datagram from the relay to this address is lost.</summary>
    public Func<NetworkPath, byte[], bool>? Loses { get; set; }

    /// <summary>Whether the network throws when the relay sends to this address, as code that is wrong does.</summary>
    public Func<NetworkPath, bool>? Fails { get; set; }

    /// <summary>Adds a browser at an address of its own; it has not made an offer yet.</summary>
    public FakeBrowser Add(string room, string peer, string srtpProfiles = DtlsTestClient.BrowserProfiles)
    {
        var browser = new FakeBrowser(this, room, peer, NextAddress(), srtpProfiles);
        browsers.Add(browser);
        return browser;
    }

    /// <summary>Adds a browser that publishes these sources, and waits until it is connected.</summary>
    public FakeBrowser Join(string room, string peer, params TrackSource[] sources)
    {
        var browser = Add(room, peer);
        foreach (var source in sources) browser.Publish(source);
        if (sources.Length == 0) browser.Want(1, 0);
        browser.Negotiate();
        RunUntil(() => browser.Transport.IsConnected);
        return browser;
    }

    public NetworkPath NextAddress() => NetworkPath.From(IPAddress.Parse("198.51.100.7"), (ushort)(50_000 + nextHost++));

    public void Remove(FakeBrowser browser) => browsers.Remove(browser);

    /// <summary>
    /// From now on the browser's datagrams pass links like these, one a direction; what has become of them stands in their counters.
    /// </summary>
    public (ImpairmentCounters Up, ImpairmentCounters Down) Impair(FakeBrowser browser, Impairment up, Impairment down)
    {
        var links = (Up: new ImpairedLink(up, new Random(Random.Next())), Down: new ImpairedLink(down, new Random(Random.Next())));
        impaired[browser.Transport.Address] = links;
        return (links.Up.Counters, links.Down.Counters);
    }

    public Span<byte> Rent(NetworkPath to)
    {
        if (Fails?.Invoke(to) == true) throw new InvalidOperationException("The test lets this fail.");
        rentedFor = to;
        return room;
    }

    public void Commit(int length)
    {
        if (length > 0) onTheWay.Enqueue((rentedFor, room[..length]));
    }

    /// <summary>Lets time pass, a millisecond a step.</summary>
    public void Run(int milliseconds)
    {
        for (var i = 0; i < milliseconds; i++)
        {
            Now += TimeSpan.FromMilliseconds(1);
            Settle();
        }
    }

    /// <summary>Lets time pass until something is so, for 10 seconds of its own at most.</summary>
    public void RunUntil(Func<bool> isSo)
    {
        for (var i = 0; i < 10_000; i++)
        {
            if (isSo()) return;
            Run(1);
        }
        throw new TimeoutException("It did not become so within ten seconds of virtual time.");
    }

    /// <summary>Delivers what is on the way without letting time pass.</summary>
    public void Settle()
    {
        do
        {
            foreach (var browser in browsers.ToArray())
            {
                browser.Transport.OnTime(Now);
                while (browser.Transport.TryTakeDatagram(out var datagram)) Send(browser.Transport.Address, RelayAddress, datagram);
            }
            while (late.TryPeek(out var next, out var due) && due.At <= Now)
            {
                late.Dequeue();
                Arrive(next.From, next.To, next.Datagram);
            }
            Relay.EndBurst(Now, this);
            Relay.Tick(Now, this);
            while (Relay.TryTakeNotice(out var notice)) Notices.Add(notice);
        }
        while (Deliver());
    }

    public void Dispose()
    {
        foreach (var browser in browsers) browser.Transport.Dispose();
        Relay.Dispose();
        identity.Dispose();
    }

    private bool Deliver()
    {
        var any = onTheWay.Count > 0;
        while (onTheWay.TryDequeue(out var next))
            if (Loses?.Invoke(next.To, next.Datagram) != true)
                Send(RelayAddress, next.To, next.Datagram);
        return any;
    }

    private void Send(NetworkPath from, NetworkPath to, byte[] datagram)
    {
        var isUp = to == RelayAddress;
        if (!impaired.TryGetValue(isUp ? from : to, out var links))
        {
            Arrive(from, to, datagram);
            return;
        }
        // Signatures of certificates that no seed decides vary by some bytes: a handshake counts as full datagrams, so that a seed
        // gives the same run.
        var bytes = DatagramKind.Classify(datagram) == DatagramKind.Dtls ? DtlsServerTransport.MaximumDatagram : datagram.Length;
        var arrival = (isUp ? links.Up : links.Down).Take(bytes, Now, out var again);
        if (arrival is { } once) late.Enqueue((from, to, datagram), (once, lateNumber++));
        if (again is { } twice) late.Enqueue((from, to, datagram), (twice, lateNumber++));
    }

    private void Arrive(NetworkPath from, NetworkPath to, byte[] datagram)
    {
        if (to == RelayAddress) Relay.Receive(datagram, from, Now, this);
        else browsers.Find(browser => browser.Transport.Address == to)?.Transport.Receive(datagram, Now);
    }
}
