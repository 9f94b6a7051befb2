namespace Telehealth.Dispatch.Cities;

/// <summary>Invented names for streets, each given once, in an order that a seed decides.</summary>
internal sealed class StreetNames
{
    private static readonly string[] Words =
    [
        "Alder", "Anchor", "Ashgrove", "Baker", "Barley", "Beacon", "Bellfounder", "Birch", "Brewer", "Candle", "Cedar", "Chapel", "Cherry",
        "Clay", "Cloister", "Cobble", "Copper", "Cornflower", "Dyer", "Elm", "Falcon", "Fennel", "Fern", "Fisher", "Foundry", "Fuller", "Garden",
        "Glover", "Granary", "Hazel", "Heron", "Hop", "Juniper", "Kestrel", "Lark", "Lavender", "Lime", "Linden", "Maple", "Mason", "Meadow", "Nettle",
        "Oak", "Orchard", "Otter", "Pear Tree", "Pepper", "Plum", "Poplar", "Potter", "Quarry", "Quince", "Rook", "Rowan", "Saddler", "Sage", "Sorrel",
        "Spinner", "Starling", "Tallow", "Tanner", "Thatcher", "Thistle", "Vine", "Violet", "Walnut", "Weaver", "Wheelwright", "Willow", "Wren",
    ];

    private readonly Queue<string> _narrow;
    private readonly Queue<string> _wide;

    public StreetNames(Random random)
    {
        _narrow = Shuffled(random, "Street", "Lane", "Row", "Close", "Way", "Gardens", "Rise", "Walk");
        _wide = Shuffled(random, "Avenue", "Road");
    }

    /// <summary>For a street that people live in.</summary>
    public string Narrow() => _narrow.TryDequeue(out var name) ? name : "";

    /// <summary>For a road that joins quarters.</summary>
    public string Wide() => _wide.TryDequeue(out var name) ? name : "";

    private static Queue<string> Shuffled(Random random, params string[] endings)
    {
        var names = Words.SelectMany(word => endings.Select(ending => $"{word} {ending}")).ToArray();
        random.Shuffle(names);
        return new Queue<string>(names);
    }
}
