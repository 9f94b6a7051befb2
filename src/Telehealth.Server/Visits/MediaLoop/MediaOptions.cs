using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Telehealth.Media.Ice;
using Telehealth.Server.Visits.MediaLoop.Sockets;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>Where the media relay listens and how browsers reach it. Section <c>Media</c>.</summary>
internal sealed class MediaOptions
{
    public const string Section = "Media";

    private const int MaxDefaultThreads = 16;

    /// <summary>The local address. <c>0.0.0.0</c> is every IPv4 address, <c>::</c> every address of both families.</summary>
    public string BindAddress { get; set; } = "127.0.0.1";

    /// <summary>The UDP port of the first media thread; each further one has the next. 0 takes any free ones.</summary>
    public int Port { get; set; } = 40_000;

    /// <summary>
    /// How many threads carry media, each with a UDP port; 1 is one port for everything. By default one for each core, but no more than
    /// the 16 whose ports the deployment's files open.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>
    /// The one TCP port of all threads, for browsers whose network lets no UDP through: by default the first UDP port's number; 0 takes any
    /// free one, -1 is no TCP at all.
    /// </summary>
    public int? TcpPort { get; set; }

    /// <summary>
    /// The addresses that browsers are told, best first, each as <c>address</c> or <c>address:port</c> (where a port is mapped on
    /// the way: the first thread's, with the next ones behind it; for TCP too if it has the UDP port's number). Empty: the bind address, if
    /// it is one address.
    /// </summary>
    public IList<string> AdvertisedAddresses { get; } = [];

    /// <summary>How datagrams pass between the relay and the system.</summary>
    public SocketKind Sockets { get; set; } = SocketKind.Batched;

    /// <summary>Rooms at one time.</summary>
    public int MaxRooms { get; set; } = 1_000;

    /// <summary>Peers at one time, in all rooms.</summary>
    public int MaxPeers { get; set; } = 1_000;

    /// <summary>Peers in one room.</summary>
    public int MaxPeersPerRoom { get; set; } = 16;

    /// <summary>How many media threads there are.</summary>
    internal int ThreadCount => Threads ?? Math.Clamp(Environment.ProcessorCount, 1, MaxDefaultThreads);

    /// <summary>The advertised end points; those without a port get the bound one.</summary>
    /// <param name="boundPort">A thread's UDP port, or the TCP port.</param>
    /// <param name="isMapped">Whether the ports that stand with addresses are for this port.</param>
    /// <param name="thread">Whose UDP port it is: it is mapped to so many behind the one that stands with an address.</param>
    public IReadOnlyList<IPEndPoint> AdvertisedEndPoints(int boundPort, bool isMapped = true, int thread = 0)
    {
        IEnumerable<string> texts = AdvertisedAddresses.Count > 0 ? AdvertisedAddresses : [BindAddress];
        return
        [
            .. texts.Select(text => Parse(text)!)
                .Select(end => new IPEndPoint(end.Address, end.Port == 0 || !isMapped ? boundPort : end.Port + thread)),
        ];
    }

    // IPEndPoint would read a bare IPv6 address's last group as a port.
    internal static IPEndPoint? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new(address, 0) : IPEndPoint.TryParse(text, out var end) ? end : null;
}

/// <summary>Says at start, in one sentence each, what is wrong with <see cref="MediaOptions"/>.</summary>
internal sealed class MediaOptionsCheck : IValidateOptions<MediaOptions>
{
    private const int MaxPort = IPEndPoint.MaxPort;

    public ValidateOptionsResult Validate(string? name, MediaOptions options)
    {
        var wrong = new List<string>();
        if (!IPAddress.TryParse(options.BindAddress, out var bind))
            wrong.Add($"Media:BindAddress '{options.BindAddress}' is not an IP address.");
        if (options.Port is < 0 or > MaxPort)
            wrong.Add($"Media:Port {options.Port} is not a port number.");
        if (options.Threads is < 1 or > IceCredentials.MaxRelays)
            wrong.Add($"Media:Threads {options.Threads} is not a number of threads from 1 to {IceCredentials.MaxRelays}.");
        else if (options.Port is > 0 and <= MaxPort && options.Port + options.ThreadCount - 1 > MaxPort)
            wrong.Add(
                $"Media:Port {options.Port} leaves no room for the ports of {options.ThreadCount} threads: the last port is {MaxPort}.");
        if (options.TcpPort is < -1 or > MaxPort)
            wrong.Add($"Media:TcpPort {options.TcpPort} is not a port number, 0 (any free) or -1 (off).");
        if (!Enum.IsDefined(options.Sockets))
            wrong.Add($"Media:Sockets {options.Sockets} is neither Batched nor Plain.");
        if (bind is not null && IsAny(bind) && options.AdvertisedAddresses.Count == 0)
            wrong.Add(
                $"Media:AdvertisedAddresses must name an address at which browsers reach this server, because Media:BindAddress is {bind}.");
        if (options.MaxRooms < 1 || options.MaxPeers < 1 || options.MaxPeersPerRoom < 1)
            wrong.Add("Media:MaxRooms, Media:MaxPeers and Media:MaxPeersPerRoom must be at least 1.");
        foreach (var text in options.AdvertisedAddresses)
        {
            if (MediaOptions.Parse(text) is not { } end)
                wrong.Add($"Media:AdvertisedAddresses '{text}' is not an IP address, or an address and port.");
            else if (end.Port + Math.Max(options.ThreadCount, 1) - 1 > MaxPort && end.Port > 0)
                wrong.Add($"Media:AdvertisedAddresses '{text}' leaves no room for the ports of {options.ThreadCount} threads behind it.");
            else if (IsAny(end.Address))
                wrong.Add($"Media:AdvertisedAddresses '{text}' stands for every address, so no browser can reach it.");
            else if (IsMulticast(end.Address))
                wrong.Add($"Media:AdvertisedAddresses '{text}' is a multicast address, so no browser can reach it.");
        }
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast
        || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and < 240);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
