using System.Globalization;
using System.Net;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// A bridge with a cable to each network namespace on it. What is dropped is dropped on the bridge: neither end hears of it, as when a
/// switch fails, and no connection is ended by it.
/// </summary>
internal sealed class FaultNetwork : IAsyncDisposable
{
    private const int Host = 254;

    // Interfaces have at most 15 letters.
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"tf{Environment.ProcessId}");
    private readonly string _subnet = string.Create(CultureInfo.InvariantCulture, $"10.214.{Environment.ProcessId % 250}.");
    private readonly List<NetworkPlace> _places = [];

    private FaultNetwork()
    {
    }

    /// <summary>Null, and why, where this user or this kernel cannot.</summary>
    public static async Task<FaultNetwork?> TryMake()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Figures.Say("left out, because this is not root: cuts and losses of the network, and the full disk");
            return null;
        }

        if (new[] { "ip", "nft", "socat" }.FirstOrDefault(tool => !Tool.IsThere(tool)) is { } missing)
        {
            Figures.Say($"left out, because {missing} is missing: cuts and losses of the network");
            return null;
        }

        var network = new FaultNetwork();
        try
        {
            await network.Make();
            return network;
        }
        catch (InvalidOperationException impossible)
        {
            await network.DisposeAsync();
            Figures.Say($"left out: cuts and losses of the network, because of {impossible.Message}");
            return null;
        }
    }

    /// <param name="name">Of one or two letters, for the cable.</param>
    public async Task<NetworkPlace> Add(string name)
    {
        var place = new NetworkPlace(_name + name, IPAddress.Parse(_subnet + (_places.Count + 1).ToString(CultureInfo.InvariantCulture)));
        await Tool.Run("ip", "netns", "add", place.Name);
        _places.Add(place);
        await Tool.Run("ip", "link", "add", place.Name, "type", "veth", "peer", "name", "eth0", "netns", place.Name);
        await Tool.Run("ip", "link", "set", place.Name, "master", _name, "up");
        await Tool.Run("ip", "-n", place.Name, "addr", "add", $"{place.Address}/24", "dev", "eth0");
        await Tool.Run("ip", "-n", place.Name, "link", "set", "eth0", "up");
        await Tool.Run("ip", "-n", place.Name, "link", "set", "lo", "up");
        return place;
    }

    /// <summary>Nothing passes between one and each of the others, either way.</summary>
    public async Task Cut(NetworkPlace one, IEnumerable<NetworkPlace> others)
    {
        foreach (var other in others)
        {
            await Drop("passing", "ip", "saddr", $"{one.Address}", "ip", "daddr", $"{other.Address}");
            await Drop("passing", "ip", "saddr", $"{other.Address}", "ip", "daddr", $"{one.Address}");
        }
    }

    /// <summary>This share of what comes and goes is lost.</summary>
    public async Task Lose(NetworkPlace place, int percent)
    {
        var share = percent.ToString(CultureInfo.InvariantCulture);
        await Drop("entering", "iifname", place.Name, "numgen", "random", "mod", "100", "<", share);
        await Drop("leaving", "oifname", place.Name, "numgen", "random", "mod", "100", "<", share);
    }

    /// <summary>Everything passes again.</summary>
    public Task Heal() => Tool.Run("nft", "flush", "table", "bridge", _name);

    public async ValueTask DisposeAsync()
    {
        await Quietly("nft", "delete", "table", "bridge", _name);
        foreach (var place in _places)
            await Quietly("ip", "netns", "del", place.Name);
        await Quietly("ip", "link", "del", _name);
    }

    private async Task Make()
    {
        await Tool.Run("ip", "link", "add", _name, "type", "bridge");
        await Tool.Run("ip", "addr", "add", $"{_subnet}{Host}/24", "dev", _name);
        await Tool.Run("ip", "link", "set", _name, "up");
        await Tool.Run("nft", "add", "table", "bridge", _name);
        foreach (var (chain, hook) in new[] { ("passing", "forward"), ("entering", "prerouting"), ("leaving", "postrouting") })
            await Tool.Run("nft", "add", "chain", "bridge", _name, chain, $"{{ type filter hook {hook} priority 0; }}");
        // Or the first run would find out in the middle that the kernel has no random numbers for it.
        await Lose(new NetworkPlace("none", IPAddress.None), 1);
        await Heal();
    }

    private Task Drop(string chain, params string[] what) => Tool.Run("nft", ["add", "rule", "bridge", _name, chain, .. what, "drop"]);

    private static async Task Quietly(string program, params string[] arguments)
    {
        try
        {
            await Tool.Run(program, arguments);
        }
        catch (InvalidOperationException)
        {
            // It was not made, or went with another.
        }
    }
}

/// <param name="Name">Of the namespace, and of its cable's end on the bridge.</param>
/// <param name="Address">Its only one.</param>
internal sealed record NetworkPlace(string Name, IPAddress Address)
{
    /// <summary>The command that runs another one there. It replaces itself, so that the process is the other's.</summary>
    public IReadOnlyList<string> Within => ["ip", "netns", "exec", Name];
}
